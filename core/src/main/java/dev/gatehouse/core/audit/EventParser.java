package dev.gatehouse.core.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads events that {@link EventJson} wrote. Thread-safe. */
final class EventParser {
  private static final JsonMapper JSON = JsonMapper.shared();

  private EventParser() {}

  /**
   * The event in a payload.
   *
   * @throws IllegalArgumentException when there is none
   */
  static AuditEvent parse(RecordKind kind, byte[] payload) {
    try {
      var node = JSON.readTree(payload);
      return switch (kind) {
        case INTENT -> intent(node);
        case OUTCOME -> outcome(node);
        case DENIED -> denied(node);
        case CHANGE -> change(node);
        case SYSTEM ->
            new AuditEvent.System(
                choice(AuditEvent.Moment.class, text(node, "/activity_name")),
                text(node, "/message"));
      };
    } catch (JacksonException | ArithmeticException e) {
      throw new IllegalArgumentException("the payload is not an event of kind " + kind, e);
    }
  }

  private static AuditEvent intent(JsonNode node) {
    return new AuditEvent.Intent(
        call(node),
        text(node, "/unmapped/rule"),
        optional(node, "/unmapped/arguments_sha256"),
        optional(node, "/unmapped/arguments"));
  }

  private static AuditEvent outcome(JsonNode node) {
    return new AuditEvent.Outcome(
        Reference.parse(text(node, "/metadata/correlation_uid"))
            .orElseThrow(() -> new IllegalArgumentException("the outcome names no intent")),
        choice(AuditEvent.Status.class, text(node, "/status_code")),
        (int) number(node, "/http_response/code"),
        took(node),
        number(node, "/unmapped/bytes_in"),
        number(node, "/unmapped/bytes_out"),
        optional(node, "/unmapped/findings"),
        optional(node, "/unmapped/refusal"),
        optional(node, "/unmapped/rule"),
        optional(node, "/status_detail"));
  }

  private static AuditEvent denied(JsonNode node) {
    var values = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> value : node.at("/unmapped/values").properties()) {
      values.put(value.getKey(), value.getValue().asString());
    }
    var retry = node.at("/unmapped/retry_after_ms");
    return new AuditEvent.Denied(
        call(node),
        text(node, "/status_code"),
        optional(node, "/unmapped/rule"),
        text(node, "/status_detail"),
        values,
        retry.isMissingNode() ? null : Duration.ofMillis(retry.asLong()),
        took(node));
  }

  private static AuditEvent change(JsonNode node) {
    return new AuditEvent.Change(
        caller(node),
        text(node, "/activity_name"),
        text(node, "/entity/name"),
        optional(node, "/unmapped/before"),
        optional(node, "/unmapped/after"),
        optional(node, "/comment"));
  }

  private static CallFacts call(JsonNode node) {
    return new CallFacts(
        caller(node),
        text(node, "/src_endpoint/name"),
        text(node, "/unmapped/endpoint"),
        text(node, "/api/operation"),
        optional(node, "/api/service/name"),
        optional(node, "/resources/0/type"),
        optional(node, "/resources/0/name"),
        optional(node, "/unmapped/session"),
        optional(node, "/api/request/uid"),
        optional(node, "/unmapped/trace_id"));
  }

  private static CallerFacts caller(JsonNode node) {
    var roles = new ArrayList<String>();
    for (var group : node.at("/actor/user/groups")) {
      roles.add(text(group, "/name"));
    }
    return CallerFacts.of(
        text(node, "/actor/user/uid"),
        optional(node, "/actor/user/name"),
        optional(node, "/ai_agent/name"),
        optional(node, "/actor/user/credential_uid"),
        roles);
  }

  private static Duration took(JsonNode node) {
    return Duration.ofNanos(Math.multiplyExact(number(node, "/unmapped/took_us"), 1000L));
  }

  private static String text(JsonNode node, String path) {
    var value = optional(node, path);
    if (value == null) {
      throw new IllegalArgumentException("the event has no text at " + path);
    }
    return value;
  }

  private static @Nullable String optional(JsonNode node, String path) {
    var value = node.at(path);
    return value.isString() ? value.asString() : null;
  }

  private static long number(JsonNode node, String path) {
    var value = node.at(path);
    return value.canConvertToLong() ? value.asLong() : 0;
  }

  private static <E extends Enum<E>> E choice(Class<E> choices, String word) {
    return Enum.valueOf(choices, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
