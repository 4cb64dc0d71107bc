package dev.gatehouse.protocol;

import dev.gatehouse.protocol.StrictJson.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What servers of the legacy era say, as a client of the modern era takes it. What the modern era
 * demands is added, what it forbids is taken out; all other bytes stay.
 */
public final class ToModern {
  /** The error by which a legacy server asks for elicitations in a browser first. */
  public static final int URL_ELICITATION_REQUIRED = -32042;

  /** Where a legacy server may name the key of a question, in the {@code _meta} of its request. */
  public static final String INPUT_KEY = "dev.gatehouse/input-key";

  private static final int LONGEST_KEY = 64;
  private static final int MOST_ELICITATIONS = 32;
  private static final List<String> NOT_MODERN = List.of("elicitationId", "_meta", "task");

  private ToModern() {}

  /** Whether results of this method say for how long they hold. */
  public static boolean isCacheable(@Nullable String method) {
    return switch (method) {
      case "tools/list",
          "prompts/list",
          "resources/list",
          "resources/templates/list",
          "resources/read" ->
          true;
      case null, default -> false;
    };
  }

  /**
   * A result.
   *
   * @param idText the id of the modern request
   * @param method of the request
   */
  public static byte[] result(Envelope answer, String idText, @Nullable String method) {
    var bytes = answer.bytes();
    var edits = new Splice(bytes).replace(answer.id(), idText);
    var result = JsonObject.at(bytes, answer.result());
    if (result.isEmpty()) {
      return JsonRpc.error(idText, JsonRpc.INTERNAL, "The server's result is not an object.");
    }
    put(edits, answer.result(), result.get(), "resultType", "\"complete\"");
    if (isCacheable(method)) {
      put(edits, answer.result(), result.get(), "ttlMs", "0");
      put(edits, answer.result(), result.get(), "cacheScope", "\"private\"");
    }
    return edits.apply();
  }

  private static void put(Splice edits, Span place, JsonObject object, String field, String json) {
    var span = object.span(field);
    if (span.isPresent()) {
      edits.replace(span, json);
    } else {
      edits.addField(place, field, json);
    }
  }

  /** The code of an error in the modern era. */
  public static int errorCode(Envelope error, @Nullable String method) {
    return switch (error.errorCode()) {
      case JsonRpc.RESOURCE_NOT_FOUND ->
          "resources/read".equals(method) ? JsonRpc.INVALID_PARAMS : JsonRpc.RESOURCE_NOT_FOUND;
      // These are about the hop between gateway and server, or must not be said at all.
      case JsonRpc.HEADER_MISMATCH, JsonRpc.UNSUPPORTED_VERSION, URL_ELICITATION_REQUIRED ->
          JsonRpc.INTERNAL;
      default -> error.errorCode();
    };
  }

  /** An error, under the id and with the code of the modern era. */
  public static byte[] error(Envelope error, String idText, @Nullable String method) {
    var code = errorCode(error, method);
    var fields = JsonObject.at(error.bytes(), error.error());
    if (!error.id().isPresent() || fields.isEmpty()) {
      var said = error.errorMessage() == null ? "" : error.errorMessage();
      return JsonRpc.error(idText, code, said);
    }
    return new Splice(error.bytes())
        .replace(error.id(), idText)
        .replace(fields.get().span("code"), Integer.toString(code))
        .apply();
  }

  /** A progress notification, under the token of the modern request. */
  public static byte[] progress(Envelope notification, String tokenText) {
    return new Splice(notification.bytes())
        .replace(notification.progressToken(), tokenText)
        .apply();
  }

  /** A notification on the stream of a subscription. */
  public static byte[] subscribed(Envelope notification, String idText) {
    var bytes = notification.bytes();
    var subscription = "\"" + ModernMeta.SUBSCRIPTION_ID + "\":" + idText;
    var params = JsonObject.at(bytes, notification.params());
    if (params.isEmpty()) {
      return JsonRpc.notification(
          String.valueOf(notification.method()), "{\"_meta\":{" + subscription + "}}");
    }
    var edits = new Splice(bytes);
    var meta = params.get().object("_meta");
    if (meta.isEmpty()) {
      if (params.get().span("_meta").isPresent()) {
        edits.replace(params.get().span("_meta"), "{" + subscription + "}");
      } else {
        edits.addField(notification.params(), "_meta", "{" + subscription + "}");
      }
    } else {
      put(edits, notification.meta(), meta.get(), ModernMeta.SUBSCRIPTION_ID, idText);
    }
    return edits.apply();
  }

  /**
   * The result of {@code server/discover}, from that of {@code initialize}: without tasks, and for
   * nobody else.
   *
   * @throws Malformed when it is no result of {@code initialize}
   */
  public static byte[] discovery(Envelope hello, String idText, long ttlMs) throws Malformed {
    var bytes = hello.bytes();
    var answer = Handshake.read(bytes, Bounds.DEFAULT);
    var capabilities =
        ToLegacy.withoutTasks(answer.capabilitiesJson().getBytes(StandardCharsets.UTF_8));
    var info = JsonObject.at(bytes, hello.result()).map(it -> it.span("serverInfo"));
    var infoJson = info.filter(Span::isPresent).map(span -> span.text(bytes));
    var said = answer.instructions();
    return JsonRpc.result(
        idText,
        "{\"resultType\":\"complete\",\"supportedVersions\":["
            + JsonRpc.quote(ProtocolVersion.V2026_07_28.text())
            + "],\"capabilities\":"
            + new String(capabilities, StandardCharsets.UTF_8)
            + (said == null ? "" : ",\"instructions\":" + JsonRpc.quote(said))
            + ",\"ttlMs\":"
            + ttlMs
            + ",\"cacheScope\":\"private\""
            + infoJson
                .map(json -> ",\"_meta\":{\"" + ModernMeta.SERVER_INFO + "\":" + json + "}")
                .orElse("")
            + "}");
  }

  /** The key that a question names for itself: 1 to 64 of {@code A-Za-z0-9_-.}; empty for none. */
  public static Optional<String> inputKey(Envelope question) {
    return JsonObject.at(question.bytes(), question.meta())
        .map(meta -> meta.string(INPUT_KEY))
        .filter(key -> !key.isEmpty() && key.length() <= LONGEST_KEY)
        .filter(key -> key.chars().allMatch(ToModern::isKeyCharacter));
  }

  private static boolean isKeyCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.';
  }

  /**
   * A question as it stands in {@code inputRequests}. It always has {@code params}: those of {@code
   * roots/list} may be left out, but there are clients that cannot read it then.
   */
  public static String inputRequest(Envelope question) {
    var params = question.params();
    return inputRequest(
        String.valueOf(question.method()),
        params.isPresent() ? params.copy(question.bytes()) : new byte[0]);
  }

  private static String inputRequest(String method, byte[] params) {
    var opening = "{\"method\":" + JsonRpc.quote(method);
    var fields =
        params.length == 0
            ? Optional.<JsonObject>empty()
            : JsonObject.at(params, JsonObject.whole(params));
    if (fields.isEmpty()) {
      return opening + ",\"params\":{}}";
    }
    var edits = new Splice(params);
    for (var name : NOT_MODERN) {
      if (fields.get().span(name).isPresent()) {
        edits.removeField(fields.get().span(name));
      }
    }
    return opening + ",\"params\":" + new String(edits.apply(), StandardCharsets.UTF_8) + "}";
  }

  /** The elicitations that a {@link #URL_ELICITATION_REQUIRED} names, as input requests. */
  public static List<String> urlElicitations(Envelope error) {
    var bytes = error.bytes();
    var requests = new ArrayList<String>();
    var listed =
        JsonObject.at(bytes, error.errorData()).flatMap(data -> data.items("elicitations"));
    for (var item : listed.orElse(List.of())) {
      if (bytes[item.from()] == '{' && requests.size() < MOST_ELICITATIONS) {
        requests.add(inputRequest(InputKind.URL.method(), item.copy(bytes)));
      }
    }
    return requests;
  }

  /**
   * A result that asks.
   *
   * @param requestsJson input requests by their keys
   * @param state what the client brings back with its answers
   */
  public static byte[] inputRequired(
      String idText, Map<String, String> requestsJson, String state) {
    var result = new StringBuilder("{\"resultType\":\"input_required\",\"inputRequests\":{");
    var comma = "";
    for (var request : requestsJson.entrySet()) {
      result.append(comma).append(JsonRpc.quote(request.getKey())).append(':');
      result.append(request.getValue());
      comma = ",";
    }
    result.append("},\"requestState\":").append(JsonRpc.quote(state)).append('}');
    return JsonRpc.result(idText, result.toString());
  }
}
