package dev.gatehouse.core.kind;

import java.util.regex.Pattern;

/**
 * A number of bytes, written with its unit: {@code 512B}, {@code 64KiB}, {@code 4MiB}, {@code
 * 1GiB}, {@code 2TiB}. Units are powers of 1024.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  /** What the text of a size matches. */
  public static final String PATTERN = "(?:0|[1-9][0-9]{0,11})(?:B|KiB|MiB|GiB|TiB)";

  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  /**
   * @throws IllegalArgumentException when it is negative
   */
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is 0 bytes or more");
    }
  }

  /**
   * Reads a size as people write it.
   *
   * @throws IllegalArgumentException when it is not written that way, or beyond 8,191 PiB; the
   *     message says how
   */
  public static ByteSize of(String text) {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a size is a whole number and a unit (B, KiB, MiB, GiB or TiB), for example 4MiB");
    }
    var unit = Unit.of(text);
    var number = Long.parseLong(text.substring(0, text.length() - unit.text.length()));
    try {
      return new ByteSize(Math.multiplyExact(number, unit.bytes));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a size is less than 8192 PiB", e);
    }
  }

  /**
   * The bytes as an {@code int}, for what is held in one array.
   *
   * @throws IllegalArgumentException when there are 2 GiB or more
   */
  public int asInt() {
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the size " + this + " is 2GiB or more");
    }
    return (int) bytes;
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** As it would be written: the largest unit without a remainder. */
  @Override
  public String toString() {
    var best = Unit.B;
    for (var unit : Unit.values()) {
      if (bytes > 0 && bytes % unit.bytes == 0) {
        best = unit;
      }
    }
    return bytes / best.bytes + best.text;
  }

  private enum Unit {
    B("B", 1L << 0),
    KIB("KiB", 1L << 10),
    MIB("MiB", 1L << 20),
    GIB("GiB", 1L << 30),
    TIB("TiB", 1L << 40);

    private final String text;
    private final long bytes;

    Unit(String text, long bytes) {
      this.text = text;
      this.bytes = bytes;
    }

    private static Unit of(String size) {
      var found = B;
      for (var unit : values()) {
        if (size.endsWith(unit.text)) {
          found = unit;
        }
      }
      return found;
    }
  }
}
