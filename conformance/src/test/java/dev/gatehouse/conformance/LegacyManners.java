package dev.gatehouse.conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a server of revision 2025-11-25 over Streamable HTTP behaves, in sessions that it can forget;
 * what its tool {@code act} does is the test's.
 */
final class LegacyManners implements HostileServer.Behaviour {
  private static final String HELLO =
      """
      {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},\
      "serverInfo":{"name":"legacy","version":"1"}}\
      """;

  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  private final HostileServer.Behaviour onCall;

  LegacyManners(HostileServer.Behaviour onCall) {
    this.onCall = onCall;
  }

  /** Every session is unknown from now on. */
  void forget() {
    sessions.clear();
  }

  /** How many sessions are open. */
  int sessions() {
    return sessions.size();
  }

  @Override
  public void answer(HostileServer.Request request, OutputStream out) throws IOException {
    if (request.method().equals("initialize")) {
      begin(request, out);
    } else if (request.method().equals("server/discover")) {
      HostileServer.json(out, 400, HostileServer.error(request, -32000, "no session"));
    } else if (!sessions.contains(request.headers().getOrDefault("mcp-session-id", ""))) {
      HostileServer.json(out, 404, HostileServer.error(request, -32001, "Session not found"));
    } else if (request.verb().equals("DELETE")) {
      sessions.remove(request.headers().get("mcp-session-id"));
      empty(out, 200);
    } else if (request.verb().equals("GET")) {
      empty(out, 405);
    } else {
      inSession(request, out);
    }
  }

  private void begin(HostileServer.Request request, OutputStream out) throws IOException {
    var id = UUID.randomUUID().toString();
    sessions.add(id);
    var body = HostileServer.result(request, HELLO);
    HostileServer.head(
        out,
        200,
        "Mcp-Session-Id: " + id,
        "Content-Type: application/json",
        "Content-Length: " + body.length());
    HostileServer.text(out, body);
  }

  private void inSession(HostileServer.Request request, OutputStream out) throws IOException {
    switch (request.method()) {
      case "tools/call" -> onCall.answer(request, out);
      case "tools/list" ->
          HostileServer.json(
              out,
              200,
              HostileServer.result(
                  request,
                  "{\"tools\":[{\"name\":\"act\",\"inputSchema\":{\"type\":\"object\"}}]}"));
      case "ping" -> HostileServer.json(out, 200, HostileServer.result(request, "{}"));
      default -> {
        if (request.message().has("id") && request.message().has("method")) {
          HostileServer.json(out, 200, HostileServer.error(request, -32601, "not here"));
        } else {
          empty(out, 202);
        }
      }
    }
  }

  private static void empty(OutputStream out, int status) throws IOException {
    HostileServer.head(out, status, "Content-Length: 0");
  }
}
