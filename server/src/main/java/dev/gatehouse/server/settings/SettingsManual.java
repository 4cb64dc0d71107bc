package dev.gatehouse.server.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The manual of the settings, as Markdown: every setting with type, default, meaning, example. */
final class SettingsManual {
  private static final String HEAD =
      """
      # Settings

      <!-- Made from the settings records; SettingsDocsTest says how to make it again. -->

      One YAML file, `gatehouse.yaml`, says everything; without it every setting has its default.
      [gatehouse.example.yaml](gatehouse.example.yaml) is a commented file to begin with,
      [gatehouse.schema.json](gatehouse.schema.json) gives editors completion and checks.

      | to | do |
      |---|---|
      | check a file | `gatehouse check` names file, line, path and remedy of everything wrong |
      | see what holds | `gatehouse check --explain` prints every short form written out, and the defaults |
      | change a running gateway | save the file: it is taken up within a second, or refused as a whole; then the old settings stay and the reason is shown |
      | give a secret | by reference: `file:/path/to/secret` (its content without the last line end) or `env:NAME`; a replaced file is noticed |
      | write a duration | a whole number and `ms`, `s`, `m`, `h` or `d`: `30s`, `400d` |
      | write a size | a whole number and `B`, `KiB`, `MiB`, `GiB` or `TiB`: `4MiB` |
      | write a list of one | the item alone, without brackets |

      A key that is not listed here, a value of another type and a key written twice are refused.
      """;

  private final StringBuilder text = new StringBuilder(HEAD);
  private final Map<Class<?>, String> described = new HashMap<>();
  private final List<Section> waiting = new ArrayList<>();

  private record Section(String path, Shape.Block block) {}

  private SettingsManual() {}

  /** The manual as text that ends with a line end. */
  static String of(Shape.Block root) {
    return new SettingsManual().write(root);
  }

  private String write(Shape.Block root) {
    text.append("\n## The whole file\n");
    table("", root);
    while (!waiting.isEmpty()) {
      var section = waiting.removeFirst();
      text.append("\n## `").append(section.path()).append("`\n");
      if (!section.block().doc().isEmpty()) {
        text.append('\n').append(section.block().doc()).append('\n');
      }
      if (!section.block().fields().isEmpty()) {
        table(section.path(), section.block());
      }
    }
    return text.toString();
  }

  private void table(String path, Shape.Block block) {
    text.append("\n| key | type | default | meaning | example |\n|---|---|---|---|---|\n");
    for (var field : block.fields()) {
      var here = path.isEmpty() ? field.key() : path + "." + field.key();
      cells(
          code(field.key()),
          type(field.shape(), here),
          usual(field),
          field.doc(),
          field.example().isEmpty() ? "" : code(oneLine(field.example())));
    }
  }

  private static String usual(Shape.Field field) {
    return switch (field.presence()) {
      case REQUIRED -> "required";
      case OPTIONAL -> "";
      case DEFAULTED -> field.defaultText().map(text -> code(oneLine(text))).orElse("");
    };
  }

  private String type(Shape shape, String path) {
    return switch (shape) {
      case Shape.Block block ->
          link(block, path) + block.shortForm().map(_ -> ", or text").orElse("");
      case Shape.Items items -> "list of " + type(items.item(), path + "[]");
      case Shape.Entries entries -> "by name: " + type(entries.value(), path + ".<name>");
      case Shape.Alone alone ->
          type(alone.inner(), path) + alone.shortForm().map(_ -> ", or text").orElse("");
      case Shape.OneOf oneOf -> {
        oneOf.options().forEach(option -> link(option.settings(), path + "." + option.name()));
        yield shape.expected();
      }
      case Shape.Choice choice ->
          String.join(", ", choice.values().keySet().stream().map(SettingsManual::code).toList());
      case Shape.Text _, Shape.Whole _, Shape.Fraction _, Shape.Truth _ -> shape.expected();
    };
  }

  /** A block is described where it is met first, and linked from elsewhere. */
  private String link(Shape.Block block, String path) {
    var known = described.putIfAbsent(block.type(), path);
    if (known == null) {
      waiting.add(new Section(path, block));
    }
    return "block ["
        + code(known == null ? path : known)
        + "](#"
        + anchor(known == null ? path : known)
        + ")";
  }

  private static String anchor(String path) {
    return path.replaceAll("[^A-Za-z0-9_-]", "");
  }

  private static String oneLine(String yaml) {
    return YamlText.flow(YamlReader.ofProgram(yaml));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private void cells(String... cells) {
    for (var cell : cells) {
      text.append("| ").append(cell.replace("|", "\\|").replace('\n', ' ')).append(' ');
    }
    text.append("|\n");
  }
}
