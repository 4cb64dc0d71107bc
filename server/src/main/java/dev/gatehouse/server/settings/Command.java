package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.ShortForm;
import dev.gatehouse.core.kind.Written;
import java.util.ArrayList;
import java.util.List;

/**
 * A program and its arguments, run without a shell. Written as a list, or as one text that is split
 * at blanks; single quotes keep everything, double quotes keep all but {@code \"} and {@code \\}.
 *
 * @param words the program first
 */
@Written(example = "npx -y @modelcontextprotocol/server-filesystem /srv/docs")
public record Command(List<String> words) {
  private static final int MOST_WORDS = 200;
  private static final int LONGEST = 4_000;

  /**
   * @throws IllegalArgumentException when there is no program, or a word cannot be passed on
   */
  public Command {
    words = List.copyOf(words);
    if (words.isEmpty() || words.getFirst().isBlank()) {
      throw new IllegalArgumentException("a command names at least the program to run");
    }
    if (words.size() > MOST_WORDS || words.stream().anyMatch(word -> word.length() > LONGEST)) {
      throw new IllegalArgumentException("a command has at most 200 words of 4000 characters");
    }
    if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException("a command holds no NUL character");
    }
    if (words.stream().anyMatch(PlainSecret::looksLike)) {
      throw new IllegalArgumentException(
          "a secret stands in the command, where everybody on the machine can see it; pass it under"
              + " environment by reference: file:/path/to/secret or env:NAME");
    }
  }

  /**
   * Splits a text as people write it.
   *
   * @throws IllegalArgumentException when a quote is not closed
   */
  @ShortForm
  public static Command of(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    var begun = false;
    var quote = ' ';
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (quote == '"' && c == '\\' && i + 1 < text.length() && isEscaped(text.charAt(i + 1))) {
        i++;
        word.append(text.charAt(i));
      } else if (quote != ' ') {
        if (c == quote) {
          quote = ' ';
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        begun = true;
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
        begun = true;
      } else if (begun) {
        words.add(word.toString());
        word.setLength(0);
        begun = false;
      }
    }
    if (quote != ' ') {
      throw new IllegalArgumentException("a quote in the command is not closed");
    }
    if (begun) {
      words.add(word.toString());
    }
    return new Command(words);
  }

  private static boolean isEscaped(char next) {
    return next == '"' || next == '\\';
  }
}
