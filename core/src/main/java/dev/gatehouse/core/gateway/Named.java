package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants to use, as the client names it. Requests that use nothing in particular have
 * no such name; requests of methods that are not known here have none either, and are refused.
 *
 * @param primitive what it is
 * @param name tool or prompt name, or URI
 */
record Named(Primitive primitive, String name) {
  /**
   * What the request wants to use, or empty when its method uses nothing.
   *
   * @throws Refused when the method needs a name and there is none
   */
  static Optional<Named> in(Envelope message, Era era) {
    var method = message.method();
    return switch (method == null ? "" : method) {
      case "tools/call" -> Optional.of(named(Primitive.TOOL, message.name(), "params.name"));
      case "prompts/get" -> Optional.of(named(Primitive.PROMPT, message.name(), "params.name"));
      case "resources/read" -> Optional.of(named(Primitive.RESOURCE, message.uri(), "params.uri"));
      case "resources/subscribe", "resources/unsubscribe" ->
          era == Era.LEGACY
              ? Optional.of(named(Primitive.RESOURCE, message.uri(), "params.uri"))
              : Optional.empty();
      case "completion/complete" -> Optional.of(completed(message));
      default -> Optional.empty();
    };
  }

  /** A reference that could be read as either would be judged as one and used as the other. */
  private static Named completed(Envelope message) {
    if (message.refName() != null && message.refUri() != null) {
      throw new Refused(
          new Refusal.BadMessage(
              200, JsonRpc.INVALID_PARAMS, "params.ref has either a name or a uri, not both", ""));
    }
    return message.refName() != null
        ? named(Primitive.PROMPT, message.refName(), "params.ref.name")
        : named(Primitive.RESOURCE, message.refUri(), "params.ref");
  }

  private static Named named(Primitive primitive, @Nullable String name, String where) {
    if (name == null) {
      throw new Refused(
          new Refusal.BadMessage(
              200, JsonRpc.INVALID_PARAMS, where + " is missing or not a string", ""));
    }
    return new Named(primitive, name);
  }

  /** The refusal of a method that is not known here. */
  static Refused unknownMethod(Envelope message, Era era) {
    var method = message.method() == null ? "" : message.method();
    var shown = method.length() <= 100 ? method : method.substring(0, 100) + "…";
    return new Refused(
        new Refusal.BadMessage(
            era == Era.MODERN ? 404 : 200,
            JsonRpc.METHOD_NOT_FOUND,
            "Method not found: " + shown,
            ""));
  }
}
