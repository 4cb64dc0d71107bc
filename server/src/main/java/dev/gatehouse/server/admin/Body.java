package dev.gatehouse.server.admin;

import dev.gatehouse.core.spelling.Nearest;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Json;
import dev.gatehouse.server.http.Problem;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads bodies: one JSON object of at most 64 KiB with exactly the members of a record. A member
 * that would name a program to run is refused before anything else, wherever it stands; only the
 * arguments of a call are the caller's own.
 */
final class Body {
  static final int MOST_BYTES = 64 * 1024;

  /** Words that mean a program to run in the settings of servers and in those of clients. */
  private static final Set<String> COMMANDS =
      Set.of("command", "commands", "cmd", "args", "argv", "stdio", "env", "environment");

  private static final Set<String> FREE = Set.of("arguments", "attributes");

  private Body() {}

  /**
   * @throws Declined with 400, 413 or 422 when the body is not of this shape
   */
  static <R extends Record> R read(byte[] bytes, Class<R> shape) {
    var object = object(bytes);
    refuseCommands(object);
    var components = shape.getRecordComponents();
    refuseUnknown(object, components);
    for (var component : components) {
      complete(object, component);
    }
    try {
      return Json.MAPPER.treeToValue(object, shape);
    } catch (DatabindException e) {
      throw new Declined(misfit(e));
    }
  }

  private static ObjectNode object(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new Declined(
          new Problem(
              "Too large",
              413,
              "the body is " + bytes.length + " bytes long",
              Optional.of("send at most " + MOST_BYTES + " bytes")));
    }
    try {
      if (Json.MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (StreamReadException e) {
      var where = e.getLocation();
      throw new Declined(
          Problem.badRequest(
              "the body is not JSON from line "
                  + where.getLineNr()
                  + ", column "
                  + where.getColumnNr()
                  + " on",
              "send one JSON object in UTF-8, without doubled members"));
    } catch (JacksonException _) {
      // Said below, like everything that is not one object.
    }
    throw new Declined(
        Problem.badRequest(
            "the body is not one JSON object", "send one, for example {\"name\":…}"));
  }

  private static void refuseCommands(JsonNode node) {
    for (var member : node.properties()) {
      if (COMMANDS.contains(member.getKey().toLowerCase(Locale.ROOT))) {
        throw new Declined(
            Problem.unprocessable(
                "\"" + member.getKey() + "\": no program is ever started by request of the API",
                "write the server with stdio: into the settings file; the running gateway picks it"
                    + " up from there"));
      }
      if (!FREE.contains(member.getKey())) {
        refuseCommands(member.getValue());
      }
    }
    if (node.isArray()) {
      node.values().forEach(Body::refuseCommands);
    }
  }

  private static void refuseUnknown(ObjectNode object, RecordComponent[] components) {
    var known = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (var name : object.propertyNames()) {
      if (!known.contains(name)) {
        throw new Declined(
            Problem.unprocessable(
                "there is no member \"" + shortened(name) + "\" here",
                Nearest.to(name, known)
                    .map(near -> "did you mean \"" + near + "\"?")
                    .orElse("known are " + String.join(", ", known))));
      }
    }
  }

  /** Absent collections are empty; what else is absent must be optional. */
  private static void complete(ObjectNode object, RecordComponent component) {
    var name = component.getName();
    var type = component.getType();
    if (object.hasNonNull(name)) {
      return;
    }
    if (type == Map.class) {
      object.putObject(name);
    } else if (Collection.class.isAssignableFrom(type)) {
      object.putArray(name);
    } else if (type != Optional.class) {
      throw new Declined(
          Problem.unprocessable("\"" + name + "\" is missing", "add the member \"" + name + "\""));
    }
  }

  private static Problem misfit(DatabindException e) {
    var where =
        e.getPath().stream()
            .map(step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : step.getPropertyName())
            .collect(Collectors.joining("."));
    return e.getCause() instanceof IllegalArgumentException reason && reason.getMessage() != null
        ? Problem.unprocessable(reason.getMessage(), "correct it and send it again")
        : Problem.unprocessable(
            "\"" + where + "\" is not of the kind that is needed here",
            "docs/admin-api.md shows each member with an example");
  }

  private static String shortened(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + "…";
  }
}
