package dev.gatehouse.core.policy;

import java.util.List;
import java.util.Set;

/**
 * Callers of one class see the same lists: equal roles that matter, and equal values of the facts
 * that matter before arguments are known. A key; printing leaves the values out.
 */
public record CallerClass(Set<String> roles, List<Object> facts) {
  public CallerClass {
    roles = Set.copyOf(roles);
    facts = List.copyOf(facts);
  }

  @Override
  public String toString() {
    return "CallerClass[" + roles + ", " + facts.size() + " facts]";
  }
}
