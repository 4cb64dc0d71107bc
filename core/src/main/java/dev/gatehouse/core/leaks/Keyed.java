package dev.gatehouse.core.leaks;

import dev.gatehouse.core.leaks.Format.Matching;
import java.util.List;

/**
 * Formats without a mark of their own, known by the name that stands before them: {@code
 * SecretAccessKey": "…}, {@code accountkey=…}, {@code export AWS_SECRET_KEY='…'}. Only the value is
 * the secret.
 */
final class Keyed {
  private static final int WIDEST_GAP = 16;
  private static final String GAP = " \t\"'\\:=>|`";

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
        Format.always(),
        (text, at, end) -> {
          var from = valueAt(text, end);
          return from < 0 ? Stretch.NONE : value.verify(text, from);
        });
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
