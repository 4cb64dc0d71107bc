package dev.gatehouse.cli.screen;

/** What a word means to the eye; a colour where colours are shown. */
public enum Tone {
  NORMAL(""),
  GOOD("32"),
  BAD("31"),
  CAUTION("33"),
  STRONG("1"),
  FAINT("2");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  /** The text in this tone, or as it is. */
  String paint(String text, boolean coloured) {
    return coloured && this != NORMAL && !text.isEmpty()
        ? "\u001b[" + code + "m" + text + "\u001b[0m"
        : text;
  }
}
