package dev.gatehouse.core.pins;

import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.protocol.CanonicalJson;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What servers offer, in the form that is pinned: the members that mean something to whoever calls,
 * as canonical JSON, with arrays that are sets in one order. Icons and {@code _meta} are left out,
 * since they differ by transport and moment and bind nobody.
 */
public final class Definitions {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Definitions() {}

  /** Everything in a view, the first of two items of one kind and name. */
  public static List<Pin.Item> of(ServerView view) {
    var items = new LinkedHashMap<List<Object>, Pin.Item>();
    for (var list : ListKind.values()) {
      for (var offer : view.list(list)) {
        var item = of(kind(list), offer.target().name(), offer.item().json());
        items.putIfAbsent(List.of(item.kind(), item.name()), item);
      }
    }
    var all = List.copyOf(items.values());
    return view.about()
        .instructions()
        .map(text ->
            java.util.stream.Stream.concat(
                    all.stream(), java.util.stream.Stream.of(instructions(text)))
                .toList())
        .orElse(all);
  }

  /** One item of a list, whose definition came as this JSON. */
  static Pin.Item of(Pin.Kind kind, String name, byte[] json) {
    return Pin.Item.of(kind, name, canonical(kind, json));
  }

  /** What a server says to models, as an item. */
  static Pin.Item instructions(String text) {
    var quoted = JsonRpc.quote(text).getBytes(StandardCharsets.UTF_8);
    try {
      return Pin.Item.of(Pin.Kind.INSTRUCTIONS, "", CanonicalJson.of(quoted, Bounds.DEFAULT));
    } catch (Malformed e) {
      throw new IllegalStateException("a quoted text is JSON", e);
    }
  }

  /** What the items of a list are. */
  public static Pin.Kind kind(ListKind list) {
    return switch (list) {
      case TOOLS -> Pin.Kind.TOOL;
      case PROMPTS -> Pin.Kind.PROMPT;
      case RESOURCES -> Pin.Kind.RESOURCE;
      case TEMPLATES -> Pin.Kind.TEMPLATE;
    };
  }

  /** What cannot be brought into the form is pinned byte for byte. */
  private static byte[] canonical(Pin.Kind kind, byte[] json) {
    try {
      var whole = MAPPER.readTree(json);
      var kept = MAPPER.createObjectNode();
      for (var member : members(kind)) {
        var value = whole.get(member);
        if (value != null) {
          kept.set(member, member.endsWith("Schema") ? Schemas.sorted(value) : value);
        }
      }
      return CanonicalJson.of(MAPPER.writeValueAsBytes(kept), Bounds.DEFAULT);
    } catch (Malformed | JacksonException e) {
      return json;
    }
  }

  private static List<String> members(Pin.Kind kind) {
    return switch (kind) {
      case TOOL ->
          List.of("name", "title", "description", "inputSchema", "outputSchema", "annotations");
      case PROMPT -> List.of("name", "title", "description", "arguments");
      case RESOURCE -> List.of("uri", "name", "title", "description", "mimeType");
      case TEMPLATE -> List.of("uriTemplate", "name", "title", "description", "mimeType");
      case INSTRUCTIONS -> List.of();
    };
  }

  /** The definition as a tree; empty for what is no JSON, or is not kept. */
  static Optional<JsonNode> tree(byte[] definition) {
    try {
      return definition.length == 0 ? Optional.empty() : Optional.of(MAPPER.readTree(definition));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** Items by name, of one kind. */
  static Map<String, Pin.Item> byName(List<Pin.Item> items, Pin.Kind kind) {
    var byName = new LinkedHashMap<String, Pin.Item>();
    items.stream().filter(item -> item.kind() == kind).forEach(it -> byName.put(it.name(), it));
    return byName;
  }
}
