package dev.gatehouse.protocol;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a server may ask of a client while it works on a request: in the legacy era by a request of
 * its own, in the modern era by a result that asks.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/mrtr">input
 *     required</a>
 */
public enum InputKind {
  FORM("elicitation/create", "{\"elicitation\":{\"form\":{}}}"),
  URL("elicitation/create", "{\"elicitation\":{\"url\":{}}}"),
  SAMPLING("sampling/createMessage", "{\"sampling\":{}}"),
  ROOTS("roots/list", "{\"roots\":{}}");

  private final String method;
  private final String capabilityJson;

  InputKind(String method, String capabilityJson) {
    this.method = method;
    this.capabilityJson = capabilityJson;
  }

  /** The method that asks for it. */
  public String method() {
    return method;
  }

  /** The client capability that it takes, as a capabilities object. */
  public String capabilityJson() {
    return capabilityJson;
  }

  /** What a request of a server asks for; empty for all other requests. */
  public static Optional<InputKind> of(Envelope question) {
    return switch (question.method() == null ? "" : question.method()) {
      case "elicitation/create" -> {
        var params = JsonObject.at(question.bytes(), question.params());
        var mode = params.map(it -> it.string("mode")).orElse("form");
        yield switch (mode) {
          case "form" -> Optional.of(FORM);
          case "url" -> Optional.of(URL);
          default -> Optional.empty();
        };
      }
      case "sampling/createMessage" -> Optional.of(SAMPLING);
      case "roots/list" -> Optional.of(ROOTS);
      default -> Optional.empty();
    };
  }

  /** What the client of a modern request can be asked for, by the capabilities that it declares. */
  public static Set<InputKind> declared(Envelope request) {
    var kinds = EnumSet.noneOf(InputKind.class);
    var declared = JsonObject.at(request.bytes(), request.metaClientCapabilities());
    if (declared.isEmpty()) {
      return kinds;
    }
    var capabilities = declared.get();
    if (capabilities.object("sampling").isPresent()) {
      kinds.add(SAMPLING);
    }
    if (capabilities.object("roots").isPresent()) {
      kinds.add(ROOTS);
    }
    var elicitation = capabilities.object("elicitation");
    if (elicitation.isPresent()) {
      var hasUrl = elicitation.get().span("url").isPresent();
      if (hasUrl) {
        kinds.add(URL);
      }
      if (!hasUrl || elicitation.get().span("form").isPresent()) {
        kinds.add(FORM);
      }
    }
    return kinds;
  }

  /** Whether this checked JSON is an answer to a question of this kind, as far as its form goes. */
  public boolean isAnsweredBy(byte[] responseJson) {
    var answer = JsonObject.at(responseJson, JsonObject.whole(responseJson));
    if (answer.isEmpty()) {
      return false;
    }
    return switch (this) {
      case FORM, URL ->
          Set.of("accept", "decline", "cancel").contains(text(answer.get(), "action"));
      case SAMPLING ->
          !text(answer.get(), "role").isEmpty() && answer.get().span("content").isPresent();
      case ROOTS -> answer.get().items("roots").isPresent();
    };
  }

  private static String text(JsonObject object, String field) {
    var text = object.string(field);
    return text == null ? "" : text;
  }
}
