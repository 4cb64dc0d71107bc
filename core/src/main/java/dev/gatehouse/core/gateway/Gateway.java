package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.AuditEvent.Status;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.identity.Impersonation;
import dev.gatehouse.core.limits.FloodBound;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.sealing.OneTimeSeals;
import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.sessions.ClientSessions;
import dev.gatehouse.core.views.Directories;
import dev.gatehouse.core.waiting.MustWait;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.JsonRpc;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers every request on the MCP routes: tells who calls and what has come, and hands it to the
 * journey that it begins. Refusals of all stages end here, and here they are recorded and worded.
 * Thread-safe.
 */
public final class Gateway implements McpHandler {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  /** Where calls run. */
  public enum Threads {
    /** On the event loop, and on a virtual thread only when a stage must wait. */
    EVENT_LOOP_FIRST,
    /** Always on a virtual thread. */
    VIRTUAL
  }

  private final Supplier<Snapshot> snapshot;
  private final Authentication authentication;
  private final FloodBound flood;
  private final ClientSessions sessions;
  private final FrontDoor frontDoor;
  private final SingleServer single;
  private final ManyServers many;
  private final Stages stages;
  private final Function<Endpoint, String> resource;
  private final Threads threads;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  /** Puts the journeys together. Starts nothing. */
  public Gateway(GatewayParts parts) {
    this.snapshot = parts.snapshot();
    this.authentication = parts.authentication();
    this.flood = parts.flood();
    this.sessions = parts.sessions();
    this.threads = parts.threads();
    this.resource = parts.resource();
    this.clock = parts.clock();
    this.nanoTime = parts.nanoTime();
    this.frontDoor = new FrontDoor(parts.bounds());
    var tasks = new Tasks(parts.sealer());
    this.stages =
        new Stages(
            new Ledger(
                parts.journal(),
                parts.lane(),
                parts.audit(),
                new Meter(parts.telemetry(), parts.views()),
                nanoTime),
            new Refusing(parts.challenge()),
            new QuestionDesk(new SessionTasks(tasks)),
            parts.sealer(),
            new MirroredArguments(parts.views()),
            new OneTimeSeals(parts.sealer(), parts.stateLife(), clock),
            new OpenStreams(snapshot, arrival -> proven(arrival, Waiting.ALLOWED)),
            new Replays(nanoTime, Replays.Bounds.DEFAULT));
    var calls = new Calls(stages, new AppResources(parts.views()), tasks);
    var ways = new Ways(parts.connections(), parts.eras(), parts.modernFaces());
    this.single = new SingleServer(parts.connections(), ways, sessions, stages, calls, tasks);
    this.many =
        new ManyServers(
            ways,
            sessions,
            new Directories(parts.views()),
            stages,
            calls,
            tasks,
            new ChangeNews(stages, new ServerNews(Gateway::later)),
            snapshot);
  }

  private static void later(Duration after, Runnable action) {
    CompletableFuture.delayedExecutor(
            after.toMillis(),
            TimeUnit.MILLISECONDS,
            task -> Thread.ofVirtual().name("listen-again").start(task))
        .execute(action);
  }

  /** Requests are counted when they come, not again when they must wait. */
  private enum Try {
    FIRST,
    AGAIN
  }

  @Override
  public void handle(Arrival arrival, Reply reply) {
    var next = Try.FIRST;
    if (threads == Threads.EVENT_LOOP_FIRST) {
      try {
        answer(arrival, reply, Waiting.FORBIDDEN, proving(Try.FIRST));
        return;
      } catch (MustWait wait) {
        // Nothing has happened yet: the same again, where waiting is free.
        next = Try.AGAIN;
      }
    }
    var which = next;
    Thread.ofVirtual()
        .name("call")
        .start(() -> answer(arrival, reply, Waiting.ALLOWED, proving(which)));
  }

  /**
   * Does everything that {@link #handle} does but authenticate: for a call that an administrator
   * makes in somebody's place. Blocks where stages wait; the answer may come later.
   *
   * @param arrival its connection names the administrator, and so do the records of the call
   */
  public void handleAs(Impersonation as, Arrival arrival, Reply reply) {
    answer(arrival, reply, Waiting.ALLOWED, visit -> counted(Try.FIRST, visit, _ -> as.supposed()));
  }

  /** Says who calls, or refuses. */
  private interface Identifying {
    Caller caller(Visit visit);
  }

  private Identifying proving(Try which) {
    return visit -> counted(which, visit, it -> proven(it.arrival(), it.waiting()));
  }

  private Caller proven(Arrival arrival, Waiting waiting) {
    return authentication.authenticate(
        arrival.authorization(), resource.apply(arrival.endpoint()), waiting);
  }

  private Caller counted(Try which, Visit visit, Identifying identifying) {
    if (which == Try.FIRST) {
      flood.connection(visit.arrival().connection());
    }
    var caller = identifying.caller(visit);
    if (which == Try.FIRST) {
      visit.caller(caller); // a flood is recorded with who sends it
      flood.caller(caller);
    }
    return caller;
  }

  /** Whatever happens, the client gets an answer. */
  private void answer(Arrival arrival, Reply reply, Waiting waiting, Identifying identifying) {
    try {
      var visit =
          new Visit(arrival, reply, snapshot.get(), waiting, nanoTime.getAsLong(), clock.instant());
      journey(visit, identifying);
    } catch (MustWait wait) {
      throw wait;
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "a bug in refusing " + arrival, bug);
      reply.whole(Reply.Head.of(500), new byte[0]);
    }
  }

  private void journey(Visit visit, Identifying identifying) {
    try {
      visit.caller(identifying.caller(visit));
      go(visit, frontDoor.read(visit));
    } catch (Refused refused) {
      refuse(visit, refused.refusal());
    } catch (MustWait wait) {
      throw wait;
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "a bug in answering " + visit.arrival(), bug);
      refuse(visit, new Refusal.Internal(bug.getClass().getName()));
    }
  }

  private void go(Visit visit, Incoming incoming) {
    switch (incoming) {
      case Incoming.Modern _ -> {
        switch (visit.arrival().endpoint()) {
          case Endpoint.OneServer one -> single.modern(visit, one);
          case Endpoint.AllServers _, Endpoint.Toolset _ -> many.modern(visit);
        }
      }
      case Incoming.ModernNotification() -> visit.reply().whole(Reply.Head.of(202), new byte[0]);
      case Incoming.Initialize _ -> {
        switch (visit.arrival().endpoint()) {
          case Endpoint.OneServer one -> single.initialize(visit, one);
          case Endpoint.AllServers _, Endpoint.Toolset _ -> many.initialize(visit);
        }
      }
      case Incoming.InSession(_, var id) -> {
        var client = session(visit, id);
        switch (visit.arrival().endpoint()) {
          case Endpoint.OneServer one -> single.inSession(visit, one, client);
          case Endpoint.AllServers _, Endpoint.Toolset _ -> many.inSession(visit, client);
        }
      }
      case Incoming.Listen(var id, var lastEventId) -> {
        if (id == null) {
          visit.reply().whole(Reply.Head.of(405), new byte[0]);
          return;
        }
        var client = session(visit, id);
        switch (visit.arrival().endpoint()) {
          case Endpoint.OneServer one -> single.listen(visit, one, client, lastEventId);
          case Endpoint.AllServers _, Endpoint.Toolset _ -> many.listen(visit, client, lastEventId);
        }
      }
      case Incoming.Goodbye(var id) -> {
        if (id == null) {
          visit.reply().whole(Reply.Head.of(405), new byte[0]);
          return;
        }
        sessions.end(session(visit, id));
        stages.answer(visit, Reply.Head.of(204), new byte[0]);
      }
    }
  }

  /** Another caller's session does not exist for this one. */
  private ClientSession session(Visit visit, @Nullable String id) {
    if (id == null) {
      throw new Refused(
          new Refusal.BadMessage(
              400,
              JsonRpc.INVALID_REQUEST,
              "Mcp-Session-Id is missing: send initialize first, and its session id ever after;"
                  + " or speak revision 2026-07-28, which needs neither",
              ""));
    }
    var session =
        sessions
            .find(id, visit.caller(), visit.arrival().endpoint())
            .orElseThrow(() ->
                new Refused(
                    new Refusal.BadMessage(
                        404,
                        JsonRpc.INVALID_REQUEST,
                        "there is no such session (any more): send initialize again",
                        "")));
    visit.session(session.name());
    return session;
  }

  private void refuse(Visit visit, Refusal refusal) {
    var said = inTheClientsWords(visit, refusal);
    var intent = visit.intent();
    if (intent == null) {
      var reference = stages.ledger().denied(visit, refusal, ValuesRead.by(visit, refusal));
      stages.refusing().answer(visit, said, reference, null);
      return;
    }
    stages
        .ledger()
        .outcome(
            visit,
            refusal instanceof Refusal.Guardrail
                ? Status.REFUSED_IN_RESULT
                : Status.UPSTREAM_FAILED,
            Wording.of(said).status(),
            0,
            List.of(),
            refusal,
            () -> stages.refusing().answer(visit, said, intent.text(), null),
            () -> stages.notRecorded(visit));
  }

  /** What is hidden and what does not exist read the same, under the name that was asked for. */
  private static Refusal inTheClientsWords(Visit visit, Refusal refusal) {
    var asked = visit.asked();
    var task = visit.askedTask();
    if (task != null && refusal instanceof Refusal.Unknown(_, _, var reason)) {
      return new Refusal.Unknown("task", task, reason);
    }
    return asked != null && refusal instanceof Refusal.Unknown(_, _, var reason)
        ? new Refusal.Unknown(asked.primitive().noun(), asked.name(), reason)
        : refusal;
  }

  /** Tells the clients of the joined routes that lists may have changed. */
  public void listsChanged() {
    many.listsChanged();
  }

  /** Records what has only been counted so far: for the end. */
  public void settle() {
    stages.ledger().settleAll();
  }

  /**
   * Ends the streams and sessions that nobody could begin any more: whose credential is revoked or
   * has expired, or whose server the caller may not use any more. To be called after each change
   * and from time to time. Blocks where keys of an issuer must be fetched: for virtual threads.
   */
  public void recheck() {
    stages.ledger().settle();
    stages.replays().sweep();
    var now = snapshot.get();
    stages.streams().recheck(now);
    sessions.retain(authentication::standing, now.policy()::mayReach);
  }
}
