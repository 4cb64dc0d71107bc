package dev.gatehouse.core.clients;

/**
 * Refuses TOML that nests deeper than it is read: the library descends by calling itself. Counts
 * brackets and the dots of keys outside of strings and comments, in one pass.
 */
final class TomlDepth {
  private static final int MOST_DOTS = 4 * SettingsText.MOST_DEPTH;

  private final String text;
  private int place;

  private TomlDepth(String text) {
    this.text = text;
  }

  /** The same text, when it is not too deep. */
  static String checked(String text) throws NotUnderstood {
    new TomlDepth(text).check();
    return text;
  }

  private void check() throws NotUnderstood {
    var open = 0;
    var dots = 0;
    while (place < text.length()) {
      switch (text.charAt(place)) {
        case '[', '{' -> open++;
        case ']', '}' -> open = Math.max(0, open - 1);
        case '.' -> dots++;
        case '\n', '=', ',' -> dots = 0;
        case '#' -> skipComment();
        case '"', '\'' -> skipString();
        default -> {
          // Neither opens nor closes anything.
        }
      }
      if (open > SettingsText.MOST_DEPTH || dots > MOST_DOTS) {
        throw new NotUnderstood(
            "the file nests deeper than " + SettingsText.MOST_DEPTH + " levels");
      }
      place++;
    }
  }

  /** Stands on the last character of it afterwards; only between double quotes are escapes. */
  private void skipString() {
    var quote = text.charAt(place);
    var three = String.valueOf(quote).repeat(3);
    var isLong = text.startsWith(three, place);
    place += isLong ? 3 : 1;
    while (place < text.length()) {
      var character = text.charAt(place);
      if (character == '\\' && quote == '"') {
        place++;
      } else if (isLong ? text.startsWith(three, place) : character == quote) {
        place += isLong ? 2 : 0;
        return;
      } else if (character == '\n' && !isLong) {
        return;
      }
      place++;
    }
  }

  private void skipComment() {
    var end = text.indexOf('\n', place);
    place = end < 0 ? text.length() : end;
  }
}
