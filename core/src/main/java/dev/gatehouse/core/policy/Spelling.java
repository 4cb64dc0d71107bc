package dev.gatehouse.core.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
final class Spelling {
  private Spelling() {}

  /** The known word nearest to this one, when it is near enough to be a slip of the finger. */
  static Optional<String> nearest(String word, Collection<String> known) {
    var most = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(other -> Math.abs(other.length() - word.length()) <= most)
        .filter(other -> distance(word, other) <= most)
        .min(
            Comparator.comparingInt((String other) -> distance(word, other))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A question to put behind a message, or nothing. */
  static String didYouMean(String word, Collection<String> known, String before) {
    return nearest(word, known).map(near -> "Did you mean \"" + before + near + "\"?").orElse("");
  }

  private static int distance(String one, String other) {
    var above = new int[other.length() + 1];
    for (var column = 0; column <= other.length(); column++) {
      above[column] = column;
    }
    for (var row = 1; row <= one.length(); row++) {
      var diagonal = above[0];
      above[0] = row;
      for (var column = 1; column <= other.length(); column++) {
        var same = one.charAt(row - 1) == other.charAt(column - 1);
        var replaced = diagonal + (same ? 0 : 1);
        diagonal = above[column];
        above[column] = Math.min(replaced, 1 + Math.min(above[column], above[column - 1]));
      }
    }
    return above[other.length()];
  }
}
