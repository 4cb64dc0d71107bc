package dev.gatehouse.transport;

/** One part of a path that names something in the catalogue. */
final class PathPart {
  private static final int LONGEST = 64;

  private PathPart() {}

  /**
   * The name, percent-decoded once and strictly; empty when it is not of {@code a-z 0-9 -}, so that
   * slashes, dots and double encodings never reach a look-up.
   */
  static String decode(String raw) {
    var name = new StringBuilder(raw.length());
    for (var i = 0; i < raw.length(); i++) {
      var character = raw.charAt(i);
      if (character == '%') {
        var high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
        var low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          return "";
        }
        character = (char) (high * 16 + low);
        i += 2;
      }
      if (!isOfName(character) || name.length() == LONGEST) {
        return "";
      }
      name.append(character);
    }
    return name.toString();
  }

  private static boolean isOfName(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= '0' && character <= '9')
        || character == '-';
  }
}
