package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.AuditEvent.Status;
import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.sessions.ClientSessions;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.protocol.Discovery;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.Instructions;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.Splice;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code /mcp/{server}}: one server, its names and bytes unchanged. Sessions of the legacy era pair
 * one to one with sessions at the server.
 */
final class SingleServer {
  private static final byte[] NOTHING = new byte[0];

  private final Connections connections;
  private final Ways ways;
  private final ClientSessions sessions;
  private final Stages stages;
  private final Calls calls;
  private final Tasks tasks;

  SingleServer(
      Connections connections,
      Ways ways,
      ClientSessions sessions,
      Stages stages,
      Calls calls,
      Tasks tasks) {
    this.connections = connections;
    this.ways = ways;
    this.sessions = sessions;
    this.stages = stages;
    this.calls = calls;
    this.tasks = tasks;
  }

  /**
   * The server, when it exists, is approved, and the caller may use anything of it.
   *
   * @throws Refused with Unknown, the same for all three
   */
  private static Server server(Visit visit, Endpoint.OneServer endpoint) {
    return server(visit.caller(), visit.snapshot(), endpoint);
  }

  private static Server server(Caller caller, Snapshot now, Endpoint.OneServer endpoint) {
    var name = endpoint.server();
    var server = now.catalogue().server(name);
    if (server.isEmpty()) {
      throw new Refused(new Refusal.Unknown("server", name, "there is no such server"));
    }
    if (!server.get().isReachable()) {
      throw new Refused(new Refusal.Unknown("server", name, "it is not approved"));
    }
    if (!now.policy().mayReach(caller, server.get().name())) {
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
      calls.call(visit, target(server, named.get()), () -> ways.modern(visit, server));
      return;
    }
    var method = message.method() == null ? "" : message.method();
    var list = ListKind.of(method);
    if (Tasks.areMeantBy(method, Era.MODERN)) {
      var task = task(visit, server);
      calls.call(visit, task.tool(), () -> ways.modern(visit, server));
    } else if (list.isPresent()) {
      calls.relay(
          visit, ways.modern(visit, server), method, new ListFilter(visit, server, list.get()));
    } else if (method.equals(Discovery.METHOD)) {
      calls.relay(visit, ways.modern(visit, server), method, answer -> kept(visit, server, answer));
    } else if (method.equals("subscriptions/listen")) {
      listen(visit, endpoint, server, method);
    } else {
      throw Named.unknownMethod(message, Era.MODERN);
    }
  }

  private Tasks.Task task(Visit visit, Server server) {
    var task = tasks.asked(visit);
    if (!task.tool().server().equals(server.name())) {
      throw new Refused(
          new Refusal.Unknown("task", task.id(), "it is one of " + task.tool().server()));
    }
    visit.task(task);
    return task;
  }

  private void listen(Visit visit, Endpoint.OneServer endpoint, Server server, String method) {
    var asked = Subscriptions.of(visit);
    var resources = asked.check(visit, uri -> new Target(server.name(), Primitive.RESOURCE, uri));
    var notices = TaskNotices.of(visit, asked, tasks, server.name());
    OpenStreams.Check check =
        (caller, now) -> {
          server(caller, now, endpoint);
          resources.check(caller, now);
          notices.check(caller, now);
        };
    calls.listen(
        visit, ways.modern(visit, server), method, check, notices.outgoing(visit), notices);
  }

  /** Whether there is such a server is not told to everybody, nor is what it says of itself. */
  private static byte[] kept(Visit visit, Server server, Envelope answer) throws Malformed {
    var edits = new Splice(answer.bytes());
    Keeping.bound(Discovery.METHOD, answer, edits);
    return answer.shape() == Envelope.Shape.ERROR
        ? edits.apply()
        : asApproved(visit, server, edits.apply());
  }

  /** An introduction, with the instructions that were approved. */
  private static byte[] asApproved(Visit visit, Server server, byte[] answer) throws Malformed {
    var pinned = visit.snapshot().pins().of(server.name());
    return Instructions.replaced(answer, pinned::instructions);
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
    try {
      greet(visit, server, client, asApproved(visit, server, opened.hello().bytes()));
    } catch (Refused refused) {
      sessions.end(client);
      throw refused;
    } catch (Malformed e) {
      throw new IllegalStateException("the session began with this answer", e);
    }
  }

  private void greet(Visit visit, Server server, ClientSession client, byte[] hello) {
    var inspected = visit.snapshot().guardrails().unasked(server.name(), hello);
    var shown = inspected.message();
    stages
        .ledger()
        .outcome(
            visit,
            Status.OK,
            200,
            shown.length,
            inspected.findings(),
            null,
            () -> visit.reply().whole(new Reply.Head(200, client.id(), null, 0), shown),
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
        stages.questions().answer(client, message, visit.snapshot().guardrails());
        visit.reply().whole(Reply.Head.of(202), NOTHING);
      }
      case NOTIFICATION ->
          notified(
              visit,
              server,
              client,
              message,
              () -> visit.reply().whole(Reply.Head.of(202), NOTHING));
      case REQUEST -> request(visit, server, client, message);
    }
  }

  /**
   * A server that has not heard that the session is open may refuse what comes next, so that one is
   * not answered before it has.
   */
  private static void notified(
      Visit visit, Server server, ClientSession client, Envelope notification, Runnable taken) {
    var cancelled = "notifications/cancelled".equals(notification.method());
    if (cancelled && notification.requestId().isPresent()) {
      client.cancel(notification.requestId().text(notification.bytes()));
      taken.run();
      return;
    }
    var told = visit.snapshot().guardrails().told(server.name(), notification.bytes());
    var session = client.upstream(server, visit.waiting());
    if ("notifications/initialized".equals(notification.method())) {
      session.post(told.message(), taken);
    } else {
      session.post(told.message());
      taken.run();
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
    } else if (Tasks.areMeantBy(method, Era.LEGACY)) {
      calls.call(visit, task(visit, server).tool(), way);
    } else if (method.equals("tasks/list")) {
      var own = stages.questions().tasks().listed(visit, server.name());
      calls.relay(visit, way.find(), method, own);
    } else if (method.equals("ping") || method.equals("logging/setLevel")) {
      var level = message.logLevel();
      if (method.equals("logging/setLevel")
          && level != null
          && ManyServers.LEVELS.contains(level)) {
        client.logLevel(level); // for a session that is opened anew
      }
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
    OpenStreams.Check check = (caller, now) -> server(caller, now, endpoint);
    var server = server(visit, endpoint);
    if (stages.replays().goesOn(stages, visit, client, lastEventId, check)) {
      return;
    }
    var session = client.upstream(server, visit.waiting());
    var relay = new StandingRelay(visit.reply(), client);
    var stream = stages.streams().begins(visit, check, _ -> relay.sessionEnds());
    if (!client.listen(relay)) {
      throw tooManyStreams();
    }
    relay.whenOver(stream::over);
    stages.answer(
        visit,
        () -> {
          stages.streams().stands(visit, stream);
          relay.carries(
              Standing.open(
                  endpoint,
                  session,
                  client,
                  visit.snapshot().guardrails(),
                  stages.questions(),
                  lastEventId,
                  relay));
        },
        () -> client.unlisten(relay));
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
