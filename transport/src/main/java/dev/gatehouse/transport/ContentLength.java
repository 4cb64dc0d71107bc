package dev.gatehouse.transport;

import org.jspecify.annotations.Nullable;

/** Reads an announced length. */
final class ContentLength {
  private ContentLength() {}

  /** The length, -1 for none, {@link Long#MAX_VALUE} for more than anybody takes. */
  static long of(@Nullable String text) {
    if (text == null) {
      return -1;
    }
    if (text.isEmpty() || text.length() > 12) {
      return Long.MAX_VALUE;
    }
    var length = 0L;
    for (var i = 0; i < text.length(); i++) {
      var digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Long.MAX_VALUE;
      }
      length = length * 10 + digit;
    }
    return length;
  }
}
