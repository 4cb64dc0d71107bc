package dev.gatehouse.server.settings;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.kind.Doc;
import java.util.List;

/** Where the gateway may connect to beyond public addresses. */
@Doc(
    "Where the gateway itself may connect to. Public addresses always; private ones only for hosts"
        + " that this file names, as servers or issuers; others only when they are listed here.")
public record EgressSettings(
    @Doc(
            value =
                "Further destinations: host names that may have any address, addresses, and ranges"
                    + " such as 10.20.0.0/16; at most 1,000.",
            example = "[keycloak.internal.example, 10.20.0.0/16]")
        List<String> allow) {
  /**
   * @throws IllegalArgumentException when a destination is not of one of the shapes
   */
  public EgressSettings {
    allow = List.copyOf(allow);
    if (allow.size() > 1_000) {
      throw new IllegalArgumentException("allow has at most 1000 destinations");
    }
    try {
      AddressRules.allowing(allow);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("allow: " + e.getMessage(), e);
    }
  }

  /** The rules with these exceptions. */
  public AddressRules rules() {
    return AddressRules.allowing(allow);
  }
}
