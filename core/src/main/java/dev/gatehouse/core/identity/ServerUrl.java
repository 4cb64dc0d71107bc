package dev.gatehouse.core.identity;

import java.net.URI;
import java.util.Set;

/** What URLs of an authorization server may look like: https, or http to this very machine. */
final class ServerUrl {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private ServerUrl() {}

  /**
   * Reads a URL.
   *
   * @param what its name in messages
   * @throws IllegalArgumentException when it is not https (or http on this machine), or has a user,
   *     a query or a fragment
   */
  static URI check(String what, String text) {
    var url = parsed(what, text);
    var isSafe =
        "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isThisMachine(url));
    if (!isSafe || url.getHost() == null) {
      throw new IllegalArgumentException(
          what + " is an https URL (http only on this machine), not " + NotProven.shown(text));
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null || url.getRawQuery() != null) {
      throw new IllegalArgumentException(
          what + " has no user, query or fragment: " + NotProven.shown(text));
    }
    return url;
  }

  /** Whether the host is a name or address of this machine. */
  static boolean isThisMachine(URI url) {
    return url.getHost() != null && THIS_MACHINE.contains(url.getHost());
  }

  private static URI parsed(String what, String text) {
    if (text.length() > 2_000) {
      throw new IllegalArgumentException(what + " has at most 2000 characters");
    }
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + " is not a URL: " + NotProven.shown(text), e);
    }
  }
}
