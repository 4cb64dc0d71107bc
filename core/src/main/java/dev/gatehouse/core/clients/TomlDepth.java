package dev.gatehouse.core.clients;

/**
 * Refuses TOML that nests deeper than it is read: the library descends by calling itself. Counts
 * open brackets and dots of keys in each line, strings included, so it may refuse a little early
 * and never late.
 */
final class TomlDepth {
  private TomlDepth() {}

  static String checked(String text) throws NotUnderstood {
    var open = 0;
    var dots = 0;
    for (var i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '[', '{' -> open++;
        case ']', '}' -> open = Math.max(0, open - 1);
        case '.' -> dots++;
        case '\n', '=' -> dots = 0;
        default -> {
          // Neither opens nor closes anything.
        }
      }
      if (open > SettingsText.MOST_DEPTH || dots > 4 * SettingsText.MOST_DEPTH) {
        throw new NotUnderstood(
            "the file nests deeper than " + SettingsText.MOST_DEPTH + " levels");
      }
    }
    return text;
  }
}
