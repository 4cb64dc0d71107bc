package dev.gatehouse.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * The tokens of JSON in UTF-8 bytes: finds where each ends and refuses what is not exactly in its
 * grammar. Strings are read eight bytes at a time while they are plain ASCII.
 */
final class JsonText {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long MAX_SAFE = (1L << 53) - 1;
  private static final int MAX_EXPONENT_DIGITS = 3;

  private JsonText() {}

  static long eightBytes(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /**
   * The position of the quote that ends a string.
   *
   * @param from the first byte behind the opening quote
   * @param max most bytes between the quotes
   */
  static int stringEnd(byte[] bytes, int from, int max) throws Malformed {
    var at = from;
    while (true) {
      at = plainEnd(bytes, at);
      if (at >= bytes.length) {
        throw Malformed.json("the text ends inside a string", at);
      }
      var b = bytes[at];
      if (b == '"') {
        if (at - from > max) {
          throw Malformed.json("a string or name is longer than " + max + " bytes", from);
        }
        return at;
      }
      if (b == '\\') {
        at = escapeEnd(bytes, at);
      } else if (b < 0) {
        at = utf8End(bytes, at);
      } else {
        throw Malformed.json("a control character stands unescaped in a string", at);
      }
    }
  }

  /** The first byte from here on that is a quote, a backslash, a control or not ASCII. */
  static int plainEnd(byte[] bytes, int from) {
    var at = from;
    while (at + 8 <= bytes.length) {
      var word = (long) LONGS.get(bytes, at);
      var quotes = word ^ (ONES * '"');
      var slashes = word ^ (ONES * '\\');
      var special =
          (word
                  | ((quotes - ONES) & ~quotes)
                  | ((slashes - ONES) & ~slashes)
                  | ((word - ONES * ' ') & ~word))
              & HIGHS;
      if (special != 0) {
        return at + (Long.numberOfTrailingZeros(special) >>> 3);
      }
      at += 8;
    }
    while (at < bytes.length && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  /** Passes one escape; two when they are the halves of one character. */
  private static int escapeEnd(byte[] bytes, int at) throws Malformed {
    var kind = at + 1 < bytes.length ? bytes[at + 1] : 0;
    return switch (kind) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
      case 'u' -> unicodeEnd(bytes, at);
      default -> throw Malformed.json("an escape is not one of JSON's", at);
    };
  }

  private static int unicodeEnd(byte[] bytes, int at) throws Malformed {
    var unit = (char) hex(bytes, at + 2);
    if (!Character.isSurrogate(unit)) {
      return at + 6;
    }
    if (Character.isHighSurrogate(unit)
        && at + 7 < bytes.length
        && bytes[at + 6] == '\\'
        && bytes[at + 7] == 'u'
        && Character.isLowSurrogate((char) hex(bytes, at + 8))) {
      return at + 12;
    }
    throw Malformed.json("half of a surrogate pair stands alone", at);
  }

  private static int hex(byte[] bytes, int from) throws Malformed {
    var value = 0;
    for (var i = from; i < from + 4; i++) {
      // Character.digit would also take digits of other scripts, but a byte cannot be one.
      var digit = i < bytes.length ? Character.digit(bytes[i], 16) : -1;
      if (digit < 0) {
        throw Malformed.json("an escape lacks its four hexadecimal digits", from);
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** Passes one character of two to four bytes; refuses overlong forms and surrogates. */
  private static int utf8End(byte[] bytes, int at) throws Malformed {
    var lead = bytes[at] & 0xff;
    var length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    var valid = lead >= 0xc2 && lead <= 0xf4 && at + length <= bytes.length;
    if (valid) {
      var second = bytes[at + 1] & 0xff;
      var least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      var most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      valid = second >= least && second <= most;
      for (var i = at + 2; valid && i < at + length; i++) {
        valid = (bytes[i] & 0xc0) == 0x80;
      }
    }
    if (!valid) {
      throw Malformed.json("the text is not valid UTF-8", at);
    }
    return at + length;
  }

  /**
   * The first byte behind a number. Exponents have at most three digits: more is beyond every
   * binary type and only serves to exhaust decimal ones.
   */
  static int numberEnd(byte[] bytes, int from, int max) throws Malformed {
    var at = from;
    if (bytes[at] == '-') {
      at++;
    }
    var whole = at;
    at = digitsEnd(bytes, at);
    if (at - whole > 1 && bytes[whole] == '0') {
      throw Malformed.json("a number begins with a needless zero", whole);
    }
    if (at < bytes.length && bytes[at] == '.') {
      at = digitsEnd(bytes, at + 1);
    }
    if (at < bytes.length && (bytes[at] | 0x20) == 'e') {
      at++;
      if (at < bytes.length && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      var exponent = at;
      at = digitsEnd(bytes, at);
      if (at - exponent > MAX_EXPONENT_DIGITS) {
        throw Malformed.json("a number's exponent has more than three digits", exponent);
      }
    }
    if (at - from > max) {
      throw Malformed.json("a number is longer than " + max + " characters", from);
    }
    return at;
  }

  private static int digitsEnd(byte[] bytes, int from) throws Malformed {
    var at = from;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw Malformed.json("a number lacks a digit", at);
    }
    return at;
  }

  /** The integer that the text is, if it is one that JavaScript holds exactly (+-(2^53-1)). */
  static OptionalLong safeInteger(byte[] bytes, int from, int to) {
    var negative = from < to && bytes[from] == '-';
    var first = negative ? from + 1 : from;
    if (to == first || to - first > 16 || (negative && bytes[first] == '0')) {
      return OptionalLong.empty();
    }
    var value = 0L;
    for (var i = first; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return OptionalLong.empty();
      }
      value = value * 10 + (bytes[i] - '0');
    }
    return value > MAX_SAFE ? OptionalLong.empty() : OptionalLong.of(negative ? -value : value);
  }
}
