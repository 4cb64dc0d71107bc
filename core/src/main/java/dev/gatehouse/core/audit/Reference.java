package dev.gatehouse.core.audit;

import java.util.Optional;

/**
 * The short name of one record: {@code r-} and up to 13 of the digits and lower-case letters
 * without i, l, o and u. One text for each record and one record for each text.
 *
 * @param lane 0 to 255
 * @param sequence number of the record in its lane, from 1 to 2^55 - 1
 */
public record Reference(int lane, long sequence) {
  /** The longest text of a reference. */
  public static final int MAX_LENGTH = 15;

  static final int LANES = 256;
  private static final long MAX_SEQUENCE = (1L << 55) - 1;
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final byte[] DIGITS =
      ALPHABET.getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  /**
   * @throws IllegalArgumentException when lane or sequence is out of range
   */
  public Reference {
    if (lane < 0 || lane >= LANES || sequence < 1 || sequence > MAX_SEQUENCE) {
      throw new IllegalArgumentException("no record is lane " + lane + ", number " + sequence);
    }
  }

  /** The reference as people see it, for example {@code r-7f3k2m}. */
  public String text() {
    var bytes = new byte[MAX_LENGTH];
    var length = write(packed(), bytes, 0);
    return new String(bytes, 0, length, java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** Reads a reference; empty for everything that {@link #text()} never prints. */
  public static Optional<Reference> parse(String text) {
    if (text.length() < 4
        || text.length() > MAX_LENGTH
        || !text.startsWith("r-")
        || text.charAt(2) == '0') {
      return Optional.empty();
    }
    var packed = 0L;
    for (var i = 2; i < text.length(); i++) {
      var digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0 || packed >>> 58 != 0) {
        return Optional.empty();
      }
      packed = packed << 5 | digit;
    }
    return packed > 0 && packed >>> 8 > 0 ? Optional.of(unpack(packed)) : Optional.empty();
  }

  @Override
  public String toString() {
    return text();
  }

  long packed() {
    return sequence << 8 | lane;
  }

  static Reference unpack(long packed) {
    return new Reference((int) (packed & 0xff), packed >>> 8);
  }

  /** Writes the text of a packed reference and returns its length, at most {@link #MAX_LENGTH}. */
  static int write(long packed, byte[] to, int at) {
    var digits = (63 - Long.numberOfLeadingZeros(packed)) / 5 + 1;
    to[at] = 'r';
    to[at + 1] = '-';
    for (var i = 0; i < digits; i++) {
      to[at + 2 + i] = DIGITS[(int) ((packed >>> (5 * (digits - 1 - i))) & 31)];
    }
    return digits + 2;
  }
}
