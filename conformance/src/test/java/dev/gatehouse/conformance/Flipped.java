package dev.gatehouse.conformance;

/** A text that differs in one bit from the one that somebody was given. */
final class Flipped {
  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private Flipped() {}

  /**
   * The same with the lowest bit changed of what one character of base64url stands for.
   *
   * @throws IllegalArgumentException when no such character is there
   */
  static String at(String text, int at) {
    var value = DIGITS.indexOf(text.charAt(at));
    if (value < 0) {
      throw new IllegalArgumentException("no character of base64url at " + at + " of " + text);
    }
    return text.substring(0, at) + DIGITS.charAt(value ^ 1) + text.substring(at + 1);
  }
}
