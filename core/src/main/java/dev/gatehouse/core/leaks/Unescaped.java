package dev.gatehouse.core.leaks;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of text with its escapes resolved, and the way back from each byte to where it was
 * written. Asking for places in rising order costs linear time in all. What is no valid escape
 * stands for itself. Not thread-safe.
 */
public final class Unescaped {
  private enum Syntax {
    JSON,
    PERCENT
  }

  private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

  private final Syntax syntax;
  private final byte[] source;
  private final int from;
  private final int to;
  private final byte[] bytes;
  private int unitAt;
  private int unitSource;

  private Unescaped(Syntax syntax, byte[] source, int from, int to) {
    this.syntax = syntax;
    this.source = source;
    this.from = from;
    this.to = to;
    this.unitSource = from;
    // No escape is shorter than what it stands for.
    var decoded = new byte[to - from + REPLACEMENT.length];
    var length = 0;
    var place = from;
    while (place < to) {
      var unit = unit(place, decoded, length);
      place += unit >>> 8;
      length += unit & 0xff;
    }
    this.bytes = Arrays.copyOf(decoded, length);
  }

  /** The inside of a JSON string, without its quotes. */
  public static Unescaped json(byte[] source, int from, int to) {
    return new Unescaped(Syntax.JSON, source, from, to);
  }

  /** Text with percent escapes as in URLs. */
  static Unescaped percent(byte[] source, int from, int to) {
    return new Unescaped(Syntax.PERCENT, source, from, to);
  }

  /** The resolved bytes, UTF-8; owned by this object, not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the character that holds the byte at this place begins in the source. */
  public int sourceStart(int place) {
    seek(place);
    return unitSource;
  }

  /** Where the character that holds the byte before this place ends in the source. */
  public int sourceEnd(int place) {
    if (place == 0) {
      return from;
    }
    seek(place - 1);
    return unitSource + (unit(unitSource, null, 0) >>> 8);
  }

  private void seek(int place) {
    if (place < unitAt) {
      unitAt = 0;
      unitSource = from;
    }
    while (unitSource < to) {
      var unit = unit(unitSource, null, 0);
      if (unitAt + (unit & 0xff) > place) {
        return;
      }
      unitAt += unit & 0xff;
      unitSource += unit >>> 8;
    }
  }

  /**
   * Resolves what begins at a place: its length in the source times 256, plus that of its bytes.
   */
  private int unit(int place, byte @Nullable [] out, int length) {
    var b = source[place];
    if (syntax == Syntax.PERCENT) {
      var value = b == '%' ? hex(place + 1, 2) : -1;
      return value >= 0 ? one(3, (byte) value, out, length) : one(1, b, out, length);
    }
    if (b != '\\' || place + 1 >= to) {
      return one(1, b, out, length);
    }
    return switch (source[place + 1]) {
      case 'u' -> unicode(place, out, length);
      case 'n' -> one(2, (byte) '\n', out, length);
      case 'r' -> one(2, (byte) '\r', out, length);
      case 't' -> one(2, (byte) '\t', out, length);
      case 'b' -> one(2, (byte) '\b', out, length);
      case 'f' -> one(2, (byte) '\f', out, length);
      case '"', '\\', '/' -> one(2, source[place + 1], out, length);
      default -> one(1, b, out, length);
    };
  }

  private int unicode(int place, byte @Nullable [] out, int length) {
    var unit = hex(place + 2, 4);
    if (unit < 0) {
      return one(1, source[place], out, length);
    }
    if (unit < 0x80) {
      return one(6, (byte) unit, out, length);
    }
    var follows = place + 7 < to && source[place + 6] == '\\' && source[place + 7] == 'u';
    var low = follows ? hex(place + 8, 4) : -1;
    var isPair = Character.isHighSurrogate((char) unit) && low >= 0xdc00 && low <= 0xdfff;
    if (isPair) {
      return several(12, Character.toCodePoint((char) unit, (char) low), out, length);
    }
    return several(6, Character.isSurrogate((char) unit) ? 0xfffd : unit, out, length);
  }

  private static int one(int width, byte b, byte @Nullable [] out, int at) {
    if (out != null) {
      out[at] = b;
    }
    return (width << 8) | 1;
  }

  private static int several(int width, int codePoint, byte @Nullable [] out, int at) {
    var count = codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    if (out != null) {
      var rest = codePoint;
      for (var i = count - 1; i > 0; i--) {
        out[at + i] = (byte) (0x80 | (rest & 0x3f));
        rest >>>= 6;
      }
      out[at] = (byte) (((0xf0 << (4 - count)) & 0xff) | rest);
    }
    return (width << 8) | count;
  }

  private int hex(int place, int digits) {
    if (place + digits > to) {
      return -1;
    }
    var value = 0;
    for (var i = place; i < place + digits; i++) {
      var digit = Character.digit(source[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = (value << 4) | digit;
    }
    return value;
  }
}
