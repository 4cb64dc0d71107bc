package dev.gatehouse.core.guardrails;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writes random JSON with given strings in random places, from a seeded generator. */
final class JsonMaker {
  private static final String[] WORDS = {
    "weather", "état", "line\nbreak", "quote\"", "back\\slash", "日本", "😀", "", "a/b", "42", "\t"
  };

  private final RandomGenerator random;
  private final List<String> wanted;
  private int names;

  JsonMaker(RandomGenerator random, List<String> wanted) {
    this.random = random;
    this.wanted = new ArrayList<>(wanted);
  }

  /** An object that holds each of the wanted strings once. */
  String object() {
    var text = new StringBuilder("{");
    while (!wanted.isEmpty()) {
      text.append(name()).append(space()).append(':').append(space()).append(value(0)).append(',');
    }
    return text.append("\"end\":null}").toString();
  }

  /** A JSON string, each character escaped in one of the ways there are. */
  String string(String value) {
    var text = new StringBuilder("\"");
    var escapeAll = random.nextInt(8) == 0;
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (Character.isHighSurrogate(c)) {
        var low = value.charAt(++i);
        text.append(escapeAll ? String.format("\\u%04x\\u%04X", (int) c, (int) low) : "" + c + low);
      } else if (escapeAll || c < ' ' || random.nextInt(40) == 0) {
        text.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
      } else if (c == '"' || c == '\\' || (c == '/' && random.nextInt(3) == 0)) {
        text.append('\\').append(c);
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String value(int depth) {
    if (!wanted.isEmpty() && random.nextInt(3) == 0) {
      return string(around(wanted.removeLast()));
    }
    return switch (random.nextInt(depth > 4 ? 4 : 6)) {
      case 0 -> string(word());
      case 1 -> String.valueOf(random.nextLong());
      case 2 -> "-1.5e+10";
      case 3 -> random.nextBoolean() ? "true" : "null";
      case 4 -> array(depth);
      default -> members(depth);
    };
  }

  private String array(int depth) {
    var items = new ArrayList<String>();
    for (var i = random.nextInt(4); i > 0; i--) {
      items.add(space() + value(depth + 1));
    }
    return "[" + String.join(",", items) + space() + "]";
  }

  private String members(int depth) {
    var items = new ArrayList<String>();
    for (var i = random.nextInt(4); i > 0; i--) {
      items.add(name() + ":" + space() + value(depth + 1));
    }
    return "{" + String.join(",", items) + "}";
  }

  private String name() {
    return string(word() + names++);
  }

  private String around(String text) {
    return word() + " " + text + "\n" + word();
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private String space() {
    return random.nextInt(4) == 0 ? " " : "";
  }
}
