package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.AuditEvent.Status;
import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.sessions.ClientSessions;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /mcp/{server}}: one server, its names and bytes unchanged. Sessions of the legacy era pair
 * one to one with sessions at the server.
 */
final class SingleServer {
  private static final byte[] NOTHING = new byte[0];

  private final Connections connections;
  private final Eras eras;
  private final ClientSessions sessions;
  private final Stages stages;
  private final Calls calls;
  private final Subscriptions subscriptions = new Subscriptions();

  SingleServer(
      Connections connections, Eras eras, ClientSessions sessions, Stages stages, Calls calls) {
    this.connections = connections;
    this.eras = eras;
    this.sessions = sessions;
    this.stages = stages;
    this.calls = calls;
  }

  /**
   * The server, when it exists, is approved, and the caller may use anything of it.
   *
   * @throws Refused with Unknown, the same for all three
   */
  private static Server server(Visit visit, Endpoint.OneServer endpoint) {
    var name = endpoint.server();
    var server = visit.snapshot().catalogue().server(name);
    if (server.isEmpty()) {
      throw new Refused(new Refusal.Unknown("server", name, "there is no such server"));
    }
    if (!server.get().isReachable()) {
      throw new Refused(new Refusal.Unknown("server", name, "it is not approved"));
    }
    if (!visit.snapshot().policy().mayReach(visit.caller(), server.get().name())) {
      throw new Refused(new Refusal.Unknown("server", name, "nothing of it is granted"));
    }
    return server.get();
  }

  void modern(Visit visit, Endpoint.OneServer endpoint) {
    var server = server(visit, endpoint);
    var message = visit.message();
    var named = Named.in(message, Era.MODERN);
    if (named.isPresent()) {
      visit.asked(named.get());
      calls.call(visit, target(server, named.get()), () -> modernWay(visit, server));
      return;
    }
    var method = message.method() == null ? "" : message.method();
    var list = ListKind.of(method);
    if (list.isPresent()) {
      calls.relay(
          visit, modernWay(visit, server), method, new ListFilter(visit, server, list.get()));
    } else if (method.equals("server/discover")) {
      calls.relay(visit, modernWay(visit, server), method, AnswerEdit.NONE);
    } else if (method.equals("subscriptions/listen")) {
      subscriptions.check(visit, uri -> new Target(server.name(), Primitive.RESOURCE, uri));
      calls.listen(visit, modernWay(visit, server), method);
    } else {
      throw Named.unknownMethod(message, Era.MODERN);
    }
  }

  private Way modernWay(Visit visit, Server server) {
    if (!eras.speaks(server, Era.MODERN, visit.waiting())) {
      throw new Refused(
          new Refusal.EraMismatch(
              server.name().text(),
              ProtocolVersion.V2026_07_28.text(),
              ProtocolVersion.V2025_11_25.text()));
    }
    return Way.modern(server, connections.to(server), Rewriting.modernHeaders(visit));
  }

  private static Target target(Server server, Named named) {
    return new Target(server.name(), named.primitive(), named.name());
  }

  void initialize(Visit visit, Endpoint.OneServer endpoint) {
    var server = server(visit, endpoint);
    visit.waiting().begins();
    stages.ledger().intentAndWait(visit, "initialize");
    var message = visit.message();
    var opened =
        UpstreamSession.open(server, connections.to(server), sessions.servers(), message.bytes());
    var begun = sessions.begin(visit.caller(), endpoint, message);
    if (begun.isEmpty()) {
      opened.close();
      throw tooManySessions();
    }
    var client = begun.get();
    client.adopt(opened);
    visit.session(client.name());
    var hello = opened.hello().bytes();
    stages
        .ledger()
        .outcome(
            visit,
            Status.OK,
            200,
            hello.length,
            List.of(),
            null,
            () -> visit.reply().whole(new Reply.Head(200, client.id(), null, 0), hello),
            () -> {
              sessions.end(client);
              stages.notRecorded(visit);
            });
  }

  static Refused tooManySessions() {
    return new Refused(
        new Refusal.NotDecided("too many sessions are open", Duration.ofSeconds(30)));
  }

  void inSession(Visit visit, Endpoint.OneServer endpoint, ClientSession client) {
    var server = server(visit, endpoint);
    var message = visit.message();
    switch (message.shape()) {
      case RESULT, ERROR -> {
        stages.questions().answer(client, message);
        visit.reply().whole(Reply.Head.of(202), NOTHING);
      }
      case NOTIFICATION -> {
        notified(visit, server, client, message);
        visit.reply().whole(Reply.Head.of(202), NOTHING);
      }
      case REQUEST -> request(visit, server, client, message);
    }
  }

  private static void notified(
      Visit visit, Server server, ClientSession client, Envelope notification) {
    var cancelled = "notifications/cancelled".equals(notification.method());
    if (cancelled && notification.requestId().isPresent()) {
      client.cancel(notification.requestId().text(notification.bytes()));
    } else {
      client.upstream(server, visit.waiting()).post(notification.bytes());
    }
  }

  private void request(Visit visit, Server server, ClientSession client, Envelope message) {
    var named = Named.in(message, Era.LEGACY);
    Way.Finder way = () -> Way.legacy(client.upstream(server, visit.waiting()), client);
    if (named.isPresent()) {
      visit.asked(named.get());
      calls.call(visit, target(server, named.get()), way);
      return;
    }
    var method = message.method() == null ? "" : message.method();
    var list = ListKind.of(method);
    if (list.isPresent()) {
      calls.relay(visit, way.find(), method, new ListFilter(visit, server, list.get()));
    } else if (method.equals("ping") || method.equals("logging/setLevel")) {
      calls.relay(visit, way.find(), method, AnswerEdit.NONE);
    } else {
      throw Named.unknownMethod(message, Era.LEGACY);
    }
  }

  void listen(
      Visit visit,
      Endpoint.OneServer endpoint,
      ClientSession client,
      @Nullable String lastEventId) {
    var session = client.upstream(server(visit, endpoint), visit.waiting());
    var relay = new StandingRelay(visit.reply(), client);
    if (!client.listen(relay)) {
      throw tooManyStreams();
    }
    relay.carries(
        Standing.open(
            endpoint,
            session,
            client,
            visit.snapshot().guardrails(),
            stages.questions(),
            lastEventId,
            relay));
  }

  static Refused tooManyStreams() {
    return new Refused(
        new Refusal.BadMessage(
            409,
            JsonRpc.INVALID_REQUEST,
            "too many streams are open in this session: close one first",
            ""));
  }
}
