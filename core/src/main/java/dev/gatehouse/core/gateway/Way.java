package dev.gatehouse.core.gateway;

import dev.gatehouse.core.connections.Connections.Line;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.ParamHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How a message gets to its server.
 *
 * @param headers what goes with it
 * @param session the session at the server, null in the modern era
 * @param client the client's session, null in the modern era
 * @param isFace whether the upstream speaks the client's era for a server that does not; it knows
 *     by itself when a message may be sent again
 * @param otherwise finds the way anew when the server turns out not to speak the modern era, null
 *     where that cannot be; may wait
 */
record Way(
    Server server,
    Line line,
    Upstream upstream,
    McpHeaders headers,
    @Nullable UpstreamSession session,
    @Nullable ClientSession client,
    boolean isFace,
    @Nullable Finder otherwise) {
  /**
   * A way in the modern era: every message on its own.
   *
   * @param otherwise finds the way anew when the server turns out not to speak it; may wait
   */
  static Way modern(Server server, Line line, McpHeaders headers, Finder otherwise) {
    return new Way(server, line, line.shared(), headers, null, null, false, otherwise);
  }

  /** A way in the modern era to a server of the other one. */
  static Way faced(Server server, Line line, McpHeaders headers, Upstream face) {
    return new Way(server, line, face, headers, null, null, true, null);
  }

  /**
   * The same way, with arguments in headers.
   *
   * @param call what goes this way, its arguments inspected
   */
  Way mirroring(ParamHeaders plan, Envelope call) {
    if (plan.params().isEmpty() && headers.params().isEmpty()) {
      return this;
    }
    var params = plan.headers(call.bytes(), call.arguments());
    return new Way(
        server,
        line,
        upstream,
        new McpHeaders(
            headers.protocolVersion(), headers.method(), headers.name(), null, null, params),
        session,
        client,
        isFace,
        otherwise);
  }

  /** The same over what the line holds now, after a process has ended. */
  Way onTheLineNow() {
    return new Way(server, line, line.shared(), headers, session, client, isFace, otherwise);
  }

  /** A way inside a session. */
  static Way legacy(UpstreamSession session, ClientSession client) {
    return new Way(
        session.server(),
        session.line(),
        session.upstream(),
        session.headers(),
        session,
        client,
        false,
        null);
  }

  /** Finds a way, or says that this takes waiting. */
  @FunctionalInterface
  interface Finder {
    Way find();
  }
}
