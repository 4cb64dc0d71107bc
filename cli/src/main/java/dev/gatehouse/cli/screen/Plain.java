package dev.gatehouse.cli.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * Text from elsewhere, made safe to show: what would steer a terminal or turn the direction of
 * reading becomes visible as {@code �}. Also measures text in columns of a terminal.
 */
public final class Plain {
  private static final int REPLACEMENT = 0xFFFD;

  private Plain() {}

  /** On one line: line ends and tabs become spaces. */
  public static String text(String from) {
    return from.codePoints()
        .map(point -> point == '\n' || point == '\t' || point == '\r' ? ' ' : shown(point))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** On as many lines as it has. */
  public static String lines(String from) {
    return from.replace("\r\n", "\n")
        .codePoints()
        .map(point -> point == '\n' || point == '\t' ? point : shown(point))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** JSON that means the same and steers no terminal. */
  public static String json(String json) {
    var safe = new StringBuilder(json.length());
    json.codePoints()
        .forEach(point -> {
          if (steers(point) && point != '\n') {
            safe.append(String.format("\\u%04x", point));
          } else {
            safe.appendCodePoint(point);
          }
        });
    return safe.toString();
  }

  /** How many columns it takes. */
  public static int width(String text) {
    return text.codePoints().map(Plain::columns).sum();
  }

  /** At most so many columns, with {@code …} where something was left out. */
  public static String cut(String text, int most) {
    if (width(text) <= most) {
      return text;
    }
    var kept = new StringBuilder();
    var left = Math.max(0, most - 1);
    for (var point : text.codePoints().toArray()) {
      left -= columns(point);
      if (left < 0) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return kept.append('…').toString();
  }

  /** On lines of at most so many columns, broken between words; a longer word stays whole. */
  public static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    var line = "";
    for (var word : text.split(" ", -1)) {
      var joined = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(joined) > width) {
        lines.add(line);
        line = word;
      } else {
        line = joined;
      }
    }
    lines.add(line);
    return lines;
  }

  private static int shown(int point) {
    return steers(point) ? REPLACEMENT : point;
  }

  private static boolean steers(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.FORMAT -> turnsDirection(point);
      default -> false;
    };
  }

  private static boolean turnsDirection(int point) {
    return point == 0x061C
        || (point >= 0x200E && point <= 0x200F)
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069);
  }

  private static int columns(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  private static boolean isWide(int point) {
    return (point >= 0x1100 && point <= 0x115F)
        || (point >= 0x2E80 && point <= 0xA4CF)
        || (point >= 0xAC00 && point <= 0xD7A3)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0xFE30 && point <= 0xFE6F)
        || (point >= 0xFF00 && point <= 0xFF60)
        || (point >= 0xFFE0 && point <= 0xFFE6)
        || (point >= 0x1F300 && point <= 0x1FAFF)
        || (point >= 0x20000 && point <= 0x3FFFD);
  }
}
