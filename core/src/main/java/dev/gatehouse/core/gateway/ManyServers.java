package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.sessions.ClientSessions;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.core.views.Directories;
import dev.gatehouse.core.views.Directory;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /mcp} and {@code /mcp/t/{toolset}}: everything that the caller may use, of all servers, as
 * one server. The gateway itself is the other end of the client's handshake.
 */
final class ManyServers {
  private static final byte[] NOTHING = new byte[0];

  static final List<String> LEVELS =
      List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  private final Ways ways;
  private final ClientSessions sessions;
  private final Directories directories;
  private final Stages stages;
  private final Calls calls;
  private final Tasks tasks;
  private final CallerLists lists;
  private final Greeting greeting = new Greeting();
  private final ChangeNews news;
  private final WhatIsHeard hearing;

  ManyServers(
      Ways ways,
      ClientSessions sessions,
      Directories directories,
      Stages stages,
      Calls calls,
      Tasks tasks,
      ChangeNews news,
      Supplier<Snapshot> snapshot) {
    this.ways = ways;
    this.sessions = sessions;
    this.directories = directories;
    this.stages = stages;
    this.calls = calls;
    this.tasks = tasks;
    this.lists = new CallerLists(stages.sealer());
    this.news = news;
    this.hearing = new WhatIsHeard(this::directory, tasks, snapshot, ways::modern);
  }

  /** Tells clients that lists may have changed. */
  void listsChanged() {
    news.changed();
  }

  private static void requireRoute(Visit visit) {
    requireRoute(visit, visit.snapshot());
  }

  private static void requireRoute(Visit visit, Snapshot now) {
    if (visit.arrival().endpoint() instanceof Endpoint.Toolset(var name)
        && !now.policy().hasToolset(name)) {
      throw new Refused(new Refusal.Unknown("toolset", name, "there is no such toolset"));
    }
  }

  void modern(Visit visit) {
    requireRoute(visit);
    var message = visit.message();
    var named = Named.in(message, Era.MODERN);
    if (named.isPresent()) {
      visit.asked(named.get());
      var target = target(visit, named.get());
      calls.call(visit, target, () -> ways.modern(visit, server(visit, target)));
      return;
    }
    var method = message.method() == null ? "" : message.method();
    var list = ListKind.of(method);
    if (Tasks.areMeantBy(method, Era.MODERN)) {
      var task = task(visit);
      calls.call(visit, task.tool(), () -> ways.modern(visit, server(visit, task.tool())));
    } else if (list.isPresent()) {
      answer(visit, page(visit, list.get()));
    } else if (method.equals("server/discover")) {
      answer(visit, utf8(greeting.discover(visit, directory(visit))));
    } else if (method.equals("subscriptions/listen")) {
      var asked = Subscriptions.of(visit);
      var parts = hearing.parts(visit, asked);
      news.listen(
          visit,
          asked,
          parts,
          (caller, now) -> {
            requireRoute(visit, now);
            WhatIsHeard.check(parts, caller, now);
          });
    } else {
      throw Named.unknownMethod(message, Era.MODERN);
    }
  }

  private Tasks.Task task(Visit visit) {
    var task = tasks.asked(visit);
    var onRoute = CallerLists.onRoute(visit.arrival().endpoint(), visit.snapshot().policy());
    if (!onRoute.test(task.tool())) {
      throw new Refused(new Refusal.Unknown("task", task.id(), "its tool is not on this route"));
    }
    visit.task(task);
    return task;
  }

  private Directory directory(Visit visit) {
    return directories.of(visit.snapshot().catalogue(), visit.waiting());
  }

  private byte[] page(Visit visit, ListKind kind) {
    return lists.page(visit, directory(visit), kind);
  }

  private void answer(Visit visit, byte[] result) {
    var id = visit.idText();
    stages.answer(visit, Reply.Head.of(200), id == null ? NOTHING : JsonRpc.result(id, result));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Target target(Visit visit, Named named) {
    var directory = directory(visit);
    var onRoute = CallerLists.onRoute(visit.arrival().endpoint(), visit.snapshot().policy());
    return directory
        .find(named.primitive(), named.name())
        .filter(target ->
            onRoute.test(target)
                || (target.primitive() == Primitive.RESOURCE
                    && directory.appTools(target).stream().anyMatch(onRoute)))
        .orElseThrow(() ->
            new Refused(
                new Refusal.Unknown(
                    named.primitive().noun(), named.name(), "no server offers it here")));
  }

  private Server server(Visit visit, Target target) {
    return visit
        .snapshot()
        .catalogue()
        .reachable(target.server().text())
        .orElseThrow(() ->
            new Refused(
                new Refusal.Unknown(
                    target.primitive().noun(), target.name(), "its server is not approved")));
  }

  private Way legacyWay(Visit visit, Target target, ClientSession client) {
    var session = client.upstream(server(visit, target), visit.waiting());
    news.follow(visit, client, session);
    return Way.legacy(session, client);
  }

  void initialize(Visit visit) {
    requireRoute(visit);
    var message = visit.message();
    var version = negotiated(message, visit.arrival().headers().protocolVersion());
    var greets = greeting.initialize(visit, directory(visit), version);
    var client =
        sessions
            .begin(visit.caller(), visit.arrival().endpoint(), message)
            .orElseThrow(SingleServer::tooManySessions);
    visit.session(client.name());
    var id = message.idText() == null ? "null" : message.idText();
    var hello = JsonRpc.result(id, greets);
    try {
      stages
          .ledger()
          .answered(
              visit,
              "initialize",
              () -> visit.reply().whole(new Reply.Head(200, client.id(), null, 0), hello),
              () -> {
                sessions.end(client);
                stages.notRecorded(visit);
              });
    } catch (Refused notRecorded) {
      sessions.end(client);
      throw notRecorded;
    }
  }

  /**
   * The version asked for when it is known, and the newest of the era when it is not. The oldest is
   * of HTTP+SSE, whose listener says by the header that it is spoken there.
   */
  private static ProtocolVersion negotiated(Envelope initialize, @Nullable String header) {
    var isOldSpoken = ProtocolVersion.V2024_11_05.text().equals(header);
    return Optional.ofNullable(initialize.initializeProtocolVersion())
        .flatMap(ProtocolVersion::of)
        .filter(version -> version.era() == Era.LEGACY)
        .filter(version -> isOldSpoken || version != ProtocolVersion.V2024_11_05)
        .orElse(ProtocolVersion.V2025_11_25);
  }

  void inSession(Visit visit, ClientSession client) {
    requireRoute(visit);
    var message = visit.message();
    switch (message.shape()) {
      case RESULT, ERROR -> {
        stages.questions().answer(client, message, visit.snapshot().guardrails());
        visit.reply().whole(Reply.Head.of(202), NOTHING);
      }
      case NOTIFICATION -> {
        notified(visit, client, message);
        visit.reply().whole(Reply.Head.of(202), NOTHING);
      }
      case REQUEST -> request(visit, client, message);
    }
  }

  private static void notified(Visit visit, ClientSession client, Envelope notification) {
    switch (notification.method() == null ? "" : notification.method()) {
      case "notifications/cancelled" -> {
        if (notification.requestId().isPresent()) {
          client.cancel(notification.requestId().text(notification.bytes()));
        }
      }
      case "notifications/roots/list_changed" -> {
        var guardrails = visit.snapshot().guardrails();
        for (UpstreamSession session : client.upstreams()) {
          session.post(guardrails.told(session.server().name(), notification.bytes()).message());
        }
      }
      default -> {
        // The handshake ends at the gateway, and nothing else here concerns a server.
      }
    }
  }

  private void request(Visit visit, ClientSession client, Envelope message) {
    var named = Named.in(message, Era.LEGACY);
    if (named.isPresent()) {
      visit.asked(named.get());
      var target = target(visit, named.get());
      calls.call(visit, target, () -> legacyWay(visit, target, client));
      return;
    }
    var method = message.method() == null ? "" : message.method();
    var list = ListKind.of(method);
    if (list.isPresent()) {
      answer(visit, page(visit, list.get()));
    } else if (Tasks.areMeantBy(method, Era.LEGACY)) {
      var task = task(visit);
      calls.call(visit, task.tool(), () -> legacyWay(visit, task.tool(), client));
    } else if (method.equals("ping")) {
      answer(visit, utf8("{}"));
    } else if (method.equals("logging/setLevel")) {
      setLevel(client, message);
      answer(visit, utf8("{}"));
    } else {
      throw Named.unknownMethod(message, Era.LEGACY);
    }
  }

  private static void setLevel(ClientSession client, Envelope message) {
    var level = message.logLevel();
    if (level == null) {
      throw new Refused(
          new Refusal.BadMessage(200, JsonRpc.INVALID_PARAMS, "params.level is missing", ""));
    }
    if (!LEVELS.contains(level)) {
      throw new Refused(
          new Refusal.BadMessage(
              200, JsonRpc.INVALID_PARAMS, "params.level is one of " + LEVELS, ""));
    }
    client.logLevel(level);
    for (UpstreamSession session : client.upstreams()) {
      session.post(message.bytes());
    }
  }

  void listen(Visit visit, ClientSession client, @Nullable String lastEventId) {
    requireRoute(visit);
    OpenStreams.Check check = (_, now) -> requireRoute(visit, now);
    if (!stages.replays().goesOn(stages, visit, client, lastEventId, check)) {
      news.listen(visit, client, check);
    }
  }
}
