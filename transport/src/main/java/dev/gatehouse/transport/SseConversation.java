package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.Arrival;
import dev.gatehouse.core.gateway.Endpoint;
import dev.gatehouse.core.gateway.McpHandler;
import dev.gatehouse.core.gateway.Reply;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.ProtocolVersion;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One client over HTTP+SSE: its stream, and the session that the gateway gave it. Ends with its
 * stream; a client that is silent for too long is ended. Thread-safe.
 */
final class SseConversation extends Sweep.Swept {
  /** From the opening of the stream to the first message. */
  private static final long TO_BEGIN = Duration.ofSeconds(30).toNanos();

  private static final long LONGEST_SILENCE = Duration.ofHours(1).toNanos();
  private static final long TO_LISTEN_AGAIN = Duration.ofSeconds(1).toNanos();

  private final McpHandler gateway;
  private final Arrival opening;
  private final String whose;
  private final Loop loop;
  private final List<Runnable> onGone = new CopyOnWriteArrayList<>();
  private final List<Runnable> onDrained = new CopyOnWriteArrayList<>();
  private volatile @Nullable ClientStream stream;
  private volatile @Nullable String sessionId;
  private volatile @Nullable String authorization;
  private volatile long lastHeard = System.nanoTime();
  private volatile boolean hasBegun;
  private volatile boolean isOver;
  private volatile long listenAt = Long.MAX_VALUE;

  /**
   * @param opening the GET
   * @param whose a digest of its credential
   */
  SseConversation(McpHandler gateway, Arrival opening, String whose, Loop loop) {
    this.gateway = gateway;
    this.opening = opening;
    this.whose = whose;
    this.loop = loop;
    this.authorization = opening.authorization();
  }

  boolean isOf(String credential) {
    return whose.equals(credential);
  }

  boolean isFrom(String peer) {
    return opening.connection().equals(peer);
  }

  boolean isOn(Endpoint endpoint) {
    return opening.endpoint().equals(endpoint);
  }

  /**
   * Opens the stream and says on it where to post.
   *
   * @param over runs when the conversation is over
   */
  void begin(ClientReply reply, String address, Runnable over) {
    var begun = reply.stream(Reply.Head.of(200));
    begun.named("endpoint", address);
    begun.onDrained(() -> onDrained.forEach(Runnable::run));
    stream = begun;
    loop.run(() -> loop.sweep.join(this));
    reply.onGone(() -> {
      over.run();
      gone();
    });
  }

  /** The client has left, or was sent away. */
  private void gone() {
    isOver = true;
    loop.run(() -> loop.sweep.leave(this));
    onGone.forEach(Runnable::run);
    onGone.clear();
    onDrained.clear();
    var ending = sessionId;
    if (ending != null) {
      gateway.handle(arrival(Arrival.Verb.DELETE, ending), new SseDoor.Whole((_, _) -> {}));
    }
  }

  /** Takes one message; before there is a session, only from whoever opened the stream. */
  void post(Arrival arrival, String credential, ClientReply reply) {
    if (isOver || (sessionId == null && !isOf(credential))) {
      reply.whole(Reply.Head.of(404), Bytes.NONE);
      return;
    }
    lastHeard = System.nanoTime();
    var method = method(arrival.body());
    var isInitialize = method.equals("initialize");
    if (isInitialize && !claimSession()) {
      reply.whole(Reply.Head.of(400), Bytes.NONE); // one session on one stream
      return;
    }
    var answer = new SseAnswer(this, reply, taken -> taken(method, arrival, taken));
    answer.begin();
    gateway.handle(withSession(arrival, isInitialize), answer);
  }

  private synchronized boolean claimSession() {
    var isFirst = !hasBegun;
    hasBegun = true;
    return isFirst;
  }

  /** What the gateway said to a message that it took. */
  private void taken(String method, Arrival arrival, Reply.Head head) {
    if (method.equals("initialize")) {
      hasBegun = head.sessionId() != null;
      sessionId = head.sessionId();
    }
    if (head.status() < 400) {
      authorization = arrival.authorization();
      if (method.equals("notifications/initialized")) {
        listenAt = System.nanoTime();
      }
    }
  }

  private static String method(byte[] body) {
    try {
      var method = Envelope.scan(body, StrictJson.Bounds.DEFAULT).method();
      return method == null ? "" : method;
    } catch (Malformed e) {
      return ""; // the gateway says what is wrong with it
    }
  }

  /**
   * The message on the gateway's route. With the first one the header says that the client may
   * speak 2024-11-05, which is this transport's own revision.
   */
  private Arrival withSession(Arrival arrival, boolean isInitialize) {
    var named = arrival.headers().protocolVersion();
    var version = isInitialize ? ProtocolVersion.V2024_11_05.text() : named;
    return new Arrival(
        arrival.endpoint(),
        Arrival.Verb.POST,
        headers(version, isInitialize ? null : sessionId),
        arrival.authorization(),
        true,
        true,
        arrival.traceparent(),
        arrival.connection(),
        arrival.body());
  }

  private Arrival arrival(Arrival.Verb verb, String session) {
    return new Arrival(
        opening.endpoint(),
        verb,
        headers(null, session),
        authorization,
        true,
        true,
        null,
        opening.connection(),
        Bytes.NONE);
  }

  private static McpHeaders headers(@Nullable String version, @Nullable String session) {
    return new McpHeaders(version, null, null, session, null, List.of());
  }

  /** Opens the session's standing stream, which belongs to no request. */
  private void listen(String session) {
    gateway.handle(arrival(Arrival.Verb.GET, session), new Standing());
  }

  /** Says one message on the stream. */
  void say(byte[] message) {
    var to = stream;
    if (to != null && !isOver) {
      to.event(message, null);
    }
  }

  boolean isFull() {
    var to = stream;
    return to != null && to.isFull();
  }

  /** Runs the action each time there is room again. */
  void whenDrained(Runnable action) {
    onDrained.add(action);
  }

  /** Runs the action when the client leaves; at once when it has. */
  void whenGone(Runnable action) {
    onGone.add(action);
    if (isOver && onGone.remove(action)) {
      action.run();
    }
  }

  /** Nobody waits for these any more. */
  void forget(@Nullable Runnable gone, @Nullable Runnable drained) {
    if (gone != null) {
      onGone.remove(gone);
    }
    if (drained != null) {
      onDrained.remove(drained);
    }
  }

  /** Ends the stream: the client may open another. */
  private void sendAway() {
    var to = stream;
    if (to != null && !isOver) {
      to.leave();
    }
  }

  @Override
  void look(long now) {
    var session = sessionId;
    var silence = now - lastHeard;
    if (silence > LONGEST_SILENCE || (!hasBegun && silence > TO_BEGIN)) {
      sendAway();
    } else if (session != null && now - listenAt > 0 && listenAt != Long.MAX_VALUE) {
      listenAt = Long.MAX_VALUE;
      listen(session);
    }
  }

  /** The way back of the standing stream. */
  private final class Standing implements Reply, Reply.EventStream {
    private volatile @Nullable Runnable gone;
    private volatile @Nullable Runnable drained;

    @Override
    public void whole(Head head, byte[] body) {
      forget(gone, drained);
      if (head.status() == 404) {
        sendAway(); // the session is over
      }
    }

    @Override
    public EventStream stream(Head head) {
      return this;
    }

    @Override
    public void onGone(Runnable action) {
      gone = action;
      whenGone(action);
    }

    @Override
    public void event(byte[] message, @Nullable String eventId) {
      say(message);
    }

    @Override
    public boolean isFull() {
      return SseConversation.this.isFull();
    }

    @Override
    public void onDrained(Runnable action) {
      drained = action;
      whenDrained(action);
    }

    /** The server has ended its stream, or the session is over: asking again tells. */
    @Override
    public void end() {
      forget(gone, drained);
      listenAt = System.nanoTime() + TO_LISTEN_AGAIN;
    }
  }
}
