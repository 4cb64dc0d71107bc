package dev.gatehouse.server.settings;

import java.util.Comparator;
import java.util.Optional;

/**
 * One thing that is wrong in a settings file. Prints as the place and path on one line, what is
 * wrong and what to do indented below it. Never holds the text of a secret.
 *
 * @param file the file as it was named
 * @param line from 1
 * @param column from 1
 * @param path the place inside the settings, for example {@code roles.agent.grants[1].when}; empty
 *     for the file as a whole
 * @param what what is wrong and what is expected, whole sentences
 * @param suggestion what was probably meant
 */
public record Problem(
    String file, int line, int column, String path, String what, Optional<String> suggestion)
    implements Comparable<Problem> {
  private static final int WIDTH = 100;

  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::path)
          .thenComparing(Problem::what);

  /** Orders by position. */
  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    var head = file + ":" + line + ":" + column + (path.isEmpty() ? "" : "  " + path);
    return head
        + wrapped(what)
        + suggestion.map(s -> "\n    Did you mean \"" + s + "\"?").orElse("");
  }

  private static String wrapped(String text) {
    var lines = new StringBuilder();
    var column = WIDTH;
    for (var word : text.strip().split("\\s+", -1)) {
      if (column + 1 + word.length() > WIDTH) {
        lines.append("\n    ").append(word);
        column = 4 + word.length();
      } else {
        lines.append(' ').append(word);
        column += 1 + word.length();
      }
    }
    return lines.toString();
  }
}
