package dev.gatehouse.conformance;

import java.util.ArrayDeque;
import java.util.List;

/** The last lines that somebody printed, up to a number of characters. Safe for many threads. */
final class Tail {
  private static final int RECENT_LINES = 40;
  private static final int RECENT_WIDTH = 400;

  private final int mostCharacters;
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private int characters;
  private boolean lost;

  /**
   * @param mostCharacters how many are kept, at least 1
   */
  Tail(int mostCharacters) {
    this.mostCharacters = mostCharacters;
  }

  synchronized void add(String line) {
    lines.addLast(line);
    characters += line.length();
    while (characters > mostCharacters) {
      characters -= lines.removeFirst().length();
      lost = true;
    }
  }

  /**
   * Every line.
   *
   * @throws IllegalStateException when some are no longer here
   */
  synchronized List<String> all() {
    if (lost) {
      throw new IllegalStateException("more than " + mostCharacters + " characters were printed");
    }
    return List.copyOf(lines);
  }

  /** The last forty lines, each cut at 400 characters. */
  synchronized String recent() {
    var text = new StringBuilder();
    lines.stream()
        .skip(Math.max(0, lines.size() - RECENT_LINES))
        .forEach(line -> text.append(line, 0, Math.min(line.length(), RECENT_WIDTH)).append('\n'));
    return text.toString();
  }
}
