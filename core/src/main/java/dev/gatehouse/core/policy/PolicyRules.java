package dev.gatehouse.core.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that settings and store declare about who may use what. The order of declaration never
 * changes a decision, only which of several rules that agree is named.
 *
 * @param roles by name
 * @param forbids for everyone
 * @param toolsets by name
 */
public record PolicyRules(
    Map<String, Role> roles, List<Forbid> forbids, Map<String, Toolset> toolsets) {
  /** Declares nothing, so nothing is allowed. */
  public static final PolicyRules NONE = new PolicyRules(Map.of(), List.of(), Map.of());

  public PolicyRules {
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    forbids = List.copyOf(forbids);
    toolsets = Collections.unmodifiableMap(new LinkedHashMap<>(toolsets));
  }

  /** These rules and one more grant; declares the role when it is new. */
  public PolicyRules plus(String role, Grant grant) {
    var more = new LinkedHashMap<>(roles);
    var known = more.get(role);
    if (known == null) {
      more.put(role, new Role(List.of(grant), List.of(), grant.source()));
    } else {
      var grants = new ArrayList<>(known.grants());
      grants.add(grant);
      more.put(role, new Role(grants, known.limits(), known.source()));
    }
    return new PolicyRules(more, forbids, toolsets);
  }
}
