package dev.gatehouse.core.inventory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One line of the deny list: {@code kind:identifier}, where {@code *} stands for any characters.
 * Holds for every version, unless it names one behind {@code @}. Matching never goes back in the
 * text. Immutable.
 *
 * @param text for example {@code npm:@evil/*} or {@code url:https://*.evil.example/*}
 */
public record DenyRule(String text) {
  private static final int LONGEST = 300;

  /**
   * @throws IllegalArgumentException when it does not begin with a kind, or is too long
   */
  public DenyRule {
    var written = text;
    var kinds =
        Arrays.stream(Identity.Kind.values()).map(Identity.Kind::word).collect(Collectors.toList());
    if (text.length() > LONGEST
        || kinds.stream().noneMatch(kind -> written.startsWith(kind + ":"))) {
      throw new IllegalArgumentException(
          "a line of the deny list is kind:identifier, with * for any characters, as in"
              + " npm:@evil/*; kinds are "
              + String.join(", ", kinds));
    }
  }

  /** Whether it means this one. */
  boolean denies(Identity identity) {
    return matches(identity.name()) || matches(identity.toString());
  }

  private boolean matches(String name) {
    var folded = name.toLowerCase(Locale.ROOT);
    var pieces = List.of(text.toLowerCase(Locale.ROOT).split("\\*", -1));
    if (pieces.size() == 1) {
      return folded.equals(pieces.getFirst());
    }
    var end = folded.length() - pieces.getLast().length();
    var at = pieces.getFirst().length();
    if (!folded.startsWith(pieces.getFirst()) || at > end || !folded.endsWith(pieces.getLast())) {
      return false;
    }
    for (var piece : pieces.subList(1, pieces.size() - 1)) {
      var found = folded.indexOf(piece, at);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      at = found + piece.length();
    }
    return true;
  }
}
