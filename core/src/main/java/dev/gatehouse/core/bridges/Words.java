package dev.gatehouse.core.bridges;

import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.LegacyForm;

/**
 * What a legacy client is told in place of what only a modern one would understand.
 *
 * @param idText JSON text of the request's id
 * @param method the request's
 */
record Words(String idText, String method) {
  /** Whether the headers of a request did not agree with what the server now asks for. */
  static boolean isStalePlan(int code) {
    return code == JsonRpc.HEADER_MISMATCH;
  }

  /** Whether the server does not speak the era that it was spoken to in. */
  static boolean isOtherEra(int code) {
    return code == JsonRpc.UNSUPPORTED_VERSION;
  }

  /** An error of the server: those that are about the way between it and the gateway in words. */
  byte[] of(Envelope error) {
    return switch (error.errorCode()) {
      case JsonRpc.HEADER_MISMATCH ->
          failed("The server and the gateway do not agree on how this tool is called.");
      case JsonRpc.MISSING_CAPABILITY -> failed("The server needs " + missing(error) + '.');
      case JsonRpc.UNSUPPORTED_VERSION ->
          failed("The server no longer speaks revision 2026-07-28; try again.");
      default -> LegacyForm.error(error, idText, method);
    };
  }

  private static String missing(Envelope error) {
    var names = new StringBuilder();
    var data = error.errorData();
    if (data.isPresent()) {
      var needed = Guest.read(data.text(error.bytes())).path("requiredCapabilities");
      for (var name : needed.propertyNames()) {
        if (names.length() < 100 && name.length() <= 40) {
          names.append(names.isEmpty() ? "" : ", ").append(name);
        }
      }
    }
    return names.isEmpty()
        ? "something of the client that the client did not declare"
        : names + " of the client, which the client did not declare";
  }

  /** A tool that counts as one that is not there. */
  byte[] unknownTool(String name) {
    var shown = name.length() <= 128 ? name : name.substring(0, 128) + "…";
    return JsonRpc.error(idText, JsonRpc.INVALID_PARAMS, "Unknown tool: " + shown);
  }

  /** A result in a form that the client did not agree to. */
  byte[] unknownForm(String resultType) {
    var shown = resultType.length() <= 40 ? resultType : resultType.substring(0, 40) + "…";
    return failed("The server answered with a result of type " + shown + ", which is not known.");
  }

  /** A result that is none. */
  byte[] cannotBeRead() {
    return failed("The server's answer cannot be read.");
  }

  /** That the request failed and why: for a tool call in a result, so that a model reads it. */
  byte[] failed(String why) {
    return method.equals("tools/call")
        ? JsonRpc.toolRefusal(idText, why, null, Era.LEGACY)
        : JsonRpc.error(idText, JsonRpc.INTERNAL, why);
  }
}
