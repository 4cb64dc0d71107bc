package dev.gatehouse.server.desk;

import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.connections.Messages;
import dev.gatehouse.core.gateway.Arrival;
import dev.gatehouse.core.gateway.Endpoint;
import dev.gatehouse.core.gateway.Gateway;
import dev.gatehouse.core.gateway.Snapshot;
import dev.gatehouse.core.identity.Impersonation;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.Views;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.Handshake;
import dev.gatehouse.protocol.HeaderValues;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.ModernMeta;
import dev.gatehouse.protocol.ProtocolVersion;
import dev.gatehouse.protocol.StrictJson;
import dev.gatehouse.protocol.ToolDefinition;
import dev.gatehouse.server.desk.CapturedReply.Captured;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one tool call in somebody's place, as a client of the gateway on the route of its server:
 * in one request where the server speaks the modern era, in a session of its own where it does not.
 */
final class CallsInPlace {
  private static final String NAME = "gatehouse-admin";
  private static final Duration OPENING = Duration.ofSeconds(35);
  private static final Duration SLACK = Duration.ofSeconds(5);
  private static final Duration USUAL = Duration.ofSeconds(60);

  private final Gateway gateway;
  private final Supplier<Snapshot> snapshot;
  private final Eras eras;
  private final Views views;

  CallsInPlace(Gateway gateway, Supplier<Snapshot> snapshot, Eras eras, Views views) {
    this.gateway = gateway;
    this.snapshot = snapshot;
    this.eras = eras;
    this.views = views;
  }

  /**
   * One call to make.
   *
   * @param connection names the administrator
   * @param argumentsJson a JSON object
   */
  record Wanted(
      Impersonation as, String connection, String server, String tool, String argumentsJson) {
    private Arrival arrival(Arrival.Verb verb, McpHeaders headers, byte[] body) {
      return new Arrival(
          new Endpoint.OneServer(server), verb, headers, null, true, true, null, connection, body);
    }

    private String params(String metaJson) {
      return "{\"name\":"
          + JsonRpc.quote(tool)
          + ",\"arguments\":"
          + argumentsJson
          + metaJson
          + "}";
    }
  }

  /** The message that comes back; empty when none does. Blocks, at most for the deadline. */
  Optional<String> call(Wanted wanted) {
    var server = snapshot.get().catalogue().reachable(wanted.server());
    var deadline = server.map(Server::deadline).orElse(USUAL).plus(SLACK);
    var answer =
        server.isPresent() && speaksOnlyLegacy(server.get())
            ? legacy(wanted, deadline)
            : modern(wanted, server, deadline);
    return answer
        .map(captured -> new String(captured.message(), StandardCharsets.UTF_8))
        .filter(text -> !text.isEmpty());
  }

  /** A server that cannot be asked is called all the same: the gateway refuses, and records it. */
  private boolean speaksOnlyLegacy(Server server) {
    try {
      return eras.newest(server, Waiting.ALLOWED) == Era.LEGACY;
    } catch (Refused refused) {
      return false;
    }
  }

  private Optional<Captured> modern(Wanted wanted, Optional<Server> server, Duration deadline) {
    var meta = ModernMeta.json(Messages.MODERN, "{}", NAME, "1");
    var body = JsonRpc.request("1", "tools/call", wanted.params(",\"_meta\":" + meta));
    var headers =
        new McpHeaders(
            Messages.MODERN.text(),
            "tools/call",
            HeaderValues.encode(wanted.tool()),
            null,
            null,
            server.map(known -> mirrored(known, wanted.tool(), body)).orElse(List.of()));
    return send(wanted, Arrival.Verb.POST, headers, body, deadline);
  }

  /** The arguments that the tool wants to see in headers as well. */
  private List<McpHeaders.Param> mirrored(Server server, String tool, byte[] body) {
    for (var offer : views.of(server, Waiting.ALLOWED).list(ListKind.TOOLS)) {
      if (offer.target().name().equals(tool)) {
        try {
          var arguments = Envelope.scan(body, StrictJson.Bounds.DEFAULT).arguments();
          return ToolDefinition.read(offer.item().json(), StrictJson.Bounds.DEFAULT)
              .headers()
              .headers(body, arguments);
        } catch (Malformed e) {
          return List.of();
        }
      }
    }
    return List.of();
  }

  private Optional<Captured> legacy(Wanted wanted, Duration deadline) {
    var hello = Handshake.initialize("0", ProtocolVersion.V2025_11_25, "{}", NAME, "1");
    var greeted = send(wanted, Arrival.Verb.POST, McpHeaders.NONE, hello, OPENING);
    var session = greeted.map(answer -> answer.head().sessionId()).orElse(null);
    if (session == null) {
      return greeted;
    }
    var headers = inSession(session, version(greeted.orElseThrow()));
    try {
      var _ = send(wanted, Arrival.Verb.POST, headers, Handshake.initialized(), OPENING);
      var body = JsonRpc.request("1", "tools/call", wanted.params(""));
      return send(wanted, Arrival.Verb.POST, headers, body, deadline);
    } finally {
      var _ = send(wanted, Arrival.Verb.DELETE, headers, new byte[0], OPENING);
    }
  }

  private static @Nullable String version(Captured greeted) {
    try {
      return Handshake.read(greeted.message(), StrictJson.Bounds.DEFAULT).protocolVersion();
    } catch (Malformed e) {
      return null;
    }
  }

  private static McpHeaders inSession(String session, @Nullable String version) {
    return new McpHeaders(version, null, null, session, null, List.of());
  }

  private Optional<Captured> send(
      Wanted wanted, Arrival.Verb verb, McpHeaders headers, byte[] body, Duration most) {
    var reply = new CapturedReply();
    gateway.handleAs(wanted.as(), wanted.arrival(verb, headers, body), reply);
    return reply.await(most);
  }
}
