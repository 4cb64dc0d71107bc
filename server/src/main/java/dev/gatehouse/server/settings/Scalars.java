package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.ByteSize;
import dev.gatehouse.core.kind.WrittenDuration;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** The shapes of values that are one text and not a record of ours. */
final class Scalars {
  /** A URL with a scheme. */
  private static final String URL_PATTERN = "[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+";

  static final Shape.Text STRING = text("text", "", "", s -> s, o -> (String) o);

  static final Map<Class<?>, Shape.Text> KNOWN =
      Map.of(
          String.class,
          STRING,
          Duration.class,
          text(
              "a duration",
              WrittenDuration.PATTERN,
              "30s",
              WrittenDuration::of,
              o -> WrittenDuration.text((Duration) o)),
          ByteSize.class,
          text("a size", ByteSize.PATTERN, "4MiB", ByteSize::of, Object::toString),
          URI.class,
          text("a URL", URL_PATTERN, "https://example.com", Scalars::url, Object::toString),
          Path.class,
          text("a path", ".+", "./file", Scalars::path, Object::toString));

  private Scalars() {}

  private static Shape.Text text(
      String name,
      String pattern,
      String example,
      Function<String, Object> read,
      Function<Object, String> write) {
    var secrecy = name.equals("text") ? Shape.Secrecy.HIDDEN : Shape.Secrecy.SHOWN;
    return new Shape.Text(name, pattern, example, secrecy, read, write);
  }

  static URI url(String text) {
    try {
      var url = new URI(text);
      if (url.isAbsolute() && text.matches(URL_PATTERN)) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "not a URL: " + e.getReason() + " at character " + (e.getIndex() + 1), e);
    }
    throw new IllegalArgumentException(
        "a URL has a scheme and a host, for example https://example.com");
  }

  private static Path path(String text) {
    if (text.isEmpty() || text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a path is not empty and on one line");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path on this machine", e);
    }
  }
}
