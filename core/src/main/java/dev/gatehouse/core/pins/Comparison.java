package dev.gatehouse.core.pins;

import static dev.gatehouse.core.pins.DriftClass.ADDITIVE;
import static dev.gatehouse.core.pins.DriftClass.BREAKING;
import static dev.gatehouse.core.pins.DriftClass.COSMETIC;

import dev.gatehouse.core.pins.SchemaComparison.Side;
import dev.gatehouse.core.registry.Pin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a changed definition means, told from the two definitions alone. */
final class Comparison {
  private static final Set<String> WORDS = Set.of("name", "title", "description");

  /** Each hint with the value that promises less harm; absent means the other one. */
  private static final Map<String, Boolean> HINTS =
      Map.of(
          "readOnlyHint", true,
          "destructiveHint", false,
          "idempotentHint", true,
          "openWorldHint", false);

  private final Edits edits = new Edits();

  private Comparison() {}

  /** How an item differs from what was pinned under its name. */
  static Change of(Pin.Item pinned, Pin.Item live, TextScan scan) {
    var comparison = new Comparison();
    var before = Definitions.tree(pinned.definition());
    var after = Definitions.tree(live.definition());
    if (before.isEmpty() || after.isEmpty()) {
      // Too large to be kept, or no JSON: that it differs is all that is known.
      comparison.edits.add("", BREAKING, Optional.empty(), Optional.empty());
    } else {
      comparison.definitions(pinned.kind(), before.get(), after.get());
      comparison.rescan(pinned, live, scan);
    }
    return comparison.change(live, Optional.of(live.hash()));
  }

  /** An item that was not pinned. */
  static Change added(Pin.Item live, TextScan scan) {
    var comparison = new Comparison();
    comparison.edits.add("", ADDITIVE, null, Definitions.tree(live.definition()).orElse(null));
    for (var finding : scan.findings(live)) {
      comparison.edits.add("text", BREAKING, Optional.empty(), Optional.of(finding));
    }
    return comparison.change(live, Optional.of(live.hash()));
  }

  /** An item that is not there any more. */
  static Change removed(Pin.Item pinned) {
    var comparison = new Comparison();
    comparison.edits.add("", BREAKING, Definitions.tree(pinned.definition()).orElse(null), null);
    return comparison.change(pinned, Optional.empty());
  }

  private Change change(Pin.Item item, Optional<String> now) {
    return new Change(item.kind(), item.name(), edits.gravest(), now, edits.all());
  }

  /** Other words are harmless for programs, but models obey them. */
  private void rescan(Pin.Item pinned, Pin.Item live, TextScan scan) {
    var known = scan.findings(pinned);
    for (var finding : scan.findings(live)) {
      if (!known.contains(finding)) {
        edits.add("text", BREAKING, Optional.empty(), Optional.of(finding));
      }
    }
  }

  private void definitions(Pin.Kind kind, JsonNode before, JsonNode after) {
    if (!before.isObject() || !after.isObject()) {
      edits.add("", kind == Pin.Kind.INSTRUCTIONS ? COSMETIC : BREAKING, before, after);
      return;
    }
    for (var member : SchemaComparison.names(before, after)) {
      var was = before.get(member);
      var is = after.get(member);
      if (was == null || !was.equals(is)) {
        member(member, was, is);
      }
    }
  }

  private void member(String member, @Nullable JsonNode was, @Nullable JsonNode is) {
    switch (member) {
      case "inputSchema" -> schema(member, Side.INPUT, was, is);
      case "outputSchema" -> schema(member, Side.OUTPUT, was, is);
      case "annotations" -> annotations(object(was), object(is));
      case "arguments" -> arguments(was, is);
      default -> edits.add(member, WORDS.contains(member) ? COSMETIC : BREAKING, was, is);
    }
  }

  private void schema(String member, Side side, @Nullable JsonNode was, @Nullable JsonNode is) {
    if (was != null && is != null) {
      new SchemaComparison(side, edits).compare(member, was, is);
    } else {
      edits.add(member, is == null || side == Side.INPUT ? BREAKING : ADDITIVE, was, is);
    }
  }

  private static JsonNode object(@Nullable JsonNode node) {
    return node == null ? JsonNodeFactory.instance.objectNode() : node;
  }

  private void annotations(JsonNode before, JsonNode after) {
    for (var name : SchemaComparison.names(before, after)) {
      var was = before.get(name);
      var is = after.get(name);
      if (was == null || !was.equals(is)) {
        edits.add("annotations." + name, hint(name, was, is), was, is);
      }
    }
  }

  private static DriftClass hint(String name, @Nullable JsonNode was, @Nullable JsonNode is) {
    var harmless = HINTS.get(name);
    if (harmless == null) {
      return COSMETIC;
    }
    var before = was != null && was.isBoolean() && was.booleanValue() == harmless;
    var after = is != null && is.isBoolean() && is.booleanValue() == harmless;
    return before == after ? COSMETIC : before ? BREAKING : ADDITIVE;
  }

  /** The arguments of a prompt, by their names. */
  private void arguments(@Nullable JsonNode was, @Nullable JsonNode is) {
    var before = byName(was);
    var after = byName(is);
    before.forEach((name, argument) -> {
      var now = after.get(name);
      if (now == null) {
        edits.add("arguments." + name, BREAKING, argument, null);
      } else if (!argument.equals(now)) {
        var newly = !isRequired(argument) && isRequired(now);
        var less = isRequired(argument) && !isRequired(now);
        edits.add(
            "arguments." + name, newly ? BREAKING : less ? ADDITIVE : COSMETIC, argument, now);
      }
    });
    after.forEach((name, argument) -> {
      if (!before.containsKey(name)) {
        edits.add("arguments." + name, isRequired(argument) ? BREAKING : ADDITIVE, null, argument);
      }
    });
    if (before.equals(after)) {
      edits.add("arguments", COSMETIC, was, is); // only their order, or what has no name
    }
  }

  private static Map<String, JsonNode> byName(@Nullable JsonNode arguments) {
    var byName = new LinkedHashMap<String, JsonNode>();
    if (arguments != null) {
      arguments.forEach(argument -> byName.put(argument.path("name").asString(""), argument));
    }
    return byName;
  }

  private static boolean isRequired(JsonNode argument) {
    return argument.path("required").asBoolean(false);
  }
}
