package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Chosen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns decoded values back into nodes, by their shape. */
final class ValueNodes {
  private ValueNodes() {}

  /** A value as a node, with every key written. */
  static Node node(Object value, Shape shape) {
    return switch (shape) {
      case Shape.Text text -> scalar(text.write().apply(value), Node.Type.TEXT);
      case Shape.Whole _ -> scalar(value.toString(), Node.Type.WHOLE);
      case Shape.Fraction _ -> scalar(value.toString(), Node.Type.FRACTION);
      case Shape.Truth _ -> scalar(value.toString(), Node.Type.TRUTH);
      case Shape.Choice(var values) ->
          scalar(
              values.entrySet().stream()
                  .filter(entry -> entry.getValue().equals(value))
                  .findFirst()
                  .orElseThrow()
                  .getKey(),
              Node.Type.TEXT);
      case Shape.Items(var inner) ->
          new Node.Listing(
              Place.START, ((List<?>) value).stream().map(each -> node(each, inner)).toList());
      case Shape.Entries entries -> {
        var all = new LinkedHashMap<String, Node>();
        sorted(value, entries).forEach((name, each) -> all.put(name, node(each, entries.value())));
        yield mapping(all);
      }
      case Shape.Alone alone -> node(Records.component(alone.accessor(), value), alone.inner());
      case Shape.Block block -> {
        var entries = new LinkedHashMap<String, Node>();
        for (var field : block.fields()) {
          var component = Records.component(field.accessor(), value);
          if (component instanceof Optional<?> optional) {
            optional.ifPresent(each -> entries.put(field.key(), node(each, field.shape())));
          } else {
            entries.put(field.key(), node(component, field.shape()));
          }
        }
        yield mapping(entries);
      }
      case Shape.OneOf oneOf -> {
        var chosen = (Chosen<?>) value;
        yield mapping(Map.of(chosen.kind().name(), node(chosen.settings(), option(chosen, oneOf))));
      }
    };
  }

  private static Node scalar(String text, Node.Type type) {
    return new Node.Scalar(Place.START, text, type);
  }

  private static Node mapping(Map<String, Node> nodes) {
    var entries = new LinkedHashMap<String, Node.Entry>();
    nodes.forEach((key, node) -> entries.put(key, new Node.Entry(Place.START, node)));
    return new Node.Mapping(Place.START, entries);
  }

  /** The entries of a map by their keys as they are written, in order. */
  static Map<String, Object> sorted(Object map, Shape.Entries shape) {
    var sorted = new TreeMap<String, Object>();
    ((Map<?, ?>) map).forEach((name, each) -> sorted.put(shape.key().write().apply(name), each));
    return sorted;
  }

  /** The shape of the kind that was chosen. */
  static Shape.Block option(Chosen<?> chosen, Shape.OneOf shape) {
    return shape.options().stream()
        .filter(option -> option.name().equals(chosen.kind().name()))
        .findFirst()
        .orElseThrow()
        .settings();
  }
}
