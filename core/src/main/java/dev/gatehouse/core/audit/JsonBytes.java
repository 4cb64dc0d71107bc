package dev.gatehouse.core.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON straight into a reused array. Every text is bounded, and what a terminal could take
 * for a command is escaped. Used by one thread at a time.
 */
final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int MARK = 32;

  private final int most;
  private byte[] bytes;
  private int end;

  /**
   * @param most bytes it may grow to
   */
  JsonBytes(int most) {
    this.most = most;
    this.bytes = new byte[Math.min(most, 4096)];
  }

  /** A constant of JSON text. */
  static byte[] constant(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return bytes;
  }

  int end() {
    return end;
  }

  /** Forgets all and goes on at the given place. */
  void startAt(int place) {
    end = place;
  }

  /** Makes the bytes up to the next multiple of 8 zero, and room for {@code more} behind them. */
  void pad(int more) {
    room(8 + more);
    while ((end & 7) != 0) {
      bytes[end++] = 0;
    }
  }

  JsonBytes raw(byte[] json) {
    room(json.length);
    System.arraycopy(json, 0, bytes, end, json.length);
    end += json.length;
    return this;
  }

  JsonBytes raw(char ascii) {
    room(1);
    bytes[end++] = (byte) ascii;
    return this;
  }

  JsonBytes reference(long packed) {
    room(Reference.MAX_LENGTH);
    end += Reference.write(packed, bytes, end);
    return this;
  }

  JsonBytes number(long value) {
    room(20);
    if (value < 0) {
      bytes[end++] = '-';
    }
    var digits = 1;
    for (var rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    var rest = value;
    for (var at = end + digits - 1; at >= end; at--) {
      bytes[at] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    }
    end += digits;
    return this;
  }

  /**
   * A string in quotes.
   *
   * @param limit bytes it may take inside the quotes; longer text ends in a mark that tells how
   *     many characters it had
   */
  JsonBytes text(String value, int limit) {
    room(limit + MARK);
    var to = bytes;
    var at = end;
    to[at++] = '"';
    var stop = at + limit;
    var length = value.length();
    var i = 0;
    for (; i < length; i++) {
      var c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        var taken = special(value, i, c, to, at, stop);
        if (taken < 0) {
          break;
        }
        at = taken;
        i += Character.isHighSurrogate(c) && isPair(value, i) ? 1 : 0;
      } else if (at < stop) {
        to[at++] = (byte) c;
      } else {
        break;
      }
    }
    end = at;
    if (i < length) {
      raw(SHORTENED).number(length).raw(']');
    }
    return raw('"');
  }

  private static final byte[] SHORTENED = constant("…[of ");

  /** Writes one character that needs more than a byte; -1 when it does not fit. */
  private static int special(String value, int i, char c, byte[] to, int at, int stop) {
    if (c == '"' || c == '\\') {
      if (at + 2 > stop) {
        return -1;
      }
      to[at] = '\\';
      to[at + 1] = (byte) c;
      return at + 2;
    }
    if (Character.isHighSurrogate(c) && isPair(value, i)) {
      return at + 4 > stop ? -1 : utf8(Character.toCodePoint(c, value.charAt(i + 1)), to, at);
    }
    if (Character.isSurrogate(c)) {
      return at + 3 > stop ? -1 : utf8(0xfffd, to, at);
    }
    if (mustNotReachATerminal(c)) {
      return at + 6 > stop ? -1 : escape(c, to, at);
    }
    return at + 3 > stop ? -1 : utf8(c, to, at);
  }

  private static boolean isPair(String value, int i) {
    return i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1));
  }

  /** Controls, line separators, and marks that turn the direction of text. */
  private static boolean mustNotReachATerminal(char c) {
    return c < ' '
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x200b && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0xfeff;
  }

  private static int escape(char c, byte[] to, int at) {
    to[at] = '\\';
    to[at + 1] = 'u';
    for (var i = 0; i < 4; i++) {
      to[at + 2 + i] = HEX[(c >> (12 - 4 * i)) & 15];
    }
    return at + 6;
  }

  private static int utf8(int c, byte[] to, int at) {
    if (c < 0x800) {
      to[at] = (byte) (0xc0 | (c >> 6));
      to[at + 1] = (byte) (0x80 | (c & 63));
      return at + 2;
    }
    if (c < 0x10000) {
      to[at] = (byte) (0xe0 | (c >> 12));
      to[at + 1] = (byte) (0x80 | ((c >> 6) & 63));
      to[at + 2] = (byte) (0x80 | (c & 63));
      return at + 3;
    }
    to[at] = (byte) (0xf0 | (c >> 18));
    to[at + 1] = (byte) (0x80 | ((c >> 12) & 63));
    to[at + 2] = (byte) (0x80 | ((c >> 6) & 63));
    to[at + 3] = (byte) (0x80 | (c & 63));
    return at + 4;
  }

  private void room(int count) {
    var needed = end + count;
    if (needed <= bytes.length) {
      return;
    }
    if (needed > most) {
      throw new IllegalStateException("a record is over " + most + " bytes: a text has no bound");
    }
    bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(needed, bytes.length * 2)));
  }
}
