package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Written;
import java.util.regex.Pattern;

/**
 * Where to listen: {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code gatehouse.internal:8080}.
 * Port 0 takes any free one.
 *
 * @param text host and port
 */
@Written(pattern = HostPort.PATTERN, example = "127.0.0.1:8080")
public record HostPort(String text) {
  /** What the text matches; the port's range is checked besides. */
  public static final String PATTERN = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}";

  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  /**
   * @throws IllegalArgumentException when it is not host and port
   */
  public HostPort {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "an address is host:port, for example 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080");
    }
    if (Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)) > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535");
    }
  }

  /** The host without brackets. */
  public String host() {
    var host = text.substring(0, text.lastIndexOf(':'));
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The port, 0 to 65535. */
  public int port() {
    return Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
  }
}
