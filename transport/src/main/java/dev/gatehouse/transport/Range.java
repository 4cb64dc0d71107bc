package dev.gatehouse.transport;

import java.time.Duration;

/** Says which setting is out of its range, and the range. */
final class Range {
  private Range() {}

  static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it may be " + least + " to " + most);
    }
  }

  static void check(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name
              + " is "
              + inWords(value)
              + "; it may be "
              + inWords(least)
              + " to "
              + inWords(most));
    }
  }

  private static String inWords(Duration value) {
    return value.toMillis() % 1000 == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
  }
}
