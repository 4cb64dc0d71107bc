package dev.gatehouse.core.inventory;

import dev.gatehouse.core.leaks.Redactor;
import java.util.regex.Pattern;

/**
 * That a secret stands in settings as plain text: where, and what it looks like. Has no place for
 * its value.
 *
 * @param where for example {@code env GITHUB_TOKEN}, at most 120 characters
 * @param what for example {@code github token}, at most 80 characters
 * @param mark 16 hex digits that are the same for the same secret under the same salt; empty for
 *     one that is short enough to be guessed from its mark
 */
public record PlainSecret(String where, String what, String mark) {
  private static final Pattern MARK = Pattern.compile("(?:[0-9a-f]{16})?");
  private static final int LONGEST_PLACE = 120;
  private static final int LONGEST_WORDS = 80;

  /**
   * @throws IllegalArgumentException when the mark is none
   */
  public PlainSecret {
    if (!MARK.matcher(mark).matches()) {
      throw new IllegalArgumentException("a mark of a secret is 16 hex digits, or empty");
    }
    where = Texts.bounded(Redactor.redact(where), LONGEST_PLACE);
    what = Texts.bounded(Redactor.redact(what), LONGEST_WORDS);
  }
}
