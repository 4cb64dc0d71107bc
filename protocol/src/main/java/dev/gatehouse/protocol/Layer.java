package dev.gatehouse.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of the envelope that matter, by exact name. The layers below are the
 * whole knowledge of where MCP puts what.
 */
final class Layer {
  /** What a field must be. JSON null counts as absent unless it is {@link #ANY}. */
  enum Type {
    ANY,
    STRING,
    OBJECT,
    /** A string or an integer, as ids and progress tokens are. */
    TOKEN
  }

  /** What a field of another type does to the message. */
  enum Otherwise {
    INVALID_REQUEST,
    INVALID_PARAMS,
    /** Counts as absent: what servers answer is not ours to judge here. */
    ABSENT
  }

  /** One field; {@code inside} tells what matters in it when it is an object. */
  record Field(byte[] name, @Nullable Fact fact, Type type, @Nullable Layer inside) {}

  private static final String MCP = "io.modelcontextprotocol/";

  private static final Layer CLIENT_INFO =
      layer(Otherwise.ABSENT, field("name", Fact.CLIENT_INFO_NAME, Type.STRING));

  private static final Layer META_CLIENT_INFO =
      layer(Otherwise.ABSENT, field("name", Fact.META_CLIENT_INFO_NAME, Type.STRING));

  private static final Layer META_RELATED_TASK =
      layer(Otherwise.ABSENT, field("taskId", Fact.META_RELATED_TASK, Type.STRING));

  private static final Layer RESULT_RELATED_TASK =
      layer(Otherwise.ABSENT, field("taskId", Fact.RESULT_RELATED_TASK, Type.STRING));

  private static final Layer CREATED_TASK =
      layer(Otherwise.ABSENT, field("taskId", Fact.RESULT_CREATED_TASK, Type.STRING));

  private static final Layer META =
      layer(
          Otherwise.INVALID_PARAMS,
          field("progressToken", Fact.META_PROGRESS_TOKEN, Type.TOKEN),
          field(MCP + "protocolVersion", Fact.META_PROTOCOL_VERSION, Type.STRING),
          field(MCP + "clientCapabilities", Fact.META_CAPABILITIES, Type.OBJECT),
          field(MCP + "clientInfo", null, Type.OBJECT, META_CLIENT_INFO),
          field(MCP + "logLevel", Fact.META_LOG_LEVEL, Type.STRING),
          field(MCP + "subscriptionId", Fact.META_SUBSCRIPTION_ID, Type.TOKEN),
          field(MCP + "related-task", null, Type.ANY, META_RELATED_TASK),
          field("traceparent", Fact.META_TRACEPARENT, Type.ANY));

  private static final Layer REF =
      layer(
          Otherwise.INVALID_PARAMS,
          field("name", Fact.REF_NAME, Type.STRING),
          field("uri", Fact.REF_URI, Type.STRING));

  private static final Layer PARAMS =
      layer(
          Otherwise.INVALID_PARAMS,
          field("name", Fact.NAME, Type.STRING),
          field("arguments", Fact.ARGUMENTS, Type.OBJECT),
          field("_meta", Fact.META, Type.OBJECT, META),
          field("uri", Fact.URI, Type.STRING),
          field("cursor", Fact.CURSOR, Type.STRING),
          field("taskId", Fact.TASK_ID, Type.STRING),
          field("task", Fact.TASK, Type.ANY),
          field("requestState", Fact.REQUEST_STATE, Type.STRING),
          field("inputResponses", Fact.INPUT_RESPONSES, Type.OBJECT),
          field("protocolVersion", Fact.PROTOCOL_VERSION, Type.STRING),
          field("capabilities", Fact.CAPABILITIES, Type.OBJECT),
          field("clientInfo", null, Type.OBJECT, CLIENT_INFO),
          field("ref", Fact.REF, Type.OBJECT, REF),
          field("requestId", Fact.REQUEST_ID, Type.TOKEN),
          field("progressToken", Fact.PROGRESS_TOKEN, Type.TOKEN),
          field("level", Fact.LEVEL, Type.STRING),
          field("notifications", Fact.LISTEN_FILTER, Type.OBJECT));

  private static final Layer RESULT_META =
      layer(
          Otherwise.ABSENT,
          field(MCP + "subscriptionId", Fact.RESULT_SUBSCRIPTION_ID, Type.TOKEN),
          field(MCP + "related-task", null, Type.ANY, RESULT_RELATED_TASK));

  private static final Layer RESULT =
      layer(
          Otherwise.ABSENT,
          field("resultType", Fact.RESULT_TYPE, Type.STRING),
          field("requestState", Fact.RESULT_REQUEST_STATE, Type.STRING),
          field("inputRequests", Fact.RESULT_INPUT_REQUESTS, Type.OBJECT),
          field("taskId", Fact.RESULT_TASK_ID, Type.STRING),
          field("task", null, Type.ANY, CREATED_TASK),
          field("isError", Fact.RESULT_IS_ERROR, Type.ANY),
          field("ttlMs", Fact.RESULT_TTL_MS, Type.ANY),
          field("cacheScope", Fact.RESULT_CACHE_SCOPE, Type.ANY),
          field("structuredContent", Fact.RESULT_STRUCTURED_CONTENT, Type.ANY),
          field("_meta", Fact.RESULT_META, Type.OBJECT, RESULT_META));

  private static final Layer ERROR =
      layer(
          Otherwise.ABSENT,
          field("code", Fact.ERROR_CODE, Type.ANY),
          field("message", Fact.ERROR_MESSAGE, Type.STRING),
          field("data", Fact.ERROR_DATA, Type.ANY));

  /** The message itself. */
  static final Layer MESSAGE =
      layer(
          Otherwise.INVALID_REQUEST,
          field("jsonrpc", Fact.JSONRPC, Type.ANY),
          field("id", Fact.ID, Type.ANY),
          field("method", Fact.METHOD, Type.ANY),
          field("params", Fact.PARAMS, Type.ANY, PARAMS),
          field("result", Fact.RESULT, Type.ANY, RESULT),
          field("error", Fact.ERROR, Type.ANY, ERROR));

  private final Otherwise otherwise;
  private final Field[] fields;

  private Layer(Otherwise otherwise, List<Field> fields) {
    this.otherwise = otherwise;
    this.fields = fields.toArray(new Field[0]);
  }

  Otherwise otherwise() {
    return otherwise;
  }

  /** The field at whose value the cursor stands, null when it does not matter. */
  @Nullable Field find(JsonCursor cursor) {
    for (var field : fields) {
      if (cursor.nameIs(field.name)) {
        return field;
      }
    }
    return null;
  }

  private static Layer layer(Otherwise otherwise, Field... fields) {
    return new Layer(otherwise, List.of(fields));
  }

  private static Field field(String name, Fact fact, Type type) {
    return field(name, fact, type, null);
  }

  private static Field field(String name, @Nullable Fact fact, Type type, @Nullable Layer inside) {
    return new Field(name.getBytes(StandardCharsets.UTF_8), fact, type, inside);
  }
}
