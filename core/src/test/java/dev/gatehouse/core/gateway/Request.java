package dev.gatehouse.core.gateway;

import dev.gatehouse.core.gateway.Arrival.Verb;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.HeaderValues;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.ModernRequest;
import dev.gatehouse.protocol.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests as clients write them. */
final class Request {
  private static final String META_BEGINS =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":";
  static final String META = META_BEGINS + "{}}";

  /** Metadata of a client with the tasks extension, to be written into the params. */
  static final String META_WITH_TASKS =
      META_BEGINS + "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}}";

  static final String PEER = "10.0.0.7:51123";

  private Request() {}

  /** A request of the modern era, with the headers that go with it. */
  static Arrival modern(
      @Nullable String credential, String path, String id, String method, String params) {
    var inner = params.substring(1, params.length() - 1);
    var body =
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + id
            + ",\"method\":\""
            + method
            + "\",\"params\":{"
            + inner
            + (inner.isEmpty() || inner.contains(META_BEGINS) ? "" : ",")
            + (inner.contains(META_BEGINS) ? "" : META)
            + "}}";
    var named = mirrored(body);
    var name = named == null ? null : HeaderValues.encode(named);
    return post(
        credential, path, new McpHeaders("2026-07-28", method, name, null, null, List.of()), body);
  }

  /** The same request, with arguments in headers. */
  static Arrival with(Arrival arrival, McpHeaders.Param... params) {
    var came = arrival.headers();
    var headers =
        new McpHeaders(
            came.protocolVersion(), came.method(), came.name(), null, null, List.of(params));
    return new Arrival(
        arrival.endpoint(),
        arrival.verb(),
        headers,
        arrival.authorization(),
        true,
        true,
        null,
        PEER,
        arrival.body());
  }

  /** The first message of a session. */
  static Arrival initialize(@Nullable String credential, String path) {
    return initialize(credential, path, "2025-11-25");
  }

  static Arrival initialize(@Nullable String credential, String path, String version) {
    return post(
        credential,
        path,
        McpHeaders.NONE,
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
            + version
            + "\",\"capabilities\":{\"elicitation\":{}},\"clientInfo\":"
            + "{\"name\":\"test\",\"version\":\"1\"}}}");
  }

  /** A request in a session. */
  static Arrival legacy(
      @Nullable String credential,
      String path,
      String session,
      String id,
      String method,
      String params) {
    return inSession(
        credential,
        path,
        session,
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + id
            + ",\"method\":\""
            + method
            + "\",\"params\":"
            + params
            + "}");
  }

  /** Any message in a session. */
  static Arrival inSession(
      @Nullable String credential, String path, @Nullable String session, String body) {
    return post(
        credential, path, new McpHeaders("2025-11-25", null, null, session, null, List.of()), body);
  }

  /** GET, to listen, or DELETE, to end the session. */
  static Arrival without(Verb verb, @Nullable String credential, String path, String session) {
    return new Arrival(
        endpoint(path),
        verb,
        new McpHeaders("2025-11-25", null, null, session, null, List.of()),
        credential,
        true,
        true,
        null,
        PEER,
        new byte[0]);
  }

  /** GET, to read on after an event. */
  static Arrival after(
      @Nullable String credential, String path, String session, String lastEventId) {
    return new Arrival(
        endpoint(path),
        Verb.GET,
        new McpHeaders("2025-11-25", null, null, session, lastEventId, List.of()),
        credential,
        true,
        true,
        null,
        PEER,
        new byte[0]);
  }

  static Arrival post(@Nullable String credential, String path, McpHeaders headers, String body) {
    return new Arrival(
        endpoint(path),
        Verb.POST,
        headers,
        credential,
        true,
        true,
        null,
        PEER,
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static Endpoint endpoint(String path) {
    if (path.equals("/mcp")) {
      return new Endpoint.AllServers();
    }
    return path.startsWith("/mcp/t/")
        ? new Endpoint.Toolset(path.substring(7))
        : new Endpoint.OneServer(path.substring(5));
  }

  private static @Nullable String mirrored(String body) {
    try {
      return ModernRequest.mirroredName(
          Envelope.scan(body.getBytes(StandardCharsets.UTF_8), StrictJson.Bounds.DEFAULT));
    } catch (Malformed e) {
      return null;
    }
  }
}
