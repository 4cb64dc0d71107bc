package dev.gatehouse.server.settings;

/** Text of a foreign file, made fit to be shown: short, on one line, without control characters. */
final class Shown {
  private static final int MOST_CHARACTERS = 60;

  private Shown() {}

  static String text(String text) {
    return upTo(MOST_CHARACTERS, text);
  }

  static String upTo(int most, String text) {
    var shown = new StringBuilder();
    for (var i = 0; i < text.length() && i < most; i++) {
      var c = text.charAt(i);
      shown.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
    }
    return text.length() > most ? shown + "…" : shown.toString();
  }

  static String quoted(String text) {
    return "\"" + text(text) + "\"";
  }
}
