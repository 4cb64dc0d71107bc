package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Doc;
import java.util.List;
import java.util.regex.Pattern;

/** Where the gateway may connect to beyond public addresses. */
@Doc(
    "Where the gateway itself may connect to. Public addresses are always allowed; private, loopback"
        + " and link-local ones only when they are listed, or belong to a server of this file.")
public record EgressSettings(
    @Doc(
            value =
                "Further destinations: a host name, *.domain, an address, or a range in CIDR form;"
                    + " at most 1,000.",
            example = "[keycloak.internal.example, 10.20.0.0/16]")
        List<String> allow) {
  private static final Pattern SHAPE =
      Pattern.compile("(?:\\*\\.)?[A-Za-z0-9._-]+(?:/[0-9]{1,2})?|[0-9A-Fa-f:.]+(?:/[0-9]{1,3})?");

  /**
   * @throws IllegalArgumentException when a destination is not of one of the shapes
   */
  public EgressSettings {
    allow = List.copyOf(allow);
    if (allow.size() > 1_000) {
      throw new IllegalArgumentException("allow has at most 1000 destinations");
    }
    for (var destination : allow) {
      if (!SHAPE.matcher(destination).matches()) {
        throw new IllegalArgumentException(
            "allow holds host names, *.domain, addresses and ranges such as 10.20.0.0/16, without"
                + " scheme, port or path");
      }
    }
  }
}
