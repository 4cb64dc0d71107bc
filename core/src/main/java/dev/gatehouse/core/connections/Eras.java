package dev.gatehouse.core.connections;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Discovery;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.Handshake;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.ProtocolVersion;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which era each server speaks: asked by {@code server/discover}, kept for a while, asked again
 * later. Authentication errors, server errors and silence prove nothing and leave the era open, but
 * for a process that then shakes hands. Thread-safe.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning">versioning</a>
 */
public final class Eras {
  private static final Duration PROBE_DEADLINE = Duration.ofSeconds(10);
  private static final long AGE = Duration.ofMinutes(15).toNanos();

  /** A server that turns modern goes on working as it did, so there is no haste to notice. */
  private static final long LEGACY_AGE = Duration.ofDays(1).toNanos();

  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final int MOST_VERDICTS = 20_000;

  private record Asked(Connection connection, Era era) {}

  private record Verdict(boolean speaks, long until) {}

  private final Cache<Asked, Verdict> verdicts =
      Caffeine.newBuilder().maximumSize(MOST_VERDICTS).executor(Runnable::run).build();
  private final ConcurrentHashMap<Connection, Object> probing = new ConcurrentHashMap<>();
  private final Connections connections;
  private final LongSupplier nanoTime;

  public Eras(Connections connections, LongSupplier nanoTime) {
    this.connections = connections;
    this.nanoTime = nanoTime;
  }

  /** The newest era that the server speaks. As {@link #speaks}. */
  public Era newest(Server server, Waiting waiting) {
    return speaks(server, Era.MODERN, waiting) ? Era.MODERN : Era.LEGACY;
  }

  /**
   * Whether the server speaks the era; some speak both. One that speaks the modern era, and the
   * legacy one without sessions, counts as modern only.
   *
   * @throws Refused with UpstreamDown when it cannot be found out
   */
  public boolean speaks(Server server, Era era, Waiting waiting) {
    var fixed = fixed(server);
    if (fixed.isPresent()) {
      return fixed.get() == era;
    }
    var asked = new Asked(server.connection(), era);
    var known = fresh(asked);
    if (known != null) {
      return known;
    }
    waiting.begins();
    var turn = probing.computeIfAbsent(asked.connection, _ -> new Object());
    synchronized (turn) {
      try {
        known = fresh(asked);
        return known != null ? known : probe(server, asked);
      } finally {
        probing.remove(asked.connection, turn);
      }
    }
  }

  /** The era that needs no asking: named by the owner, or the only one that the transport has. */
  private static Optional<Era> fixed(Server server) {
    var isOld =
        server.connection() instanceof Connection.Http http
            && http.transport() == Connection.HttpTransport.SSE;
    return isOld ? Optional.of(Era.LEGACY) : server.era();
  }

  /** Forgets what is known, after an answer that does not fit it. */
  public void forget(Server server) {
    for (var era : Era.values()) {
      verdicts.invalidate(new Asked(server.connection(), era));
    }
  }

  /** Forgets all servers but these: another may be there by the time that one comes back. */
  public void retain(Collection<Server> servers) {
    var connections = servers.stream().map(Server::connection).collect(Collectors.toSet());
    verdicts.asMap().keySet().removeIf(asked -> !connections.contains(asked.connection));
  }

  private @Nullable Boolean fresh(Asked asked) {
    var verdict = verdicts.getIfPresent(asked);
    if (verdict == null || verdict.until - nanoTime.getAsLong() < 0) {
      return null;
    }
    return verdict.speaks;
  }

  private boolean probe(Server server, Asked asked) {
    var speaks =
        switch (asked.era) {
          case MODERN -> speaksModern(server);
          case LEGACY -> !speaks(server, Era.MODERN, Waiting.ALLOWED) || shakesHands(server);
        };
    var age = asked.era == Era.MODERN && !speaks ? LEGACY_AGE : AGE;
    verdicts.put(asked, new Verdict(speaks, nanoTime.getAsLong() + age));
    return speaks;
  }

  private boolean speaksModern(Server server) {
    var line = connections.to(server);
    var asked = askOnce(line, Messages.discover(PROBE_DEADLINE));
    var era = judge(asked);
    if (era.isEmpty() && line.isProcess() && wasStarted(asked) && shakesHands(server)) {
      era = Optional.of(Era.LEGACY); // some say nothing before a handshake, some end
    }
    if (era.isEmpty()) {
      line.breaker().failed();
      throw notFoundOut(server, asked);
    }
    line.breaker().succeeded();
    return era.get() == Era.MODERN;
  }

  /**
   * Whether a server of the modern era speaks the legacy one as a whole. Over HTTP that takes a
   * session: without one it can neither ask nor tell anything, which it can in the modern era.
   * {@code server/discover} does not say, since servers of both eras list modern versions only.
   */
  private boolean shakesHands(Server server) {
    var line = connections.to(server);
    var opening = Opening.of(line, Messages.handshakeProbe(PROBE_DEADLINE));
    line.release(opening.upstream());
    var asked = opening.asked();
    if (asked.result().isEmpty() && !line.isProcess() && provesNothing(asked)) {
      throw notFoundOut(server, asked);
    }
    endSession(line, asked);
    return asked.result().filter(Eras::agreesOnLegacy).isPresent()
        && (line.isProcess() || session(asked).isPresent());
  }

  /** Some agree on a modern version, which has no handshake: no legacy client takes that. */
  private static boolean agreesOnLegacy(Envelope hello) {
    try {
      var agreed = Handshake.read(hello.bytes(), StrictJson.Bounds.DEFAULT).protocolVersion();
      return ProtocolVersion.of(agreed).map(ProtocolVersion::era).orElse(Era.LEGACY) == Era.LEGACY;
    } catch (Malformed e) {
      return false;
    }
  }

  private static Optional<String> session(Ask.Asked asked) {
    var head = asked.head();
    return head == null ? Optional.empty() : Optional.ofNullable(head.sessionId());
  }

  /** The handshake was a question; the session that it began is not wanted. */
  private static void endSession(Connections.Line line, Ask.Asked asked) {
    var id = session(asked);
    if (id.isPresent() && !line.isProcess()) {
      var version = ProtocolVersion.V2025_11_25.text();
      Ask.ask(line.shared(), Messages.goodbye(id.get(), version, GOODBYE), GOODBYE);
    }
  }

  private static Refused notFoundOut(Server server, Ask.Asked asked) {
    return new Refused(
        new Refusal.UpstreamDown(server.name().text(), asked.inWords(), Duration.ofSeconds(5)));
  }

  /** A process that was asked may refuse the other era for good, or end: never the shared one. */
  private static Ask.Asked askOnce(Connections.Line line, Outgoing outgoing) {
    line.refuseWhenDown();
    var upstream = line.acquireForProbe();
    try {
      return Ask.ask(upstream, outgoing, PROBE_DEADLINE);
    } finally {
      line.release(upstream);
    }
  }

  private static boolean wasStarted(Ask.Asked asked) {
    var failure = asked.failure();
    return failure == null || failure.cause() != UpstreamFailure.Cause.UNREACHABLE;
  }

  private static Optional<Era> judge(Ask.Asked asked) {
    var answer = asked.answer();
    if (answer != null && speaksModern(answer)) {
      return Optional.of(Era.MODERN);
    }
    return provesNothing(asked) ? Optional.empty() : Optional.of(Era.LEGACY);
  }

  /** An answer that broke off, asks for a credential, or is no answer to this question. */
  private static boolean provesNothing(Ask.Asked asked) {
    var head = asked.head();
    return head == null
        || asked.failure() != null
        || head.status() == 401
        || head.status() == 403
        || head.status() == 429
        || head.status() >= 500;
  }

  /** A discover result is no proof by itself: some servers list legacy versions in it. */
  private static boolean lists(Envelope answer) {
    try {
      return Discovery.read(answer.bytes(), StrictJson.Bounds.DEFAULT)
          .supportedVersions()
          .contains(Messages.MODERN.text());
    } catch (Malformed e) {
      return false;
    }
  }

  private static boolean speaksModern(Envelope answer) {
    return switch (answer.shape()) {
      case RESULT -> lists(answer);
      case ERROR ->
          answer.errorCode() == JsonRpc.HEADER_MISMATCH
              || answer.errorCode() == JsonRpc.MISSING_CAPABILITY
              || answer.errorCode() == JsonRpc.UNSUPPORTED_VERSION;
      case REQUEST, NOTIFICATION -> false;
    };
  }
}
