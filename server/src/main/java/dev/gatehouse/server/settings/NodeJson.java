package dev.gatehouse.server.settings;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns nodes into JSON, as a validator of YAML files sees them. */
final class NodeJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private NodeJson() {}

  static JsonNode of(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar(scalar);
      case Node.Listing(_, var items) -> {
        var array = JSON.arrayNode();
        items.forEach(item -> array.add(of(item)));
        yield array;
      }
      case Node.Mapping(_, var entries) -> {
        var object = JSON.objectNode();
        entries.forEach((key, entry) -> object.set(key, of(entry.value())));
        yield object;
      }
    };
  }

  private static JsonNode scalar(Node.Scalar scalar) {
    return switch (scalar.type()) {
      case TEXT -> JSON.stringNode(scalar.text());
      case TRUTH -> JSON.booleanNode(scalar.text().equalsIgnoreCase("true"));
      case NOTHING -> JSON.nullNode();
      case WHOLE, FRACTION -> number(scalar.text());
    };
  }

  private static JsonNode number(String text) {
    try {
      var number = new BigDecimal(text);
      return number.scale() <= 0 ? JSON.numberNode(number.toBigInteger()) : JSON.numberNode(number);
    } catch (NumberFormatException e) {
      return JSON.stringNode(text);
    }
  }
}
