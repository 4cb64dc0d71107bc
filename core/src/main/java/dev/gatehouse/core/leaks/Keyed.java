package dev.gatehouse.core.leaks;

import dev.gatehouse.core.leaks.Format.Hint;
import dev.gatehouse.core.leaks.Format.Matching;
import java.util.List;

/**
 * Formats without a mark of their own, known by the name that stands before them: {@code
 * SecretAccessKey": "…}, {@code accountkey=…}, {@code export AWS_SECRET_KEY='…'}. Only the value is
 * the secret.
 */
final class Keyed {
  private static final int WIDEST_GAP = 16;
  private static final String GAP = " \t\r\n\"'\\:=>|`";

  /** Finds the secret in a value. */
  @FunctionalInterface
  interface Value {
    /** The {@link Stretch} that begins here, or {@link Stretch#NONE}. */
    long verify(Reading text, int from);
  }

  private Keyed() {}

  static Format format(String name, Value value, String... names) {
    return new Format(
        name,
        List.of(names),
        Matching.ANY_CASE,
        isAssigned(),
        (text, at, end) -> {
          var from = valueAt(text, end);
          return from < 0 ? Stretch.NONE : value.verify(text, from);
        });
  }

  /** Looks for the sign of assignment. */
  private static Hint isAssigned() {
    return (raw, end, to) -> {
      var assigned = false;
      var stop = Math.min(to, end + WIDEST_GAP);
      for (var i = end; i < stop; i++) {
        if (raw[i] == '\\') {
          return true;
        }
        if (GAP.indexOf(raw[i]) < 0) {
          return assigned;
        }
        assigned |= raw[i] == ':' || raw[i] == '=';
      }
      return assigned;
    };
  }

  /**
   * Where the value of a name begins, or -1: signs of assignment, and among them {@code :} or
   * {@code =}.
   */
  static int valueAt(Reading text, int nameEnd) {
    var assigned = false;
    var i = nameEnd;
    while (i < nameEnd + WIDEST_GAP) {
      var b = text.at(i);
      if (b < 0 || GAP.indexOf(b) < 0) {
        break;
      }
      assigned |= b == ':' || b == '=';
      i++;
    }
    return assigned ? i : -1;
  }
}
