package dev.gatehouse.core.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The shape of a trace context.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
 */
final class Traceparent {
  private static final int LENGTH = 55;
  private static final int TRACE = 3;
  private static final int PARENT = 36;
  private static final int FLAGS = 53;

  private Traceparent() {}

  /** The header when it has the shape, null for whatever else a client may have sent. */
  static @Nullable String valid(@Nullable String header) {
    return header != null
            && header.length() == LENGTH
            && isHex(header, 0, TRACE - 1)
            && !header.startsWith("ff")
            && header.charAt(TRACE - 1) == '-'
            && isId(header, TRACE, PARENT - 1)
            && header.charAt(PARENT - 1) == '-'
            && isId(header, PARENT, FLAGS - 1)
            && header.charAt(FLAGS - 1) == '-'
            && isHex(header, FLAGS, LENGTH)
        ? header
        : null;
  }

  private static boolean isHex(String text, int from, int to) {
    for (var i = from; i < to; i++) {
      var c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** All zeros are no id. */
  private static boolean isId(String text, int from, int to) {
    for (var i = from; i < to; i++) {
      if (text.charAt(i) != '0') {
        return isHex(text, from, to);
      }
    }
    return false;
  }
}
