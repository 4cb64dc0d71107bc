package dev.gatehouse.protocol;

import dev.gatehouse.protocol.StrictJson.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tool of a modern server as a legacy client gets to see it. There the output is always an
 * object; a tool with any other is listed as one whose object holds the output in its field {@code
 * result}.
 *
 * @param json its definition; the very bytes given when nothing needed to change
 * @param headers which of its arguments are mirrored in headers
 * @param wrapsOutput whether its structured content is put into the field {@code result}
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#output-schema">output
 *     schema</a>
 */
public record LegacyTool(byte[] json, ParamHeaders headers, boolean wrapsOutput) {
  static final String WRAPPED = "result";

  /** As it stands in the text of all but the strangest definitions. */
  private static final byte[] OUTPUT = "output".getBytes(StandardCharsets.US_ASCII);

  private static final Set<String> OF_THE_ROOT = Set.of("$schema", "$defs", "definitions");
  private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef");
  private static final ParamHeaders NO_HEADERS = new ParamHeaders(List.of(), null);

  /** Reads one item of a tools list; one that cannot be read stays as it is. */
  public static LegacyTool of(byte[] item) {
    ToolDefinition tool;
    try {
      tool = ToolDefinition.read(item, Bounds.DEFAULT);
    } catch (Malformed e) {
      return new LegacyTool(item, NO_HEADERS, false);
    }
    var output = tool.outputSchema();
    var schema = JsonObject.at(item, output);
    if (!output.isPresent()
        || schema.filter(it -> "object".equals(it.string("type"))).isPresent()) {
      return new LegacyTool(item, tool.headers(), false);
    }
    if (schema.isEmpty() || schema.get().span("$id").isPresent()) {
      return new LegacyTool(
          new Splice(item).replace(output, wrapped(output.text(item), "")).apply(),
          tool.headers(),
          true);
    }
    if (pointsAtItsRoot(item, output)) {
      // Nested one level deeper such a reference would mean something else.
      return new LegacyTool(new Splice(item).removeField(output).apply(), tool.headers(), false);
    }
    return new LegacyTool(
        new Splice(item).replace(output, rooted(item, schema.get())).apply(), tool.headers(), true);
  }

  /** The definition alone; one without an output schema is not looked into. */
  public static byte[] listed(byte[] item) {
    return mentions(item, OUTPUT) ? of(item).json : item;
  }

  private static boolean mentions(byte[] item, byte[] word) {
    for (var at = 0; at + word.length <= item.length; at++) {
      if (item[at] == word[0]
          && Arrays.mismatch(item, at, at + word.length, word, 0, word.length) < 0) {
        return true;
      }
    }
    return false;
  }

  private static String rooted(byte[] item, JsonObject schema) {
    var inner = new LinkedHashMap<String, String>();
    var root = new LinkedHashMap<String, String>();
    schema
        .fields()
        .forEach(
            (name, span) -> (OF_THE_ROOT.contains(name) ? root : inner).put(name, span.text(item)));
    return wrapped("{" + joined(inner) + "}", root.isEmpty() ? "" : "," + joined(root));
  }

  private static String joined(LinkedHashMap<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> JsonRpc.quote(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining(","));
  }

  private static String wrapped(String schema, String more) {
    return "{\"type\":\"object\",\"properties\":{\""
        + WRAPPED
        + "\":"
        + schema
        + "},\"required\":[\""
        + WRAPPED
        + "\"]"
        + more
        + "}";
  }

  /** Whether a reference inside says where from the root, other than to shared definitions. */
  private static boolean pointsAtItsRoot(byte[] item, Span value) {
    var object = JsonObject.at(item, value);
    if (object.isPresent()) {
      return REFERENCES.stream().map(object.get()::string).anyMatch(LegacyTool::breaksWhenNested)
          || object.get().fields().values().stream().anyMatch(it -> pointsAtItsRoot(item, it));
    }
    return JsonObject.items(item, value).orElse(List.of()).stream()
        .anyMatch(it -> pointsAtItsRoot(item, it));
  }

  private static boolean breaksWhenNested(@Nullable String reference) {
    return reference != null
        && (reference.equals("#")
            || (reference.startsWith("#/")
                && !reference.startsWith("#/$defs/")
                && !reference.startsWith("#/definitions/")));
  }
}
