package dev.gatehouse.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What marks the calls that belong together, as requests carry it: in a header, in {@code _meta},
 * or both.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
 */
public final class TraceContext {
  private static final int LENGTH = 55;
  private static final int LONGEST = 128;

  private TraceContext() {}

  /**
   * The {@code traceparent} of a request: that of its header, else that of its {@code _meta}.
   * Values of another shape count as absent.
   *
   * @param header the header, null for none
   * @param message the request, null for none
   */
  public static @Nullable String traceparent(@Nullable String header, @Nullable Envelope message) {
    if (isTraceparent(header)) {
      return header;
    }
    if (message == null) {
      return null;
    }
    var span = message.metaTraceparent();
    var isText = span.isPresent() && message.bytes()[span.from()] == '"';
    if (!isText || span.length() > LONGEST + 2) {
      return null;
    }
    var inMeta = span.string(message.bytes());
    return isTraceparent(inMeta) ? inMeta : null;
  }

  /**
   * Whether this is a {@code traceparent}: of version 00 exactly, of later ones as far as 00 knows
   * them, and of at most 128 characters.
   */
  public static boolean isTraceparent(@Nullable String value) {
    if (value == null || value.length() < LENGTH || value.length() > LONGEST) {
      return false;
    }
    return isHex(value, 0, 2)
        && !value.startsWith("ff")
        && value.charAt(2) == '-'
        && isId(value, 3, 35)
        && value.charAt(35) == '-'
        && isId(value, 36, 52)
        && value.charAt(52) == '-'
        && isHex(value, 53, LENGTH)
        && endsWell(value);
  }

  private static boolean endsWell(String value) {
    if (value.length() == LENGTH) {
      return true;
    }
    for (var i = LENGTH; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
        return false;
      }
    }
    return !value.startsWith("00") && value.charAt(LENGTH) == '-';
  }

  /** An id of zeros alone is none. */
  private static boolean isId(String value, int from, int to) {
    if (!isHex(value, from, to)) {
      return false;
    }
    for (var i = from; i < to; i++) {
      if (value.charAt(i) != '0') {
        return true;
      }
    }
    return false;
  }

  private static boolean isHex(String value, int from, int to) {
    for (var i = from; i < to; i++) {
      var c = value.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }
}
