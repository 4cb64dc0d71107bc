package dev.gatehouse.core.inventory;

/** Texts from settings of strangers, made small. */
final class Texts {
  private Texts() {}

  /** At most so many characters, on one line, with nothing in it that cannot be seen. */
  static String bounded(String text, int most) {
    var kept = new StringBuilder();
    var left = most;
    for (var i = 0; i < text.length() && left > 0; left--) {
      var point = text.codePointAt(i);
      i += Character.charCount(point);
      kept.appendCodePoint(isVisible(point) ? point : 0xFFFD);
    }
    return kept.toString();
  }

  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
