package dev.gatehouse.protocol;

import dev.gatehouse.protocol.ToolDefinition.JsonType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code x-mcp-header} in a tool's schema and judges it. An annotation counts only where the
 * root leads to it through {@code properties} alone; anywhere else a call could not be told to have
 * the argument or not, so the tool is invalid.
 */
final class HeaderPlan {
  private static final String ANNOTATION = "x-mcp-header";
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final int MAX_HEADERS = 64;
  private static final int MAX_NAME = 128;
  private static final Set<JsonType> MIRRORED =
      EnumSet.of(JsonType.STRING, JsonType.INTEGER, JsonType.BOOLEAN);

  /** Keywords whose value is a schema, or an array or a map of schemas. */
  private static final Set<String> SUBSCHEMAS =
      Set.of(
          "items",
          "prefixItems",
          "additionalItems",
          "additionalProperties",
          "patternProperties",
          "unevaluatedItems",
          "unevaluatedProperties",
          "contains",
          "propertyNames",
          "dependentSchemas",
          "dependencies",
          "contentSchema",
          "$defs",
          "definitions",
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "if",
          "then",
          "else");

  private static final Set<String> MAPS_OF_SCHEMAS =
      Set.of("patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions");

  private final byte[] item;
  private final List<ParamHeaders.Param> params = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private @Nullable String problem;

  private HeaderPlan(byte[] item) {
    this.item = item;
  }

  static ParamHeaders read(byte[] item, Span inputSchema) {
    var plan = new HeaderPlan(item);
    plan.schema(inputSchema, List.of(), true);
    return plan.problem == null
        ? new ParamHeaders(plan.params, null)
        : new ParamHeaders(List.of(), plan.problem);
  }

  private void schema(Span span, List<String> path, boolean isReachable) {
    var schema = JsonObject.at(item, span);
    if (schema.isEmpty()) {
      return;
    }
    for (var field : schema.get().fields().entrySet()) {
      var keyword = field.getKey();
      var value = field.getValue();
      if (keyword.equals(ANNOTATION)) {
        annotation(span, value, path, isReachable);
      } else if (keyword.equals("properties")) {
        properties(value, path, isReachable);
      } else if (SUBSCHEMAS.contains(keyword)) {
        unreachable(keyword, value);
      }
    }
  }

  private void properties(Span span, List<String> path, boolean isReachable) {
    JsonObject.at(item, span)
        .ifPresent(properties ->
            properties
                .fields()
                .forEach((name, schema) -> schema(schema, below(path, name), isReachable)));
  }

  private void unreachable(String keyword, Span value) {
    JsonObject.items(item, value)
        .ifPresent(all -> all.forEach(each -> schema(each, List.of(), false)));
    if (MAPS_OF_SCHEMAS.contains(keyword)) {
      JsonObject.at(item, value)
          .ifPresent(map -> map.fields().values().forEach(each -> schema(each, List.of(), false)));
    } else {
      schema(value, List.of(), false);
    }
  }

  private void annotation(Span schema, Span value, List<String> path, boolean isReachable) {
    var name = item[value.from()] == '"' ? value.string(item) : "";
    var types = EnumSet.noneOf(JsonType.class);
    types.addAll(ToolDefinition.types(item, schema));
    types.remove(JsonType.NULL);
    if (!isReachable || path.isEmpty()) {
      refuse("stands where no fixed path of properties leads to");
    } else if (!isToken(name)) {
      refuse("is not a token of RFC 9110 of at most " + MAX_NAME + " characters");
    } else if (types.size() != 1 || !MIRRORED.containsAll(types)) {
      refuse("stands on an argument that is neither string, integer nor boolean");
    } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
      refuse("names one header twice");
    } else if (params.size() == MAX_HEADERS) {
      refuse("stands on more than " + MAX_HEADERS + " arguments");
    } else {
      params.add(new ParamHeaders.Param(name, path));
    }
  }

  private void refuse(String what) {
    if (problem == null) {
      problem = ANNOTATION + " " + what;
    }
  }

  private static boolean isToken(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && name.chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || TOKEN_MARKS.indexOf(c) >= 0);
  }

  private static List<String> below(List<String> path, String name) {
    var longer = new ArrayList<>(path);
    longer.add(name);
    return List.copyOf(longer);
  }
}
