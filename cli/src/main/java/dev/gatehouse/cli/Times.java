package dev.gatehouse.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Instants as people read them, always in UTC, like the records. */
final class Times {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  static String date(String instant) {
    return in(DATE, instant);
  }

  static String time(String instant) {
    return in(TIME, instant);
  }

  static String moment(String instant) {
    return in(MOMENT, instant);
  }

  private static String in(DateTimeFormatter format, String instant) {
    try {
      return format.format(Instant.parse(instant));
    } catch (DateTimeParseException _) {
      return instant;
    }
  }
}
