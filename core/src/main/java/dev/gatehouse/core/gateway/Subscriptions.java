package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.protocol.JsonRpc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client of the modern era asks to be told of.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/subscriptions">subscriptions</a>
 */
final class Subscriptions {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_RESOURCES = 1_000;

  /** What {@code subscriptions/listen} asks for. */
  JsonNode asked(Visit visit) {
    var message = visit.message();
    try {
      var params = message.params();
      var node = JSON.readTree(message.bytes(), params.from(), params.length());
      var notifications = node.path("notifications");
      if (!notifications.isObject()) {
        throw bad("params.notifications must be an object");
      }
      if (notifications.has("taskIds")) {
        throw bad("taskIds cannot be asked for: tasks of callers are not kept apart here");
      }
      return notifications;
    } catch (JacksonException e) {
      throw bad("params cannot be read");
    }
  }

  /**
   * Checks that the caller may use every resource that it asks to be told of.
   *
   * @return the same check, to be made again while the stream stands
   * @throws Refused when it may not, as if the resource did not exist
   */
  OpenStreams.Check check(Visit visit, Function<String, Target> target) {
    var uris = resources(asked(visit));
    OpenStreams.Check check =
        (caller, now) -> {
          for (var uri : uris) {
            if (!now.policy().mayList(caller, target.apply(uri))) {
              throw new Refused(new Refusal.Unknown("resource", uri, "not granted"));
            }
          }
        };
    check.check(visit.caller(), visit.snapshot());
    return check;
  }

  /** What ends a stream of subscriptions before the client does: its result. */
  static byte[] farewell(Visit visit) {
    var id = visit.idText() == null ? "null" : visit.idText();
    return JsonRpc.result(id, "{\"resultType\":\"complete\"," + meta(visit) + "}");
  }

  /** The member that ties every message of a stream to the request that opened it. */
  static String meta(Visit visit) {
    return "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + visit.idText() + "}";
  }

  private static List<String> resources(JsonNode asked) {
    var uris = new ArrayList<String>();
    var listed = asked.path("resourceSubscriptions");
    if (!listed.isMissingNode() && !listed.isArray()) {
      throw bad("resourceSubscriptions is a list of at most " + MOST_RESOURCES + " URIs");
    }
    for (var uri : listed) {
      if (!uri.isString() || uris.size() >= MOST_RESOURCES) {
        throw bad("resourceSubscriptions is a list of at most " + MOST_RESOURCES + " URIs");
      }
      uris.add(uri.stringValue());
    }
    return uris;
  }

  private static Refused bad(String what) {
    return new Refused(new Refusal.BadMessage(200, JsonRpc.INVALID_PARAMS, what, ""));
  }
}
