package dev.gatehouse.cli;

import dev.gatehouse.cli.screen.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * A command in one text, split into words as a shell would: at blanks, with quotes and backslashes,
 * and nothing else. No variable, glob or substitution is expanded.
 */
final class CommandWords {
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private char quote;

  private CommandWords() {}

  /**
   * @throws Failure when it is empty or a quote stays open
   */
  static List<String> split(String command) {
    return new CommandWords().read(command);
  }

  private List<String> read(String command) {
    for (var i = 0; i < command.length(); i++) {
      var character = command.charAt(i);
      if (character == '\\' && quote != '\'' && i + 1 < command.length()) {
        i++;
        escaped(command.charAt(i));
      } else if (quote != 0) {
        quoted(character);
      } else {
        plain(character);
      }
    }
    if (quote != 0) {
      throw Failure.usage("the command has an open " + quote, "close the quote");
    }
    end();
    if (words.isEmpty()) {
      throw Failure.usage("the command is empty", "write it like --stdio \"npx -y some-server\"");
    }
    return List.copyOf(words);
  }

  /** Between double quotes a backslash stands for itself, except before what it is needed for. */
  private void escaped(char character) {
    inWord = true;
    if (quote == '"' && "\"\\$`".indexOf(character) < 0) {
      word.append('\\');
    }
    word.append(character);
  }

  private void quoted(char character) {
    if (character == quote) {
      quote = 0;
    } else {
      word.append(character);
    }
  }

  private void plain(char character) {
    if (character == '"' || character == '\'') {
      quote = character;
      inWord = true;
    } else if (Character.isWhitespace(character)) {
      end();
    } else {
      word.append(character);
      inWord = true;
    }
  }

  private void end() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
