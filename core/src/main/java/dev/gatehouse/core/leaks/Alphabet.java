package dev.gatehouse.core.leaks;

/** The sets of bytes that secrets are written in. */
enum Alphabet {
  ALPHANUMERIC(""),
  BASE64URL("_-"),
  BASE64_ANY("+/_-"),
  PERCENT_BASE64("+/%"),
  DASHED("-"),
  DOTTED("._-"),
  TILDED("._~-"),
  TOKEN68("._~+/-"),
  PEM("+/=,:.-_\\ \t\r\n"),
  HEX(false),
  LOWER_HEX(true);

  @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor, read only since
  private final boolean[] members = new boolean[256];

  Alphabet(String beyondLettersAndDigits) {
    addRange('a', 'z');
    addRange('A', 'Z');
    addRange('0', '9');
    beyondLettersAndDigits.chars().forEach(c -> members[c] = true);
  }

  Alphabet(boolean lowerOnly) {
    addRange('0', '9');
    addRange('a', 'f');
    if (!lowerOnly) {
      addRange('A', 'F');
    }
  }

  boolean has(byte b) {
    return members[b & 0xff];
  }

  private void addRange(char first, char last) {
    for (var c = first; c <= last; c++) {
      members[c] = true;
    }
  }
}
