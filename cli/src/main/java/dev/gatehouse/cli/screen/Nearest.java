package dev.gatehouse.cli.screen;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the known name that somebody probably meant. {@code core.spelling} has the same for the
 * gateway; the command line does without {@code core}, so that it needs nothing but the admin API.
 */
public final class Nearest {
  private static final int MOST_CHARACTERS = 128;

  private Nearest() {}

  /** The known name with the fewest changes, when they are few for its length. */
  public static Optional<String> to(String written, Collection<String> known) {
    if (written.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    var best = Optional.<String>empty();
    var least = Math.max(1, written.length() / 3) + 1;
    for (var name : known) {
      var changes =
          name.length() > MOST_CHARACTERS ? least : changes(normal(written), normal(name));
      if (changes < least) {
        least = changes;
        best = Optional.of(name);
      }
    }
    return best;
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Insertions, deletions, replacements, and swaps of neighbours, that make one of the other. */
  private static int changes(String one, String other) {
    var table = new int[one.length() + 1][other.length() + 1];
    for (var i = 0; i <= one.length(); i++) {
      for (var j = 0; j <= other.length(); j++) {
        table[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : step(table, one, other, i, j);
      }
    }
    return table[one.length()][other.length()];
  }

  private static int step(int[][] table, String one, String other, int i, int j) {
    var same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    var least =
        Math.min(table[i - 1][j - 1] + same, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
    var swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, table[i - 2][j - 2] + 1) : least;
  }
}
