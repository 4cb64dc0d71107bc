package dev.gatehouse.core.sessions;

import dev.gatehouse.core.connections.Ask;
import dev.gatehouse.core.connections.Capabilities;
import dev.gatehouse.core.connections.Connections.Line;
import dev.gatehouse.core.connections.Messages;
import dev.gatehouse.core.connections.Opening;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Handshake;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.ProtocolVersion;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A session that the gateway holds with one server of the legacy era. Thread-safe. */
public final class UpstreamSession {
  private static final Duration HANDSHAKE = Duration.ofSeconds(30);
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  private final Server server;
  private final Line line;
  private final boolean isBridge;
  private final Upstream upstream;
  private final @Nullable String sessionId;
  private final Envelope hello;
  private final String version;
  private final Capabilities capabilities;
  private final McpHeaders headers;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean followed = new AtomicBoolean();
  private volatile @Nullable Exchange stream;

  private UpstreamSession(
      Server server,
      Line line,
      Upstream upstream,
      boolean isBridge,
      @Nullable String sessionId,
      Envelope hello,
      Handshake.Answer agreed) {
    this.server = server;
    this.line = line;
    this.upstream = upstream;
    this.isBridge = isBridge;
    this.sessionId = sessionId;
    this.hello = hello;
    this.version = agreed.protocolVersion();
    this.capabilities = Capabilities.of(agreed.capabilitiesJson());
    this.headers = new McpHeaders(version, null, null, sessionId, null, List.of());
  }

  /**
   * Sends {@code initialize} and waits for its result; {@link #initialized} is still to be said.
   * Blocks: for virtual threads only.
   *
   * @param initialize the whole request
   * @throws Refused when the server does not answer, or not with a result
   */
  public static UpstreamSession open(Server server, Line line, byte[] initialize) {
    return open(server, line, SessionUpstreams.THEMSELVES, initialize);
  }

  /**
   * The same through the face that these upstreams show for the server, if any.
   *
   * @param initialize the whole request
   * @throws Refused when the server does not answer, or not with a result
   */
  public static UpstreamSession open(
      Server server, Line line, SessionUpstreams upstreams, byte[] initialize) {
    line.refuseWhenDown();
    var face = upstreams.face(server, line);
    var opening =
        face.isPresent()
            ? Opening.at(face.get(), initialize, HANDSHAKE)
            : Opening.of(line, initialize, HANDSHAKE);
    var asked = opening.asked();
    UpstreamSession opened = null;
    try {
      var hello = asked.result();
      if (hello.isEmpty()) {
        throw new Refused(whyNot(server, line, asked));
      }
      line.breaker().succeeded();
      var head = asked.head();
      var id = head == null ? null : head.sessionId();
      opened =
          new UpstreamSession(
              server,
              line,
              opening.upstream(),
              face.isPresent(),
              id,
              hello.get(),
              agreed(server, hello.get()));
      return opened;
    } finally {
      if (opened == null) {
        giveBack(line, opening.upstream(), face.isPresent());
      }
    }
  }

  private static Handshake.Answer agreed(Server server, Envelope hello) {
    try {
      return Handshake.read(hello.bytes(), StrictJson.Bounds.DEFAULT);
    } catch (Malformed e) {
      throw new Refused(
          new Refusal.UpstreamDown(
              server.name().text(), "no session: " + e.getMessage(), Duration.ofSeconds(30)));
    }
  }

  private static Refusal whyNot(Server server, Line line, Ask.Asked asked) {
    var answer = asked.answer();
    if (answer != null && refusesEra(answer)) {
      return new Refusal.EraMismatch(
          server.name().text(),
          ProtocolVersion.V2025_11_25.text(),
          ProtocolVersion.V2026_07_28.text());
    }
    if (asked.failure() != null) {
      line.breaker().failed();
    }
    return new Refusal.UpstreamDown(
        server.name().text(), "no session: " + asked.inWords(), Duration.ofSeconds(5));
  }

  private static boolean refusesEra(Envelope answer) {
    return answer.shape() == Envelope.Shape.ERROR
        && (answer.errorCode() == JsonRpc.UNSUPPORTED_VERSION
            || answer.errorCode() == JsonRpc.HEADER_MISMATCH
            || answer.errorCode() == JsonRpc.METHOD_NOT_FOUND);
  }

  /** Says that the handshake is over, and waits until the server has heard it. Blocks. */
  public void initialized() {
    Ask.ask(upstream, message(Handshake.initialized(), HANDSHAKE), HANDSHAKE);
  }

  /** A message in this session. */
  public Outgoing message(byte[] body, Duration deadline) {
    return Messages.legacy(body, sessionId, version, deadline);
  }

  /** Sends an answer or a notification that nothing comes back for. */
  public void post(byte[] body) {
    post(body, () -> {});
  }

  /**
   * As {@link #post(byte[])}.
   *
   * @param whenTaken runs once: when the server has taken it, or will not
   */
  public void post(byte[] body, Runnable whenTaken) {
    upstream.send(message(body, HANDSHAKE), new Taken(whenTaken));
  }

  /** The server at the other end. */
  public Server server() {
    return server;
  }

  /** Where to send. */
  public Upstream upstream() {
    return upstream;
  }

  /** The line that the upstream belongs to. */
  public Line line() {
    return line;
  }

  /** Whether the upstream only speaks for the server: a process that ends does not end it. */
  public boolean isBridge() {
    return isBridge;
  }

  /** Whether a process was started for this session alone, and ends with it. */
  public boolean ownsProcess() {
    return line.isPipe() && !isBridge();
  }

  /** The result of {@code initialize}. */
  public Envelope hello() {
    return hello;
  }

  /** The revision that was agreed on. */
  public String version() {
    return version;
  }

  /** What the server announces. */
  public Capabilities capabilities() {
    return capabilities;
  }

  /** Whether the server gave the session an id; without one it can never forget it. */
  public boolean hasId() {
    return sessionId != null;
  }

  /** The headers of every message in this session. */
  public McpHeaders headers() {
    return headers;
  }

  /** The same, for a stream that goes on after an event. */
  public McpHeaders headersAfter(@Nullable String lastEventId) {
    return lastEventId == null
        ? headers
        : new McpHeaders(version, null, null, sessionId, lastEventId, List.of());
  }

  /**
   * Claims the standing stream of this session, so that it is opened once.
   *
   * @return false when it stands already, or the server is known to have none
   */
  public boolean claimStream() {
    return followed.compareAndSet(false, true);
  }

  /** Hands over the claimed stream, which ends with the session. */
  public void keepStream(Exchange standing) {
    stream = standing;
    if (closed.get()) {
      standing.cancel();
    }
  }

  /** The claimed stream has ended, and may be opened again. */
  public void streamEnded() {
    stream = null;
    followed.set(false);
  }

  /** Ends the session: with DELETE over HTTP, else by ending its process or stream. Idempotent. */
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    var standing = stream;
    if (standing != null) {
      standing.cancel();
    }
    if (sessionId != null && !line.isPipe()) {
      upstream.send(Messages.goodbye(sessionId, version, GOODBYE), new Taken(() -> {}));
    }
    giveBack(line, upstream, isBridge);
  }

  private static void giveBack(Line line, Upstream upstream, boolean isBridge) {
    if (isBridge) {
      upstream.close();
    } else {
      line.release(upstream);
    }
  }

  /** Takes an answer of which only matters that it is there. */
  private static final class Taken implements Answering {
    private final AtomicReference<@Nullable Runnable> whenTaken;

    Taken(Runnable whenTaken) {
      this.whenTaken = new AtomicReference<>(whenTaken);
    }

    private void isTaken() {
      var action = whenTaken.getAndSet(null);
      if (action != null) {
        action.run();
      }
    }

    @Override
    public void head(AnswerHead head) {
      isTaken();
    }

    @Override
    public void message(byte[] message, @Nullable String eventId) {}

    @Override
    public void end() {
      isTaken();
    }

    @Override
    public void failed(UpstreamFailure failure) {
      isTaken();
    }
  }
}
