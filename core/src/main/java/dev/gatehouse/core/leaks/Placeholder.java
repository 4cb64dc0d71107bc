package dev.gatehouse.core.leaks;

import java.util.List;

/** Tells what documentation writes in the place of a secret from a secret. */
final class Placeholder {
  private static final List<String> WORDS =
      List.of(
          "example",
          "xxxxx",
          "placeholder",
          "your_",
          "your-",
          "yourt",
          "yourk",
          "redacted",
          "dummy",
          "changeme",
          "abcdefgh",
          "12345678",
          "00000000",
          "aaaaaaaa",
          "ffffffff");
  private static final List<String> PASSWORDS =
      List.of(
          "password",
          "passwd",
          "pass",
          "pwd",
          "passw",
          "pw",
          "secret",
          "user",
          "token",
          "username",
          "user_password",
          "dbpassword",
          "db_password",
          "mypassword",
          "my_password",
          "****");
  private static final String TEMPLATE_SIGNS = "<>{}$*[]%";
  private static final int LONGEST_LOOKED_AT = 512;

  private Placeholder() {}

  /** Whether a random-looking token is none: too few different bytes, or words of documentation. */
  static boolean isToken(Reading text, int from, int to) {
    var end = Math.min(to, from + LONGEST_LOOKED_AT);
    text.count((long) (end - from) * 2);
    if (differentBytes(text.bytes(), from, end) < Math.min(8, Math.max(3, (end - from) / 3))) {
      return true;
    }
    return WORDS.stream().anyMatch(word -> Ascii.containsFolded(text.bytes(), from, end, word));
  }

  /** Whether a password is one that nobody could have chosen: a template, a word for itself. */
  static boolean isPassword(Reading text, int from, int to) {
    var bytes = text.bytes();
    var length = to - from;
    text.count(length);
    if (length < 3) {
      return true;
    }
    if (differentBytes(bytes, from, to) == 1 || Ascii.containsFolded(bytes, from, to, "example")) {
      return true;
    }
    var isTemplate =
        TEMPLATE_SIGNS.indexOf(bytes[from]) >= 0 && bytes[from] != '$' && bytes[from] != '%';
    var isVariable =
        bytes[from] == '$'
            && length > 1
            && (bytes[from + 1] == '{' || isUpperCase(bytes, from + 1, to));
    var isFormat = bytes[from] == '%' && length <= 3;
    return isTemplate
        || isVariable
        || isFormat
        || PASSWORDS.stream()
            .anyMatch(
                word -> word.length() == length && Ascii.matchesFolded(bytes, from, to, word));
  }

  static boolean hasDigits(Reading text, int from, int to, int least) {
    var digits = 0;
    for (var i = from; i < to && digits < least; i++) {
      digits += Ascii.isDigit(text.bytes()[i]) ? 1 : 0;
    }
    text.count(Math.min(to - from, LONGEST_LOOKED_AT));
    return digits >= least;
  }

  private static boolean isUpperCase(byte[] bytes, int from, int to) {
    for (var i = from; i < to; i++) {
      if (!(bytes[i] >= 'A' && bytes[i] <= 'Z') && bytes[i] != '_') {
        return false;
      }
    }
    return true;
  }

  private static int differentBytes(byte[] bytes, int from, int to) {
    var low = 0L;
    var high = 0L;
    for (var i = from; i < to; i++) {
      if (bytes[i] >= 64) {
        high |= 1L << (bytes[i] - 64);
      } else if (bytes[i] >= 0) {
        low |= 1L << bytes[i];
      }
    }
    return Long.bitCount(low) + Long.bitCount(high);
  }
}
