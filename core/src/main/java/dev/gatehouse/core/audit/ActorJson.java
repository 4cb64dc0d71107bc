package dev.gatehouse.core.audit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The part of a record that says who: OCSF {@code actor} and {@code ai_agent}. */
final class ActorJson {
  private static final int TEXT = 1024;
  private static final int ROLE = 256;
  private static final byte[] USER = JsonBytes.constant(",\"actor\":{\"user\":{\"uid\":");
  private static final byte[] NAME = JsonBytes.constant(",\"name\":");
  private static final byte[] CREDENTIAL = JsonBytes.constant(",\"credential_uid\":");
  private static final byte[] GROUPS = JsonBytes.constant(",\"groups\":[");
  private static final byte[] GROUP = JsonBytes.constant("{\"name\":");
  private static final byte[] END = JsonBytes.constant("}}");
  private static final byte[] AGENT = JsonBytes.constant(",\"ai_agent\":{\"name\":");

  private ActorJson() {}

  static byte[] write(CallerFacts caller) {
    var json = new JsonBytes(32 << 10);
    json.raw(USER).text(caller.id(), TEXT);
    optional(json, NAME, caller.user().orElse(null));
    optional(json, CREDENTIAL, caller.credential().orElse(null));
    if (!caller.roles().isEmpty()) {
      json.raw(GROUPS);
      var first = true;
      for (var role : caller.roles()) {
        if (!first) {
          json.raw(',');
        }
        first = false;
        json.raw(GROUP).text(role, ROLE).raw('}');
      }
      json.raw(']');
    }
    json.raw(END);
    var agent = caller.agent().orElse(null);
    if (agent != null) {
      json.raw(AGENT).text(agent, TEXT).raw('}');
    }
    return Arrays.copyOf(json.bytes(), json.end());
  }

  private static void optional(JsonBytes json, byte[] key, @Nullable String value) {
    if (value != null) {
      json.raw(key).text(value, TEXT);
    }
  }
}
