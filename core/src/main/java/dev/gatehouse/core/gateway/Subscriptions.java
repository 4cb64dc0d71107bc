package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.protocol.JsonRpc;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client of the modern era asks to be told of.
 *
 * @param changes names of all fields that are true, in order
 * @param resources URIs, at most 1,000
 * @param taskIds as the client knows them, at most 1,000
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/subscriptions">subscriptions</a>
 */
record Subscriptions(Set<String> changes, Set<String> resources, Set<String> taskIds) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST = 1_000;

  /**
   * What {@code subscriptions/listen} asks for.
   *
   * @throws Refused when it has another shape
   */
  static Subscriptions of(Visit visit) {
    var message = visit.message();
    try {
      var params = message.params();
      var asked = JSON.readTree(message.bytes(), params.from(), params.length());
      var notifications = asked.path("notifications");
      if (!notifications.isObject()) {
        throw bad("params.notifications must be an object");
      }
      var changes = new TreeSet<String>();
      for (var entry : notifications.properties()) {
        if (entry.getValue().asBoolean(false)) {
          changes.add(entry.getKey());
        }
      }
      return new Subscriptions(
          changes,
          texts(notifications, "resourceSubscriptions", "URIs"),
          texts(notifications, "taskIds", "ids"));
    } catch (JacksonException e) {
      throw bad("params cannot be read");
    }
  }

  private static Set<String> texts(JsonNode notifications, String field, String of) {
    var texts = new LinkedHashSet<String>();
    var listed = notifications.path(field);
    if ((!listed.isMissingNode() && !listed.isArray()) || listed.size() > MOST) {
      throw bad(field + " is a list of at most " + MOST + " " + of);
    }
    for (var text : listed) {
      if (!text.isString()) {
        throw bad(field + " is a list of at most " + MOST + " " + of);
      }
      texts.add(text.stringValue());
    }
    return texts;
  }

  /**
   * Checks that the caller may use every resource that it asks to be told of.
   *
   * @return the same check, to be made again while the stream stands
   * @throws Refused when it may not, as if the resource did not exist
   */
  OpenStreams.Check check(Visit visit, Function<String, Target> target) {
    OpenStreams.Check check =
        (caller, now) -> {
          for (var uri : resources) {
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

  private static Refused bad(String what) {
    return new Refused(new Refusal.BadMessage(200, JsonRpc.INVALID_PARAMS, what, ""));
  }
}
