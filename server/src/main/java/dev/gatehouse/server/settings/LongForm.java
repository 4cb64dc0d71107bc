package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Chosen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Prints settings as YAML with every short form written out; what has its default stands as a
 * comment. Reads back as the same settings.
 */
final class LongForm {
  private LongForm() {}

  /** The whole file. */
  static String of(Settings settings, Shape.Block shape) {
    return block(settings, shape, 0).stream()
        .map(Line::toString)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private record Line(int indent, boolean isActive, String text) {
    Line commented() {
      return new Line(indent, false, text);
    }

    @Override
    public String toString() {
      return " ".repeat(indent) + (isActive ? "" : "# ") + text;
    }
  }

  private static List<Line> block(Object record, Shape.Block shape, int indent) {
    var lines = new ArrayList<Line>();
    for (var field : shape.fields()) {
      var component = Records.component(field.accessor(), record);
      var value =
          field.presence() == Shape.Presence.OPTIONAL
              ? ((Optional<?>) component)
              : Optional.of(component);
      if (value.isEmpty()) {
        lines.add(new Line(indent, false, field.key() + ":"));
      } else {
        lines.addAll(entry(field, value.get(), indent));
      }
    }
    return lines;
  }

  private static List<Line> entry(Shape.Field field, Object value, int indent) {
    var lines = keyed(field.key(), value, field.shape(), indent);
    return isDefault(field, value) ? lines.stream().map(Line::commented).toList() : lines;
  }

  private static boolean isDefault(Shape.Field field, Object value) {
    if (field.presence() != Shape.Presence.DEFAULTED) {
      return false;
    }
    var text = field.defaultText();
    var node =
        text.map(YamlReader::ofProgram).orElse(new Node.Scalar(Place.START, "", Node.Type.NOTHING));
    var usual = new Decoder(new Report("default")).decode(node, field.shape(), At.WHOLE_FILE);
    return usual != null
        && YamlText.flow(ValueNodes.node(usual, field.shape()))
            .equals(YamlText.flow(ValueNodes.node(value, field.shape())));
  }

  /** A key and what belongs to it: blocks below it, everything else on its line. */
  private static List<Line> keyed(String key, Object value, Shape shape, int indent) {
    var head = YamlText.text(key) + ":";
    var below = below(value, shape, indent + 2);
    if (below.isEmpty()) {
      var here = isBlockLike(shape) ? "" : " " + YamlText.flow(ValueNodes.node(value, shape));
      return List.of(new Line(indent, true, head + here));
    }
    var lines = new ArrayList<Line>();
    lines.add(new Line(indent, true, head));
    lines.addAll(below);
    return lines;
  }

  private static boolean isBlockLike(Shape shape) {
    return shape instanceof Shape.Block || shape instanceof Shape.OneOf;
  }

  private static List<Line> below(Object value, Shape shape, int indent) {
    return switch (shape) {
      case Shape.Block block -> block(value, block, indent);
      case Shape.Entries entries -> {
        var lines = new ArrayList<Line>();
        ValueNodes.sorted(value, entries)
            .forEach((name, each) -> lines.addAll(keyed(name, each, entries.value(), indent)));
        yield lines;
      }
      case Shape.Items(var inner) when isBlockLike(inner) -> {
        var lines = new ArrayList<Line>();
        for (var each : (List<?>) value) {
          lines.addAll(item(each, inner, indent));
        }
        yield lines;
      }
      case Shape.OneOf oneOf -> oneOf(value, oneOf, indent);
      case Shape.Items _,
          Shape.Alone _,
          Shape.Text _,
          Shape.Whole _,
          Shape.Fraction _,
          Shape.Truth _,
          Shape.Choice _ ->
          List.of();
    };
  }

  private static List<Line> oneOf(Object value, Shape.OneOf shape, int indent) {
    var chosen = (Chosen<?>) value;
    return keyed(chosen.kind().name(), chosen.settings(), ValueNodes.option(chosen, shape), indent);
  }

  /** The first line that is no comment carries the dash. */
  private static List<Line> item(Object value, Shape shape, int indent) {
    var lines = new ArrayList<>(below(value, shape, indent + 2));
    for (var i = 0; i < lines.size(); i++) {
      if (lines.get(i).isActive()) {
        lines.add(0, new Line(indent, true, "- " + lines.remove(i).text()));
        return lines;
      }
    }
    lines.add(0, new Line(indent, true, "- {}"));
    return lines;
  }
}
