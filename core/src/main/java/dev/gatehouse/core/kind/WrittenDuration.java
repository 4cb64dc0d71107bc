package dev.gatehouse.core.kind;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Durations as people write them in settings and on the command line: a whole number and one unit,
 * {@code 500ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 400d}. A day has 24 hours.
 */
public final class WrittenDuration {
  /** What the text of a duration matches. */
  public static final String PATTERN = "(?:0|[1-9][0-9]{0,11})(?:ms|s|m|h|d)";

  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  private WrittenDuration() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is not written that way; the message says how
   */
  public static Duration of(String text) {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a duration is a whole number and a unit (ms, s, m, h or d), for example 30s");
    }
    var unit = text.endsWith("ms") ? "ms" : text.substring(text.length() - 1);
    var number = Long.parseLong(text.substring(0, text.length() - unit.length()));
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** Writes one with the largest unit that leaves no remainder; below a millisecond is dropped. */
  public static String text(Duration duration) {
    var millis = duration.toMillis();
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    var seconds = millis / 1_000;
    if (seconds == 0) {
      return "0s";
    }
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
