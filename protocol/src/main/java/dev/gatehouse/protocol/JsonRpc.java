package dev.gatehouse.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON-RPC 2.0 messages that Gatehouse writes itself. Arguments named {@code ...Json} and {@code
 * idText} are JSON text that the caller vouches for; all others are plain text and are quoted here.
 *
 * @see <a href="https://www.jsonrpc.org/specification">JSON-RPC 2.0</a>
 */
public final class JsonRpc {
  public static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL = -32603;

  /** Legacy only; modern servers say {@link #INVALID_PARAMS}. */
  public static final int RESOURCE_NOT_FOUND = -32002;

  /** Headers and body of a request disagree. */
  public static final int HEADER_MISMATCH = -32020;

  /** The request needs a client capability that it did not declare. */
  public static final int MISSING_CAPABILITY = -32021;

  /** The protocol version of the request is not supported. */
  public static final int UNSUPPORTED_VERSION = -32022;

  private static final String OPENING = "{\"jsonrpc\":\"2.0\",\"id\":";

  private JsonRpc() {}

  /** An error answer; {@code "id":null} when the id is not known. */
  public static byte[] error(@Nullable String idText, int code, String message) {
    return error(idText, code, message, null);
  }

  /** An error answer with data, null for none; {@code "id":null} when the id is not known. */
  public static byte[] error(
      @Nullable String idText, int code, String message, @Nullable String dataJson) {
    var text = new StringBuilder(OPENING).append(idText == null ? "null" : idText);
    text.append(",\"error\":{\"code\":").append(code).append(",\"message\":");
    JsonStrings.quote(text, message);
    if (dataJson != null) {
      text.append(",\"data\":").append(dataJson);
    }
    return bytes(text.append("}}"));
  }

  /** The error answer to a message that cannot be read. */
  public static byte[] error(Malformed malformed) {
    var message = malformed.getMessage();
    return error(malformed.idText(), malformed.kind().code(), message == null ? "" : message);
  }

  /** A result answer. */
  public static byte[] result(String idText, String resultJson) {
    return bytes(OPENING + idText + ",\"result\":" + resultJson + "}");
  }

  /** A result answer, its result copied as it stands. */
  public static byte[] result(String idText, byte[] resultJson) {
    var opening = bytes(OPENING + idText + ",\"result\":");
    var message = new byte[opening.length + resultJson.length + 1];
    System.arraycopy(opening, 0, message, 0, opening.length);
    System.arraycopy(resultJson, 0, message, opening.length, resultJson.length);
    message[message.length - 1] = '}';
    return message;
  }

  /** A request; without params when they are null. */
  public static byte[] request(String idText, String method, @Nullable String paramsJson) {
    var text = new StringBuilder(OPENING).append(idText).append(",\"method\":");
    return withMethod(text, method, paramsJson);
  }

  /** A notification; without params when they are null. */
  public static byte[] notification(String method, @Nullable String paramsJson) {
    return withMethod(new StringBuilder("{\"jsonrpc\":\"2.0\",\"method\":"), method, paramsJson);
  }

  /**
   * {@code notifications/cancelled} for a request of the same sender.
   *
   * @see <a
   *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/cancellation">cancellation</a>
   */
  public static byte[] cancelled(String requestIdText, @Nullable String reason) {
    var params = new StringBuilder("{\"requestId\":").append(requestIdText);
    if (reason != null) {
      params.append(",\"reason\":");
      JsonStrings.quote(params, reason);
    }
    return notification("notifications/cancelled", params.append('}').toString());
  }

  /**
   * The result of {@code tools/call} that tells a model why its call was not made: {@code isError}
   * with one block of text, and in the modern era {@code "resultType":"complete"}.
   */
  public static byte[] toolRefusal(String idText, String text, @Nullable String metaJson, Era era) {
    var result = new StringBuilder("{\"content\":[{\"type\":\"text\",\"text\":");
    JsonStrings.quote(result, text);
    result.append("}],\"isError\":true");
    if (era == Era.MODERN) {
      result.append(",\"resultType\":\"complete\"");
    }
    if (metaJson != null) {
      result.append(",\"_meta\":").append(metaJson);
    }
    return result(idText, result.append('}').toString());
  }

  /** The JSON string that means the text, quotes included. */
  public static String quote(String text) {
    var quoted = new StringBuilder(text.length() + 2);
    JsonStrings.quote(quoted, text);
    return quoted.toString();
  }

  private static byte[] withMethod(StringBuilder text, String method, @Nullable String paramsJson) {
    JsonStrings.quote(text, method);
    if (paramsJson != null) {
      text.append(",\"params\":").append(paramsJson);
    }
    return bytes(text.append('}'));
  }

  private static byte[] bytes(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
