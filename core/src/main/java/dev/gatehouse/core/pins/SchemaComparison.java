package dev.gatehouse.core.pins;

import static dev.gatehouse.core.pins.DriftClass.ADDITIVE;
import static dev.gatehouse.core.pins.DriftClass.BREAKING;
import static dev.gatehouse.core.pins.DriftClass.COSMETIC;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a changed schema means, keyword by keyword. A keyword that is not known here counts as
 * breaking when it changes: what nobody can classify is to be looked at.
 */
final class SchemaComparison {
  /** On which side of a call the schema stands: what may be sent, or what may come back. */
  enum Side {
    INPUT,
    OUTPUT
  }

  private static final Set<String> WORDS =
      Set.of("title", "description", "$comment", "examples", "example", "$schema", "$id");
  private static final Set<String> LEAST =
      Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
  private static final Set<String> MOST =
      Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");
  private static final Set<String> SCHEMAS =
      Set.of(
          "items",
          "additionalItems",
          "contains",
          "propertyNames",
          "additionalProperties",
          "unevaluatedProperties",
          "unevaluatedItems");
  private static final Set<String> LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");

  private final Side side;
  private final Edits edits;

  SchemaComparison(Side side, Edits edits) {
    this.side = side;
    this.edits = edits;
  }

  void compare(String path, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return;
    }
    if (!before.isObject() || !after.isObject()) {
      edits.add(path, opens(after) ? ADDITIVE : BREAKING, before, after);
      return;
    }
    for (var keyword : names(before, after)) {
      var was = before.get(keyword);
      var is = after.get(keyword);
      if (was == null || !was.equals(is)) {
        keyword(path + "." + keyword, keyword, was, is);
      }
    }
  }

  private static boolean opens(JsonNode schema) {
    return schema.isBoolean() && schema.booleanValue();
  }

  /** All names of both, those of the first first. */
  static Set<String> names(JsonNode before, JsonNode after) {
    var names = new LinkedHashSet<>(before.propertyNames());
    names.addAll(after.propertyNames());
    return names;
  }

  private void keyword(String path, String keyword, @Nullable JsonNode was, @Nullable JsonNode is) {
    if (WORDS.contains(keyword)) {
      edits.add(path, COSMETIC, was, is);
    } else if (keyword.equals("type") || keyword.equals("enum")) {
      edits.add(path, choices(keyword, was, is), was, is);
    } else if (keyword.equals("required")) {
      required(path, was, is);
    } else if (Schemas.MAPS.contains(keyword)) {
      map(path, was, is);
    } else if (SCHEMAS.contains(keyword)) {
      inner(path, was, is);
    } else if (LISTS.contains(keyword)
        && was != null
        && is != null
        && was.isArray()
        && is.isArray()
        && was.size() == is.size()) {
      for (var i = 0; i < was.size(); i++) {
        compare(path + "[" + i + "]", was.get(i), is.get(i));
      }
    } else if (LEAST.contains(keyword) || MOST.contains(keyword)) {
      edits.add(path, bound(LEAST.contains(keyword), was, is), was, is);
    } else {
      edits.add(path, keyword.equals("default") ? ADDITIVE : BREAKING, was, is);
    }
  }

  /** Types and enums: what is possible. Where it is not said, everything is. */
  private DriftClass choices(String keyword, @Nullable JsonNode was, @Nullable JsonNode is) {
    var narrower = is != null && (was == null || !values(is).containsAll(values(was)));
    if (narrower) {
      return BREAKING;
    }
    // More types of what comes back are more than whoever reads it is ready for.
    return keyword.equals("type") && side == Side.OUTPUT ? BREAKING : ADDITIVE;
  }

  private static Set<JsonNode> values(JsonNode oneOrMany) {
    var values = new LinkedHashSet<JsonNode>();
    if (oneOrMany.isArray()) {
      oneOrMany.forEach(values::add);
    } else {
      values.add(oneOrMany);
    }
    return values;
  }

  private void required(String path, @Nullable JsonNode was, @Nullable JsonNode is) {
    var before = was == null ? Set.<JsonNode>of() : values(was);
    var after = is == null ? Set.<JsonNode>of() : values(is);
    for (var name : after) {
      if (!before.contains(name)) {
        edits.add(path, side == Side.INPUT ? BREAKING : ADDITIVE, null, name);
      }
    }
    for (var name : before) {
      if (!after.contains(name)) {
        edits.add(path, side == Side.INPUT ? ADDITIVE : BREAKING, name, null);
      }
    }
  }

  private void map(String path, @Nullable JsonNode was, @Nullable JsonNode is) {
    if ((was != null && !was.isObject()) || (is != null && !is.isObject())) {
      edits.add(path, BREAKING, was, is);
      return;
    }
    if (was != null) {
      for (var member : was.properties()) {
        var now = is == null ? null : is.get(member.getKey());
        if (now == null) {
          edits.add(path + "." + member.getKey(), BREAKING, member.getValue(), null);
        } else {
          compare(path + "." + member.getKey(), member.getValue(), now);
        }
      }
    }
    if (is != null) {
      for (var member : is.properties()) {
        if (was == null || !was.has(member.getKey())) {
          edits.add(path + "." + member.getKey(), ADDITIVE, null, member.getValue());
        }
      }
    }
  }

  private void inner(String path, @Nullable JsonNode was, @Nullable JsonNode is) {
    if (was != null && is != null) {
      compare(path, was, is);
    } else {
      edits.add(path, is == null ? ADDITIVE : opens(is) ? COSMETIC : BREAKING, was, is);
    }
  }

  private static DriftClass bound(boolean isLeast, @Nullable JsonNode was, @Nullable JsonNode is) {
    if (is == null) {
      return ADDITIVE;
    }
    if (was == null || !was.isNumber() || !is.isNumber()) {
      return BREAKING;
    }
    var rises = is.decimalValue().compareTo(was.decimalValue()) > 0;
    return rises == isLeast ? BREAKING : ADDITIVE;
  }
}
