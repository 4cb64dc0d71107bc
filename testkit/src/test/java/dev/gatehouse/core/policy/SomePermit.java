package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.SomeCaller;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;

/** A permit for tests of rooms that come after policy. */
public final class SomePermit {
  private SomePermit() {}

  public static Permit permit() {
    var target = new Target(new ServerName("crm"), Primitive.TOOL, "get_ticket");
    return new GrantedPermit(SomeCaller.caller(), target, "roles.test.grants[0]");
  }
}
