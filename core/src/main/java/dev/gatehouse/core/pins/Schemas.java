package dev.gatehouse.core.pins;

import java.util.Comparator;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Schemas with their sets in one order: some servers list {@code required}, {@code enum} and {@code
 * type} in another order at each start, and mean the same.
 */
final class Schemas {
  /** Keywords that hold schemas by name. */
  static final Set<String> MAPS =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

  private static final Set<String> SETS = Set.of("required", "enum", "type");

  /** Keywords that hold any JSON: nothing in them is a keyword. */
  private static final Set<String> DATA = Set.of("default", "const", "examples", "example");

  private Schemas() {}

  static JsonNode sorted(JsonNode schema) {
    if (schema instanceof ArrayNode several) {
      var all = JsonNodeFactory.instance.arrayNode();
      several.forEach(one -> all.add(sorted(one)));
      return all;
    }
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    var all = JsonNodeFactory.instance.objectNode();
    for (var member : object.properties()) {
      all.set(member.getKey(), keyword(member.getKey(), member.getValue()));
    }
    return all;
  }

  private static JsonNode keyword(String name, JsonNode value) {
    if (SETS.contains(name)) {
      return value instanceof ArrayNode set ? inOrder(set) : value;
    }
    if (DATA.contains(name)) {
      return value;
    }
    if (MAPS.contains(name) && value instanceof ObjectNode map) {
      var all = JsonNodeFactory.instance.objectNode();
      map.properties().forEach(member -> all.set(member.getKey(), sorted(member.getValue())));
      return all;
    }
    return sorted(value);
  }

  private static JsonNode inOrder(ArrayNode set) {
    var all = JsonNodeFactory.instance.arrayNode();
    StreamSupport.stream(set.spliterator(), false)
        .sorted(Comparator.comparing(JsonNode::toString))
        .forEach(all::add);
    return all;
  }
}
