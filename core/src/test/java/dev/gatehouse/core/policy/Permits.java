package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.registry.Target;

/** Permits for tests of the rooms that take one for proven. */
public final class Permits {
  private Permits() {}

  public static Permit of(Caller caller, Target target) {
    return new GrantedPermit(caller, target, "roles.test.grants[0]");
  }
}
