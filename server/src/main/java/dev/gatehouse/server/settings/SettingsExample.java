package dev.gatehouse.server.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * The commented example of a settings file. Every setting stands behind one #, so the file as it is
 * means the defaults; explanations stand behind two.
 */
final class SettingsExample {
  private static final int WIDTH = 96;

  private final List<String> lines = new ArrayList<>();

  private SettingsExample() {}

  /** The file as text that ends with a line end. */
  static String of(Shape.Block root) {
    return new SettingsExample().file(root);
  }

  private String file(Shape.Block root) {
    prose(
        "The settings of a Gatehouse gateway. Everything is optional. Settings stand behind one #,"
            + " explanations behind two: to use a block, remove its # and keep the indentation. Check"
            + " the file with: gatehouse check. The manual is docs/settings.md.",
        "");
    prose("Secrets are given by reference only: file:/path/to/secret or env:NAME.", "");
    lines.add("# yaml-language-server: $schema=./gatehouse.schema.json");
    for (var field : root.fields()) {
      lines.add("");
      prose(field.doc(), "");
      setting(field);
      reference(field.shape(), field.key());
    }
    return String.join("\n", lines) + "\n";
  }

  private void setting(Shape.Field field) {
    var example = field.example().isEmpty() ? field.defaultText().orElse("") : field.example();
    if (example.contains("\n") || isBlock(example)) {
      lines.add("#" + field.key() + ":");
      example.lines().forEach(line -> lines.add("#  " + line));
    } else if (!example.isEmpty()) {
      lines.add("#" + field.key() + ": " + example);
    } else {
      lines.add("#" + field.key() + ":");
      if (field.shape() instanceof Shape.Block block) {
        block.fields().forEach(this::nested);
      }
    }
  }

  private static boolean isBlock(String example) {
    return example.startsWith("- ")
        || (!example.isEmpty()
            && !example.startsWith("{")
            && YamlReader.ofProgram(example) instanceof Node.Mapping);
  }

  private void nested(Shape.Field field) {
    prose(field.doc(), "    ");
    lines.add("#  " + field.key() + ": " + value(field));
  }

  private static String value(Shape.Field field) {
    var text = field.defaultText().orElse(field.example().isEmpty() ? "" : field.example());
    return text.isEmpty() ? "" : YamlText.flow(YamlReader.ofProgram(text));
  }

  /** What else a block of a map or list may hold, as explanation. */
  private void reference(Shape shape, String path) {
    switch (shape) {
      case Shape.Entries entries -> reference(entries.value(), path + ".<name>");
      case Shape.Items items -> reference(items.item(), path + "[]");
      case Shape.OneOf oneOf ->
          oneOf.options().forEach(option -> keys(option.settings(), path + "." + option.name()));
      case Shape.Block block when path.contains("<") || path.contains("[") -> keys(block, path);
      case Shape.Block _,
          Shape.Alone _,
          Shape.Text _,
          Shape.Whole _,
          Shape.Fraction _,
          Shape.Truth _,
          Shape.Choice _ -> {}
    }
  }

  private void keys(Shape.Block block, String path) {
    prose("All of " + path + ":", "");
    for (var field : block.fields()) {
      var value = value(field);
      prose("- " + field.key() + (value.isEmpty() ? "" : ": " + value), "  ");
      prose(field.doc(), "    ");
    }
  }

  private void prose(String text, String indent) {
    var line = new StringBuilder();
    for (var word : text.strip().split("\\s+", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "## " + indent : " ").append(word);
    }
    lines.add(line.toString());
  }
}
