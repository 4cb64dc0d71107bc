package dev.gatehouse.core.audit;

import static dev.gatehouse.core.audit.JsonBytes.constant;

import dev.gatehouse.core.audit.AuditEvent.Change;
import dev.gatehouse.core.audit.AuditEvent.Denied;
import dev.gatehouse.core.audit.AuditEvent.Intent;
import dev.gatehouse.core.audit.AuditEvent.Outcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event in the shape of OCSF 1.9: calls as API Activity (6003), changes as Entity
 * Management (3004), Gatehouse itself as Application Lifecycle (6002). What OCSF has no place for
 * stands in {@code unmapped}. Used by one thread at a time.
 *
 * @see <a href="https://schema.ocsf.io/1.9.0/classes/api_activity">API Activity</a>
 */
final class EventJson {
  /** Bytes that one text may take. */
  static final int TEXT = 1024;

  private static final int KEY = 256;
  private static final int MAX_VALUES = 16;

  private static final byte[] CALL =
      constant("{\"class_uid\":6003,\"category_uid\":6,\"activity_id\":99,\"type_uid\":600399,");
  private static final byte[] CHANGE =
      constant("{\"class_uid\":3004,\"category_uid\":3,\"activity_id\":99,\"type_uid\":300499,");
  private static final byte[] LIFECYCLE =
      constant("{\"class_uid\":6002,\"category_uid\":6,\"activity_id\":99,\"type_uid\":600299,");
  private static final byte[] INFORMATIONAL = constant("\"severity_id\":1,\"metadata\":");
  private static final byte[] LOW = constant("\"severity_id\":2,\"metadata\":");
  private static final byte[] METADATA =
      constant(
          "{\"version\":\"1.9.0\",\"product\":{\"name\":\"Gatehouse\",\"vendor_name\":\"Gatehouse\"},"
              + "\"profiles\":[\"ai_operation\",\"record_integrity\"],\"event_code\":\"");
  private static final byte[][] CODES = {
    {},
    constant("intent\",\"uid\":\""),
    constant("outcome\",\"uid\":\""),
    constant("denied\",\"uid\":\""),
    constant("change\",\"uid\":\""),
    constant("system\",\"uid\":\"")
  };
  private static final byte[] CORRELATION = constant("\",\"correlation_uid\":\"");
  private static final byte[] SEQUENCE = constant("\",\"sequence\":");
  private static final byte[] TIME = constant("},\"time\":");
  private static final byte[] DURATION = constant(",\"duration\":");
  private static final byte[] SUCCESS = constant(",\"status_id\":1,\"status_code\":");
  private static final byte[] FAILURE = constant(",\"status_id\":2,\"status_code\":");
  private static final byte[] DETAIL = constant(",\"status_detail\":");
  private static final byte[] ALLOWED = constant(",\"action_id\":1");
  private static final byte[] DENIED = constant(",\"action_id\":2");
  private static final byte[] SOURCE = constant(",\"src_endpoint\":{\"name\":");
  private static final byte[] API = constant("},\"api\":{\"operation\":");
  private static final byte[] SERVICE = constant(",\"service\":{\"name\":");
  private static final byte[] REQUEST = constant(",\"request\":{\"uid\":");
  private static final byte[] RESOURCES = constant(",\"resources\":[{\"type\":");
  private static final byte[] NAME = constant(",\"name\":");
  private static final byte[] END_RESOURCES = constant("}]");
  private static final byte[] ENDPOINT = constant(",\"unmapped\":{\"endpoint\":");
  private static final byte[] TOOK = constant(",\"unmapped\":{\"took_us\":");
  private static final byte[] MORE_TOOK = constant(",\"took_us\":");
  private static final byte[] SESSION = constant(",\"session\":");
  private static final byte[] TRACE = constant(",\"trace_id\":");
  private static final byte[] RULE = constant(",\"rule\":");
  private static final byte[] DIGEST = constant(",\"arguments_sha256\":");
  private static final byte[] ARGUMENTS = constant(",\"arguments\":");
  private static final byte[] REFUSAL = constant(",\"refusal\":");
  private static final byte[] FINDINGS = constant(",\"findings\":");
  private static final byte[] BYTES_IN = constant(",\"bytes_in\":");
  private static final byte[] BYTES_OUT = constant(",\"bytes_out\":");
  private static final byte[] RETRY = constant(",\"retry_after_ms\":");
  private static final byte[] VALUES = constant(",\"values\":{");
  private static final byte[] HTTP = constant(",\"http_response\":{\"code\":");
  private static final byte[] ACTIVITY = constant(",\"activity_name\":");
  private static final byte[] ENTITY = constant(",\"entity\":{\"name\":");
  private static final byte[] COMMENT = constant(",\"comment\":");
  private static final byte[] CHANGED = constant("},\"unmapped\":{\"kind\":\"change\"");
  private static final byte[] BEFORE = constant(",\"before\":");
  private static final byte[] AFTER = constant(",\"after\":");
  private static final byte[] MESSAGE = constant(",\"message\":");
  private static final byte[] APP = constant(",\"app\":{\"name\":\"Gatehouse\"}}");
  private static final byte[] END_BOTH = constant("}}");

  private static final Map<AuditEvent.Status, byte[]> STATUSES = texts(AuditEvent.Status.class);
  private static final Map<AuditEvent.Moment, byte[]> MOMENTS = texts(AuditEvent.Moment.class);

  private final Redactor redactor;

  EventJson(Redactor redactor) {
    this.redactor = redactor;
  }

  /** The text of a choice in records: dashed lower case. */
  static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Writes the event as one JSON object. */
  void write(AuditEvent event, long packed, long time, JsonBytes json) {
    switch (event) {
      case Intent intent -> intent(intent, packed, time, json);
      case Outcome outcome -> outcome(outcome, packed, time, json);
      case Denied denied -> denied(denied, packed, time, json);
      case Change change -> change(change, packed, time, json);
      case AuditEvent.System system -> system(system, packed, time, json);
    }
  }

  private void intent(Intent intent, long packed, long time, JsonBytes json) {
    head(json.raw(CALL).raw(INFORMATIONAL), RecordKind.INTENT, packed, 0, time);
    json.raw(ALLOWED);
    call(intent.call(), json);
    json.raw(RULE).text(intent.rule(), TEXT);
    plain(DIGEST, intent.argumentsDigest(), json);
    free(ARGUMENTS, intent.arguments(), json);
    json.raw(END_BOTH);
  }

  private void outcome(Outcome outcome, long packed, long time, JsonBytes json) {
    head(
        json.raw(CALL).raw(INFORMATIONAL),
        RecordKind.OUTCOME,
        packed,
        outcome.intent().packed(),
        time);
    json.raw(outcome.status() == AuditEvent.Status.OK ? SUCCESS : FAILURE)
        .raw(constantOf(STATUSES, outcome.status()));
    free(DETAIL, outcome.reason(), json);
    json.raw(DURATION).number(outcome.took().toMillis());
    if (outcome.httpStatus() != 0) {
      json.raw(HTTP).number(outcome.httpStatus()).raw('}');
    }
    json.raw(TOOK).number(micros(outcome.took()));
    json.raw(BYTES_IN).number(outcome.bytesIn()).raw(BYTES_OUT).number(outcome.bytesOut());
    free(FINDINGS, outcome.findings(), json);
    plain(REFUSAL, outcome.refusal(), json);
    plain(RULE, outcome.rule(), json);
    json.raw(END_BOTH);
  }

  private void denied(Denied denied, long packed, long time, JsonBytes json) {
    head(json.raw(CALL).raw(LOW), RecordKind.DENIED, packed, 0, time);
    json.raw(DENIED).raw(FAILURE).text(denied.refusal(), KEY);
    free(DETAIL, denied.reason(), json);
    json.raw(DURATION).number(denied.took().toMillis());
    call(denied.call(), json);
    plain(RULE, denied.rule(), json);
    json.raw(MORE_TOOK).number(micros(denied.took()));
    if (denied.retryAfter() != null) {
      json.raw(RETRY).number(denied.retryAfter().toMillis());
    }
    if (!denied.values().isEmpty()) {
      json.raw(VALUES);
      var written = 0;
      for (var value : denied.values().entrySet()) {
        if (written == MAX_VALUES) {
          break;
        }
        if (written++ > 0) {
          json.raw(',');
        }
        json.text(value.getKey(), KEY).raw(':').text(redactor.redact(value.getValue()), TEXT);
      }
      json.raw('}');
    }
    json.raw(END_BOTH);
  }

  private void change(Change change, long packed, long time, JsonBytes json) {
    head(json.raw(CHANGE).raw(INFORMATIONAL), RecordKind.CHANGE, packed, 0, time);
    json.raw(ACTIVITY).text(change.action(), TEXT);
    json.raw(change.who().json());
    free(COMMENT, change.note(), json);
    json.raw(ENTITY).text(redactor.redact(change.target()), TEXT);
    json.raw(CHANGED);
    plain(BEFORE, change.before(), json);
    plain(AFTER, change.after(), json);
    json.raw(END_BOTH);
  }

  private void system(AuditEvent.System system, long packed, long time, JsonBytes json) {
    head(json.raw(LIFECYCLE).raw(INFORMATIONAL), RecordKind.SYSTEM, packed, 0, time);
    json.raw(ACTIVITY).raw(constantOf(MOMENTS, system.moment()));
    free(MESSAGE, system.note(), json);
    json.raw(APP);
  }

  private static void head(JsonBytes json, RecordKind kind, long packed, long about, long time) {
    json.raw(METADATA).raw(CODES[kind.code()]).reference(packed);
    if (about != 0) {
      json.raw(CORRELATION).reference(about);
    }
    json.raw(SEQUENCE).number(packed >>> 8).raw(TIME).number(time);
  }

  /** Leaves the object {@code unmapped} open. */
  private void call(CallFacts call, JsonBytes json) {
    json.raw(call.caller().json());
    json.raw(SOURCE).text(call.connection(), TEXT);
    json.raw(API).text(redactor.redact(call.method()), TEXT);
    if (call.server() != null) {
      json.raw(SERVICE).text(call.server(), TEXT).raw('}');
    }
    if (call.requestId() != null) {
      json.raw(REQUEST).text(redactor.redact(call.requestId()), TEXT).raw('}');
    }
    json.raw('}');
    if (call.target() != null) {
      json.raw(RESOURCES).text(call.targetKind() == null ? "other" : call.targetKind(), KEY);
      json.raw(NAME).text(redactor.redact(call.target()), TEXT).raw(END_RESOURCES);
    }
    json.raw(ENDPOINT).text(call.endpoint(), TEXT);
    plain(SESSION, call.session(), json);
    plain(TRACE, call.traceId(), json);
  }

  private void free(byte[] key, @Nullable String value, JsonBytes json) {
    if (value != null) {
      json.raw(key).text(redactor.redact(value), TEXT);
    }
  }

  private static void plain(byte[] key, @Nullable String value, JsonBytes json) {
    if (value != null) {
      json.raw(key).text(value, TEXT);
    }
  }

  private static long micros(java.time.Duration took) {
    return took.getSeconds() * 1_000_000 + took.getNano() / 1000;
  }

  private static <E extends Enum<E>> byte[] constantOf(Map<E, byte[]> texts, E choice) {
    return Objects.requireNonNull(texts.get(choice));
  }

  private static <E extends Enum<E>> Map<E, byte[]> texts(Class<E> choices) {
    var texts = new EnumMap<E, byte[]>(choices);
    for (var choice : choices.getEnumConstants()) {
      texts.put(choice, constant("\"" + word(choice) + "\""));
    }
    return texts;
  }
}
