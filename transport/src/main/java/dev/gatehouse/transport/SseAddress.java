package dev.gatehouse.transport;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a server over HTTP+SSE wants its messages posted: a path on the server itself. What it
 * names is a claim of the server, so nothing but a path of the same origin is taken: what is
 * connected to stays the address that was checked, and the credential goes nowhere else.
 *
 * @param target what stands in the request line
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse">HTTP+SSE</a>
 */
record SseAddress(String target) {
  private static final int LONGEST = 2_048;

  /** The address cannot be used; the message says why, without the address. */
  static final class NotTaken extends Exception {
    NotTaken(String why) {
      super("the address that it wants messages posted to " + why, null, false, false);
    }
  }

  /**
   * Reads the data of an {@code endpoint} event.
   *
   * @param stream where the stream of events comes from
   * @throws NotTaken when it is no reference, too long, or leads to another origin
   */
  static SseAddress of(URI stream, String data) throws NotTaken {
    if (data.length() > LONGEST) {
      throw new NotTaken("is longer than " + LONGEST + " characters");
    }
    URI found;
    try {
      found = stream.resolve(new URI(data.strip()));
    } catch (URISyntaxException e) {
      throw new NotTaken("is not a URL");
    }
    if (!isOfOrigin(stream, found)) {
      throw new NotTaken("is not on the server's own origin");
    }
    var path = found.getRawPath();
    var target = path == null || path.isEmpty() ? "/" : path;
    if (!target.startsWith("/") || !isAscii(target + found.getRawQuery())) {
      throw new NotTaken("is not a path");
    }
    return new SseAddress(
        found.getRawQuery() == null ? target : target + "?" + found.getRawQuery());
  }

  private static boolean isOfOrigin(URI stream, URI found) {
    return found.getScheme() != null
        && found.getHost() != null
        && found.getRawUserInfo() == null
        && found.getScheme().equalsIgnoreCase(stream.getScheme())
        && found.getHost().equalsIgnoreCase(stream.getHost())
        && port(found) == port(stream);
  }

  private static int port(URI url) {
    return url.getPort() >= 0
        ? url.getPort()
        : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
