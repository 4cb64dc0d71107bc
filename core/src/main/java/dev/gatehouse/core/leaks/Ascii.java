package dev.gatehouse.core.leaks;

import java.nio.charset.StandardCharsets;

/** Comparing bytes with words of ASCII. */
final class Ascii {
  private Ascii() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  static boolean matches(byte[] bytes, int place, int to, byte[] literal) {
    if (to - place < literal.length) {
      return false;
    }
    for (var i = 0; i < literal.length; i++) {
      if (bytes[place + i] != literal[i]) {
        return false;
      }
    }
    return true;
  }

  /** The literal is lower case; the text may be of any case. */
  static boolean matchesFolded(byte[] bytes, int place, int to, String literal) {
    if (to - place < literal.length()) {
      return false;
    }
    for (var i = 0; i < literal.length(); i++) {
      if (lower(bytes[place + i]) != literal.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static boolean containsFolded(byte[] bytes, int from, int to, String literal) {
    for (var i = from; i + literal.length() <= to; i++) {
      if (matchesFolded(bytes, i, to, literal)) {
        return true;
      }
    }
    return false;
  }

  static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  static boolean isSpace(int b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
