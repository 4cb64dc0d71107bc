package dev.gatehouse.core.leaks;

import java.util.zip.CRC32;

/**
 * The checksum in the last six characters of GitHub's tokens: CRC-32 of what precedes, in base 62.
 */
final class Checksum {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 6;

  private Checksum() {}

  static boolean holds(byte[] bytes, int from, int to) {
    var crc = new CRC32();
    crc.update(bytes, from, to - LENGTH - from);
    var rest = crc.getValue();
    for (var i = to - 1; i >= to - LENGTH; i--) {
      if (bytes[i] != DIGITS.charAt((int) (rest % DIGITS.length()))) {
        return false;
      }
      rest /= DIGITS.length();
    }
    return true;
  }
}
