package dev.gatehouse.core.connections;

import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.protocol.Discovery;
import dev.gatehouse.protocol.Handshake;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.McpExtensions;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that the gateway sends in its own name. */
public final class Messages {
  /** The revision of the modern era that the gateway speaks. */
  public static final ProtocolVersion MODERN = ProtocolVersion.V2026_07_28;

  private static final String CAPABILITIES =
      "{\"roots\":{\"listChanged\":true},\"sampling\":{},\"elicitation\":{\"form\":{},\"url\":{}},"
          + "\"extensions\":{\""
          + McpExtensions.UI
          + "\":{\"mimeTypes\":[\"text/html;profile=mcp-app\"]},\""
          + McpExtensions.TASKS
          + "\":{}}}";
  private static final String NAME = "gatehouse";
  private static final String VERSION = "0.1.0";
  private static final String META =
      "{\"io.modelcontextprotocol/protocolVersion\":\""
          + MODERN.text()
          + "\",\"io.modelcontextprotocol/clientCapabilities\":"
          + CAPABILITIES
          + ",\"io.modelcontextprotocol/clientInfo\":"
          + "{\"name\":\""
          + NAME
          + "\",\"version\":\""
          + VERSION
          + "\"}}";

  private Messages() {}

  /** {@code server/discover} as a question of the gateway itself. */
  public static Outgoing discover(Duration deadline) {
    var method = Discovery.METHOD;
    return modern(method, modernRequest("\"gatehouse-discover\"", method, null), deadline);
  }

  /** A request of the modern era whose method names no target. */
  public static Outgoing modern(String method, byte[] body, Duration deadline) {
    var headers = new McpHeaders(MODERN.text(), method, null, null, null, List.of());
    return post(headers, body, deadline);
  }

  /** A message of the legacy era. */
  public static Outgoing legacy(
      byte[] body, @Nullable String sessionId, @Nullable String version, Duration deadline) {
    return post(new McpHeaders(version, null, null, sessionId, null, List.of()), body, deadline);
  }

  /** Ends a session of the legacy era over HTTP. */
  public static Outgoing goodbye(String sessionId, String version, Duration deadline) {
    return new Outgoing(
        Outgoing.Verb.DELETE,
        new McpHeaders(version, null, null, sessionId, null, List.of()),
        new byte[0],
        Outgoing.Accepts.JSON_OR_EVENTS,
        null,
        new Outgoing.Deadlines(deadline, deadline, deadline));
  }

  /** A request that asks for a page of a list, modern era. */
  public static byte[] modernRequest(String idText, String method, @Nullable String cursor) {
    var params = cursor == null ? "" : "\"cursor\":" + JsonRpc.quote(cursor) + ",";
    return JsonRpc.request(idText, method, "{" + params + "\"_meta\":" + META + "}");
  }

  /** A request that asks for a page of a list, legacy era. */
  public static byte[] legacyRequest(String idText, String method, @Nullable String cursor) {
    var params = cursor == null ? "{}" : "{\"cursor\":" + JsonRpc.quote(cursor) + "}";
    return JsonRpc.request(idText, method, params);
  }

  /** {@code subscriptions/listen} in the gateway's own name. */
  public static Outgoing listen(String notificationsJson, Outgoing.Deadlines deadlines) {
    var params = "{\"notifications\":" + notificationsJson + ",\"_meta\":" + META + "}";
    return new Outgoing(
        Outgoing.Verb.POST,
        new McpHeaders(MODERN.text(), "subscriptions/listen", null, null, null, List.of()),
        JsonRpc.request("\"gatehouse-listen\"", "subscriptions/listen", params),
        Outgoing.Accepts.JSON_OR_EVENTS,
        null,
        deadlines);
  }

  /** {@code initialize} in the gateway's own name, every capability declared. */
  public static byte[] legacyInitialize() {
    return Handshake.initialize(
        "\"gatehouse-initialize\"", ProtocolVersion.V2025_11_25, CAPABILITIES, NAME, VERSION);
  }

  /**
   * {@code initialize} as the question whether a server speaks the legacy era, too. A modern one,
   * and what stands before it, may go by {@code Mcp-Method}; the legacy era has no such header.
   */
  static Outgoing handshakeProbe(Duration deadline) {
    var headers = new McpHeaders(null, "initialize", null, null, null, List.of());
    return post(headers, legacyInitialize(), deadline);
  }

  private static Outgoing post(McpHeaders headers, byte[] body, Duration deadline) {
    return new Outgoing(
        Outgoing.Verb.POST,
        headers,
        body,
        Outgoing.Accepts.JSON_OR_EVENTS,
        null,
        new Outgoing.Deadlines(deadline, deadline, deadline));
  }

  /** Asks a server of the legacy era for log messages from this level on. */
  public static byte[] setLevel(String level) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":\"gatehouse-level\",\"method\":\"logging/setLevel\","
            + "\"params\":{\"level\":"
            + JsonRpc.quote(level)
            + "}}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
