package dev.gatehouse.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes JSON texts, the same ones for the same seed: any value, any spelling, blanks anywhere. */
final class RandomJson {
  private static final List<String> NUMBERS =
      List.of("0", "-0", "7", "-12", "3.25", "1e3", "1E-9", "-0.5e+12", "9007199254740993");
  private static final String[] CHARS = {
    "a",
    "Z",
    "_",
    "/",
    " ",
    "é",
    "語",
    "😀",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u0061",
    "\\ud83d\\ude00"
  };

  private final RandomGenerator random;

  RandomJson(RandomGenerator random) {
    this.random = random;
  }

  String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0 -> string();
      case 1 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
      case 2 -> random.nextBoolean() ? "true" : "false";
      case 3 -> "null";
      case 4 -> array(depth);
      default -> object(depth);
    };
  }

  String object(int depth) {
    var fields = new ArrayList<String>();
    for (var i = 0; i < random.nextInt(24); i++) {
      fields.add(field("k" + i + word(), value(depth - 1)));
    }
    return object(fields);
  }

  String object(List<String> fields) {
    return "{" + blank() + String.join(blank() + "," + blank(), fields) + blank() + "}";
  }

  String field(String name, String json) {
    return '"' + name + '"' + blank() + ":" + blank() + json;
  }

  String string() {
    return '"' + word() + '"';
  }

  String blank() {
    return random.nextInt(4) > 0 ? "" : " \n\r\t".substring(random.nextInt(4));
  }

  private String array(int depth) {
    var items = new ArrayList<String>();
    for (var i = 0; i < random.nextInt(5); i++) {
      items.add(value(depth - 1));
    }
    return "[" + blank() + String.join(blank() + "," + blank(), items) + blank() + "]";
  }

  private String word() {
    var word = new StringBuilder();
    for (var i = 0; i < random.nextInt(20); i++) {
      word.append(CHARS[random.nextInt(CHARS.length)]);
    }
    return word.toString();
  }
}
