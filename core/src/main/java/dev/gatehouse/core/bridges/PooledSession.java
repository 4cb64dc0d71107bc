package dev.gatehouse.core.bridges;

import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.InputKind;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.Span;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session of the legacy era in which requests of one modern caller are made: gives them ids that
 * are used once, knows which of them are open, and brings what the server says of its own accord to
 * the one it belongs to, or to nobody. Thread-safe; holds no lock while it calls out.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle">sessions</a>
 */
final class PooledSession {
  private static final int MOST_QUESTIONS = 1_000;
  private static final Duration SMALL_REQUEST = Duration.ofSeconds(30);
  private static final Duration STANDING = Duration.ofHours(24);

  private final UpstreamSession session;
  private final Listens listens = new Listens(this);
  private final StandingStream standing;
  private final AtomicLong lastId = new AtomicLong();
  private final Map<String, LegacyCall> open = new ConcurrentHashMap<>();
  private final Set<String> questions = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable LogLevel level;

  PooledSession(UpstreamSession session, Later later) {
    this.session = session;
    this.standing = new StandingStream(this, later);
  }

  UpstreamSession upstream() {
    return session;
  }

  Listens listens() {
    return listens;
  }

  /** The stream on which the server speaks outside of requests. */
  StandingStream standing() {
    return standing;
  }

  boolean isPipe() {
    return session.line().isPipe();
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Whether something here would be lost if it ended. */
  boolean isBusy() {
    return !open.isEmpty() || !listens.isEmpty();
  }

  /** JSON text of an id that no request of this session has had. */
  String nextId() {
    return Long.toString(lastId.incrementAndGet());
  }

  /** The call is made under this id from now on; false when the session is over already. */
  boolean opens(String idText, LegacyCall call) {
    open.put(idText, call);
    return !(closed.get() && open.remove(idText, call));
  }

  /** The call under this id is over. */
  void ends(String idText) {
    open.remove(idText);
  }

  /** Whether a request of the server is the first with this id; its answer frees the id. */
  boolean isNew(String questionIdText) {
    return questions.size() < MOST_QUESTIONS && questions.add(questionIdText);
  }

  /** Answers a request of the server. */
  void answer(String questionIdText, byte[] message) {
    questions.remove(questionIdText);
    session.post(message);
  }

  /** Says no to a request of the server. */
  void decline(String questionIdText, String why) {
    answer(questionIdText, JsonRpc.error(questionIdText, JsonRpc.METHOD_NOT_FOUND, why));
  }

  /**
   * Sees to it that the server logs at this level or a lower one, and goes on then: at once, or
   * when the server has answered.
   */
  void atLevel(LogLevel asked, Runnable then) {
    if (!session.capabilities().names().contains("logging")) {
      then.run();
      return;
    }
    boolean isNews;
    synchronized (this) {
      isNews = level == null || asked.compareTo(level) < 0;
      level = isNews ? asked : level;
    }
    if (isNews) {
      ask("logging/setLevel", "{\"level\":\"" + asked.text() + "\"}", _ -> then.run());
    } else {
      then.run();
    }
  }

  /** Makes a small request and tells, once, whether a result came back. */
  void ask(String method, String paramsJson, Consumer<Boolean> whenAnswered) {
    var request = JsonRpc.request(nextId(), method, paramsJson);
    session
        .upstream()
        .send(session.message(request, SMALL_REQUEST), new SmallAnswer(this, whenAnswered));
  }

  /**
   * A request of the server: for the call that it belongs to, or for nobody.
   *
   * @param from the call on whose stream it came, null for the standing stream
   */
  void asked(@Nullable LegacyCall from, Envelope question) {
    var id = question.idText();
    if (id == null) {
      return;
    }
    if ("ping".equals(question.method())) {
      session.post(JsonRpc.result(id, "{}"));
      return;
    }
    if (!isNew(id)) {
      return; // an answer to this one would answer the first
    }
    var kind = InputKind.of(question);
    var call = belongsTo(from);
    if (kind.isEmpty() || call == null) {
      decline(id, "Nobody can answer this here.");
    } else {
      call.asked(this, id, kind.get(), question);
    }
  }

  /**
   * On a pipe all come the same way, so that only the one open call can be meant. For a parked one
   * the server waits itself: while others run, it is one of them that asks.
   */
  private @Nullable LegacyCall belongsTo(@Nullable LegacyCall from) {
    if (from != null && !isPipe()) {
      return from;
    }
    LegacyCall running = null;
    LegacyCall parked = null;
    var howManyRun = 0;
    var howManyWait = 0;
    for (var call : open.values()) {
      if (call.isParked()) {
        parked = call;
        howManyWait++;
      } else {
        running = call;
        howManyRun++;
      }
    }
    if (howManyRun > 0) {
      return howManyRun == 1 ? running : null;
    }
    return howManyWait == 1 ? parked : null;
  }

  /**
   * A notification of the server.
   *
   * @param from the call on whose stream it came, null for the standing stream
   */
  void notified(@Nullable LegacyCall from, Envelope notification) {
    var method = notification.method() == null ? "" : notification.method();
    switch (method) {
      case "notifications/progress" -> {
        var call = open.get(text(notification, notification.progressToken()));
        if (call != null) {
          call.progressed(notification);
        }
      }
      case "notifications/message" -> {
        var call = from == null ? belongsTo(null) : from;
        if (call != null) {
          call.logged(notification);
        }
      }
      case "notifications/cancelled" -> {
        var id = text(notification, notification.requestId());
        if (questions.remove(id)) {
          open.values().forEach(call -> call.withdrawn(id));
        }
      }
      case "notifications/elicitation/complete", "notifications/tasks/status" -> {
        // The modern era has neither: the client learns the outcome by asking again.
      }
      default -> {
        if (listens.concerns(method)) {
          listens.tell(notification);
        } else if (from != null && !isPipe()) {
          from.said(notification);
        }
      }
    }
  }

  private static String text(Envelope message, Span span) {
    return span.isPresent() ? span.text(message.bytes()) : "";
  }

  /** Ends the session and all that goes on in it. Idempotent. */
  void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    standing.close();
    listens.sessionEnds();
    open.values().forEach(LegacyCall::sessionEnds);
    session.close();
  }

  /** A message in this session, with bounds of its own. */
  Exchange send(
      byte[] body, Outgoing.Deadlines deadlines, @Nullable String traceparent, Answering to) {
    return session
        .upstream()
        .send(
            new Outgoing(
                Outgoing.Verb.POST,
                session.headers(),
                body,
                Outgoing.Accepts.JSON_OR_EVENTS,
                traceparent,
                deadlines),
            to);
  }

  /** Reads on behind an event. */
  Exchange read(String lastEventId, Answering to) {
    return session
        .upstream()
        .send(
            new Outgoing(
                Outgoing.Verb.GET,
                session.headersAfter(lastEventId),
                new byte[0],
                Outgoing.Accepts.EVENTS,
                null,
                new Outgoing.Deadlines(SMALL_REQUEST, STANDING, Duration.ZERO)),
            to);
  }

  /** Waits for the answer to a small request. */
  private static final class SmallAnswer implements Answering {
    private final PooledSession session;
    private final Consumer<Boolean> whenAnswered;
    private final AtomicBoolean told = new AtomicBoolean();

    SmallAnswer(PooledSession session, Consumer<Boolean> whenAnswered) {
      this.session = session;
      this.whenAnswered = whenAnswered;
    }

    private void tell(boolean isResult) {
      if (told.compareAndSet(false, true)) {
        whenAnswered.accept(isResult);
      }
    }

    @Override
    public void head(AnswerHead head) {}

    @Override
    public void message(byte[] message, @Nullable String eventId) {
      try {
        var heard = Envelope.scan(message, StrictJson.Bounds.DEFAULT);
        switch (heard.shape()) {
          case RESULT -> tell(true);
          case ERROR -> tell(false);
          case NOTIFICATION -> session.notified(null, heard);
          case REQUEST -> session.asked(null, heard);
        }
      } catch (Malformed e) {
        tell(false);
      }
    }

    @Override
    public void end() {
      tell(false);
    }

    @Override
    public void failed(UpstreamFailure failure) {
      tell(false);
    }
  }
}
