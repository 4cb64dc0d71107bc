package dev.gatehouse.protocol;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a modern request's envelope and headers must keep to, so that whoever routed it by
 * its headers and whoever executes its body see the same call.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports#headers">headers</a>
 */
public final class ModernRequest {
  private ModernRequest() {}

  /**
   * A broken rule, ready to be answered with HTTP 400.
   *
   * @param code of JSON-RPC
   * @param dataJson the error's data, null for none
   */
  public record Fault(int code, String message, @Nullable String dataJson) {
    /** The error answer. */
    public byte[] answer(@Nullable String idText) {
      return JsonRpc.error(idText, code, message, dataJson);
    }
  }

  /**
   * The first rule that a request over HTTP breaks; empty when it keeps to all. Notifications have
   * no rules.
   *
   * @param supported texts of the modern versions that are spoken here
   */
  public static Optional<Fault> check(
      Envelope request, McpHeaders headers, Collection<String> supported) {
    if (request.shape() != Envelope.Shape.REQUEST) {
      return Optional.empty();
    }
    return checkMeta(request)
        .or(() -> checkVersion(request, headers, supported))
        .or(() -> checkMethod(request, headers))
        .or(() -> checkName(request, headers));
  }

  /**
   * The rules without headers, for a request that came through a pipe.
   *
   * @param supported texts of the modern versions that are spoken here
   */
  public static Optional<Fault> check(Envelope request, Collection<String> supported) {
    if (request.shape() != Envelope.Shape.REQUEST) {
      return Optional.empty();
    }
    return checkMeta(request).or(() -> checkSupported(request, supported));
  }

  /**
   * What {@code Mcp-Name} must say about a request, decoded: the name, the uri or the task id.
   *
   * @return null when the method has no such header, or the request lacks the parameter
   */
  public static @Nullable String mirroredName(Envelope request) {
    return switch (request.method()) {
      case "tools/call", "prompts/get" -> request.name();
      case "resources/read" -> request.uri();
      case "tasks/get", "tasks/update", "tasks/cancel" -> request.taskId();
      case null, default -> null;
    };
  }

  private static boolean mirrorsName(Envelope request) {
    return switch (request.method()) {
      case "tools/call",
          "prompts/get",
          "resources/read",
          "tasks/get",
          "tasks/update",
          "tasks/cancel" ->
          true;
      case null, default -> false;
    };
  }

  private static Optional<Fault> checkMeta(Envelope request) {
    if (request.metaProtocolVersion() == null) {
      return "initialize".equals(request.method())
          ? mismatch("a modern MCP-Protocol-Version header on initialize, which is legacy")
          : invalid("params._meta lacks \"" + ModernMeta.PROTOCOL_VERSION + "\"");
    }
    if (!request.metaClientCapabilities().isPresent()) {
      return invalid("params._meta lacks \"" + ModernMeta.CLIENT_CAPABILITIES + "\"");
    }
    return Optional.empty();
  }

  private static Optional<Fault> checkVersion(
      Envelope request, McpHeaders headers, Collection<String> supported) {
    var header = headers.protocolVersion();
    if (header == null) {
      return mismatch("header MCP-Protocol-Version is missing");
    }
    if (!HeaderValues.trim(header).equals(request.metaProtocolVersion())) {
      return mismatch("header MCP-Protocol-Version differs from the version in params._meta");
    }
    return checkSupported(request, supported);
  }

  private static Optional<Fault> checkSupported(Envelope request, Collection<String> supported) {
    var requested = request.metaProtocolVersion();
    if (requested == null || supported.contains(requested)) {
      return Optional.empty();
    }
    var versions =
        supported.stream().map(JsonRpc::quote).collect(Collectors.joining(",", "[", "]"));
    return Optional.of(
        new Fault(
            JsonRpc.UNSUPPORTED_VERSION,
            "the protocol version is not supported",
            "{\"supported\":" + versions + ",\"requested\":" + JsonRpc.quote(requested) + "}"));
  }

  private static Optional<Fault> checkMethod(Envelope request, McpHeaders headers) {
    var header = headers.method();
    if (header == null) {
      return mismatch("header Mcp-Method is missing");
    }
    return HeaderValues.trim(header).equals(request.method())
        ? Optional.empty()
        : mismatch("header Mcp-Method differs from the method");
  }

  private static Optional<Fault> checkName(Envelope request, McpHeaders headers) {
    if (!mirrorsName(request)) {
      return Optional.empty();
    }
    var name = mirroredName(request);
    if (name == null) {
      return invalid("params lack what " + request.method() + " is about: name, uri or taskId");
    }
    var header = headers.name();
    if (header == null) {
      return mismatch("header Mcp-Name is missing");
    }
    var decoded = HeaderValues.decode(header);
    if (decoded.isEmpty()) {
      return mismatch("header Mcp-Name cannot be decoded");
    }
    return decoded.get().equals(name)
        ? Optional.empty()
        : mismatch("header Mcp-Name differs from the request");
  }

  private static Optional<Fault> mismatch(String message) {
    return Optional.of(new Fault(JsonRpc.HEADER_MISMATCH, message, null));
  }

  private static Optional<Fault> invalid(String message) {
    return Optional.of(new Fault(JsonRpc.INVALID_PARAMS, message, null));
  }
}
