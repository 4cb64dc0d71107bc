package dev.gatehouse.core.identity;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Callers for tests of the rooms that take one for proven. */
public final class Callers {
  private Callers() {}

  /** A program with these roles. */
  public static Caller agent(String name, String... roles) {
    return with(name, Set.of(roles), Map.of());
  }

  /** A program with these roles and attributes. */
  public static Caller with(String name, Set<String> roles, Map<String, Object> attributes) {
    return new KnownCaller(
        "key:" + name,
        Optional.of(name + "@acme.example"),
        Optional.of(name),
        roles,
        attributes,
        "gth_7Qm…");
  }

  /** Nobody in particular: neither user nor agent. */
  public static Caller anonymous(String... roles) {
    return new KnownCaller(
        "anonymous", Optional.empty(), Optional.empty(), Set.of(roles), Map.of(), "none");
  }
}
