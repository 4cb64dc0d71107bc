package dev.gatehouse.server.settings;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes YAML: values so that they read back as what they are, and whole nodes on one line. */
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_./](?:[A-Za-z0-9_./:+-]*[A-Za-z0-9_/+-])?");

  private YamlText() {}

  /** A text, in quotes where YAML would otherwise take it for something else. */
  static String text(String text) {
    if (PLAIN.matcher(text).matches() && readsBack(text)) {
      return text;
    }
    var quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').append((char) c);
          } else if (c == '\n') {
            quoted.append("\\n");
          } else if (c == '\t') {
            quoted.append("\\t");
          } else if (c < ' '
              || (c >= 0x7f && c < 0xa0)
              || c == 0x2028
              || c == 0x2029
              || c == 0xfeff) {
            quoted.append(String.format("\\u%04x", c));
          } else {
            quoted.append((char) c);
          }
        });
    return quoted.append('"').toString();
  }

  /** A node on one line. */
  static String flow(Node node) {
    return switch (node) {
      case Node.Scalar(_, var text, var type) -> type == Node.Type.TEXT ? text(text) : text;
      case Node.Listing(_, var items) ->
          items.stream().map(YamlText::flow).collect(Collectors.joining(", ", "[", "]"));
      case Node.Mapping(_, var entries) when entries.isEmpty() -> "{}";
      case Node.Mapping(_, var entries) ->
          entries.entrySet().stream()
              .map(entry -> text(entry.getKey()) + ": " + flow(entry.getValue().value()))
              .collect(Collectors.joining(", ", "{ ", " }"));
    };
  }

  private static boolean readsBack(String text) {
    var report = new Report("");
    return YamlReader.read(text, report)
        .filter(node ->
            node instanceof Node.Scalar(_, var read, var type)
                && type == Node.Type.TEXT
                && read.equals(text))
        .isPresent();
  }
}
