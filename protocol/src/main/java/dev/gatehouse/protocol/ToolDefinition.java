package dev.gatehouse.protocol;

import dev.gatehouse.protocol.Malformed.Kind;
import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a tool says of itself, read from one item of a tools list. All of it is a claim of its
 * server.
 *
 * @param name not empty
 * @param title null for none
 * @param description null for none
 * @param inputSchema where the schema of the arguments stands in the item
 * @param outputSchema where the schema of the structured content stands, absent for none
 * @param arguments the top-level arguments that the schema names, in its order
 * @param isClosed whether the schema allows no other arguments
 * @param hints the tool's annotations
 * @param headers which arguments go into {@code Mcp-Param-*} headers as well
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/server/tools#tool">tool</a>
 */
public record ToolDefinition(
    String name,
    @Nullable String title,
    @Nullable String description,
    Span inputSchema,
    Span outputSchema,
    Map<String, Argument> arguments,
    boolean isClosed,
    Hints hints,
    ParamHeaders headers) {
  private static final int LONGEST_URI = 2_000;

  public ToolDefinition {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** The types of JSON Schema. */
  public enum JsonType {
    STRING,
    NUMBER,
    INTEGER,
    BOOLEAN,
    OBJECT,
    ARRAY,
    NULL;

    static Optional<JsonType> of(String text) {
      for (var type : values()) {
        if (type.name().toLowerCase(Locale.ROOT).equals(text)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * One argument.
   *
   * @param types JSON types that the schema allows; empty when it does not say
   * @param isRequired whether a call must have it
   */
  public record Argument(Set<JsonType> types, boolean isRequired) {
    public Argument {
      types = Set.copyOf(types);
    }
  }

  /** Annotations of a tool, each empty when the tool is silent about it. Untrusted. */
  public record Hints(
      Optional<Boolean> readOnly,
      Optional<Boolean> destructive,
      Optional<Boolean> idempotent,
      Optional<Boolean> openWorld) {}

  /**
   * Reads one item.
   *
   * @throws Malformed when it is not strict JSON, not an object, or lacks name or inputSchema
   */
  public static ToolDefinition read(byte[] item, Bounds bounds) throws Malformed {
    StrictJson.check(item, bounds);
    var tool = JsonObject.at(item, JsonObject.whole(item));
    var name = tool.map(object -> object.string("name")).orElse("");
    var schema = tool.flatMap(object -> object.object("inputSchema"));
    if (tool.isEmpty() || schema.isEmpty() || name.isEmpty()) {
      throw new Malformed(
          Kind.INVALID_REQUEST, "a tool needs a name and an object inputSchema", 0, null);
    }
    return new ToolDefinition(
        name,
        tool.get().string("title"),
        tool.get().string("description"),
        tool.get().span("inputSchema"),
        tool.get().span("outputSchema"),
        arguments(item, schema.get()),
        schema.get().claim("additionalProperties").filter(allowed -> !allowed).isPresent(),
        hints(tool.get()),
        HeaderPlan.read(item, tool.get().span("inputSchema")));
  }

  /**
   * Which arguments of the tool go into headers: of one item of a tools list, which may be anything
   * else as well. What cannot be read has none.
   */
  public static ParamHeaders headers(byte[] item, Bounds bounds) {
    try {
      return read(item, bounds).headers();
    } catch (Malformed notATool) {
      return new ParamHeaders(List.of(), null);
    }
  }

  /**
   * The {@code ui://} resource that shows what the tool does: of one item of a tools list, which
   * may be anything else as well. Null when it names none, or a longer one than 2,000 characters.
   *
   * @see <a href="https://modelcontextprotocol.io/extensions/apps/overview">MCP Apps</a>
   */
  public static @Nullable String uiResource(byte[] item, Bounds bounds) {
    try {
      StrictJson.check(item, bounds);
    } catch (Malformed notATool) {
      return null;
    }
    var meta = JsonObject.at(item, JsonObject.whole(item)).flatMap(tool -> tool.object("_meta"));
    if (meta.isEmpty()) {
      return null;
    }
    var uri = meta.get().object("ui").map(ui -> ui.string("resourceUri")).orElse(null);
    var named = uri == null ? meta.get().string("ui/resourceUri") : uri;
    var isOne = named != null && named.startsWith("ui://") && named.length() <= LONGEST_URI;
    return isOne ? named : null;
  }

  private static Map<String, Argument> arguments(byte[] item, JsonObject schema) {
    var required = schema.strings("required");
    var arguments = new LinkedHashMap<String, Argument>();
    schema
        .object("properties")
        .ifPresent(properties ->
            properties
                .fields()
                .forEach((name, span) ->
                    arguments.put(name, new Argument(types(item, span), required.contains(name)))));
    return arguments;
  }

  /** The types that a schema names; empty when it does not say. */
  static Set<JsonType> types(byte[] item, Span schema) {
    var types = EnumSet.noneOf(JsonType.class);
    JsonObject.at(item, schema)
        .ifPresent(object -> {
          var one = object.string("type");
          var names = one == null ? object.strings("type") : List.of(one);
          names.forEach(name -> JsonType.of(name).ifPresent(types::add));
        });
    return types;
  }

  private static Hints hints(JsonObject tool) {
    var annotations = tool.object("annotations");
    return new Hints(
        annotations.flatMap(object -> object.claim("readOnlyHint")),
        annotations.flatMap(object -> object.claim("destructiveHint")),
        annotations.flatMap(object -> object.claim("idempotentHint")),
        annotations.flatMap(object -> object.claim("openWorldHint")));
  }
}
