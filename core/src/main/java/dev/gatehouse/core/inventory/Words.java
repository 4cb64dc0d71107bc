package dev.gatehouse.core.inventory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The words of a command. Immutable. */
record Words(List<String> all) {
  Words {
    all = List.copyOf(all);
  }

  /** A text as a shell would split it, roughly: at blanks that stand outside of quotes. */
  static Words split(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    var quote = '\0';
    for (var i = 0; i < text.length(); i++) {
      var character = text.charAt(i);
      if (quote != 0) {
        if (character == quote) {
          quote = '\0';
        } else {
          word.append(character);
        }
      } else if (character == '"' || character == '\'') {
        quote = character;
      } else if (Character.isWhitespace(character)) {
        add(words, word);
      } else {
        word.append(character);
      }
    }
    add(words, word);
    return new Words(words);
  }

  private static void add(List<String> words, StringBuilder word) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /** The first of them, empty when there is none. */
  String first() {
    return all.isEmpty() ? "" : all.getFirst();
  }

  List<String> rest() {
    return behind(1).all;
  }

  /** Without the first ones. */
  Words behind(int count) {
    return new Words(all.subList(Math.min(count, all.size()), all.size()));
  }

  /** The name of the program: without its directory, and without what Windows adds. */
  String program() {
    var name = first().strip();
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    return name.toLowerCase(Locale.ROOT).replaceAll("\\.(?:exe|cmd|bat|ps1)$", "");
  }

  /** Whether the second word is one of these. */
  boolean says(String... words) {
    return all.size() > 1 && Arrays.asList(words).contains(all.get(1));
  }

  boolean saysAnyCase(String... words) {
    return all.size() > 1 && Arrays.asList(words).contains(all.get(1).toLowerCase(Locale.ROOT));
  }

  /** From the first word on that sets no variable. */
  Words behindAssignments() {
    var rest = this;
    while (rest.first().matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
      rest = rest.behind(1);
    }
    return rest;
  }

  /** The value of an option: behind it, or behind its equals sign. */
  Optional<String> valueOf(String option) {
    for (var i = 0; i < all.size(); i++) {
      if (all.get(i).equals(option) && i + 1 < all.size()) {
        return Optional.of(all.get(i + 1));
      }
      if (all.get(i).startsWith(option + "=")) {
        return Optional.of(all.get(i).substring(option.length() + 1));
      }
    }
    return Optional.empty();
  }

  /** From the first word on that is no option, and no value of an option that has one. */
  Words behindOptions(Set<String> withValue) {
    for (var i = 0; i < all.size(); i++) {
      var word = all.get(i);
      if (word.equals("--")) {
        return behind(i + 1);
      }
      if (!word.startsWith("-")) {
        return behind(i);
      }
      if (withValue.contains(word)) {
        i++;
      }
    }
    return behind(all.size());
  }
}
