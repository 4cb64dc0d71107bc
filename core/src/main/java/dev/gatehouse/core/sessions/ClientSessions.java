package dev.gatehouse.core.sessions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.protocol.Envelope;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The sessions that clients hold, bounded per caller and in all. Thread-safe. A session is found
 * only by the caller and on the route that it began with: for everybody else it does not exist.
 *
 * <p>What is idle, pushed out, or from before a restart is not held, but taken up again when its
 * client comes back with the id, which carries what is needed for that. A session that was ended
 * stays ended in this process.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management">sessions</a>
 */
public final class ClientSessions implements AutoCloseable {
  private static final int MOST_ENDED = 100_000;

  /**
   * Bounds.
   *
   * @param perCaller sessions of one caller; the longest idle one gives way to a new one
   * @param most sessions in all; beyond, new ones are refused
   * @param idle after how long without a message a session is let go
   * @param idleProcess after how long its processes end; the next message starts new ones
   */
  public record Bounds(int perCaller, int most, Duration idle, Duration idleProcess) {}

  private final ConcurrentHashMap<String, ClientSession> sessions = new ConcurrentHashMap<>();
  private final Cache<String, Boolean> ended =
      Caffeine.newBuilder().maximumSize(MOST_ENDED).executor(Runnable::run).build();
  private final Connections connections;
  private final SessionUpstreams servers;
  private final Bounds bounds;
  private final SessionSeals seals;
  private final LongSupplier nanoTime;

  /**
   * @param servers what sessions with servers speak to
   */
  public ClientSessions(
      Connections connections,
      SessionUpstreams servers,
      Bounds bounds,
      SessionSeals seals,
      LongSupplier nanoTime) {
    this.connections = connections;
    this.servers = servers;
    this.bounds = bounds;
    this.seals = seals;
    this.nanoTime = nanoTime;
  }

  /**
   * A new session for the caller, or empty when there are too many.
   *
   * @param endpoint the route, compared by {@code equals} and named by its text
   */
  public Optional<ClientSession> begin(Caller caller, Object endpoint, Envelope initialize) {
    return hold(seals.id(caller, endpoint, initialize), caller, endpoint, initialize);
  }

  private Optional<ClientSession> hold(
      String id, Caller caller, Object endpoint, Envelope initialize) {
    if (sessions.size() >= bounds.most) {
      reap();
    }
    if (sessions.size() >= bounds.most) {
      return Optional.empty();
    }
    makeRoom(caller);
    var session =
        new ClientSession(id, caller, endpoint, initialize, connections, servers, nanoTime);
    var held = sessions.putIfAbsent(id, session);
    return Optional.of(held == null ? session : held);
  }

  /** What sessions with servers speak to. */
  public SessionUpstreams servers() {
    return servers;
  }

  /**
   * The session with this id, when it is this caller's on this route; taken up again when it is not
   * held here and was not ended.
   */
  public Optional<ClientSession> find(String id, Caller caller, Object endpoint) {
    var session = sessions.get(id);
    if (session == null) {
      return takenUp(id, caller, endpoint);
    }
    if (!session.callerId().equals(caller.id()) || !session.endpoint().equals(endpoint)) {
      return Optional.empty();
    }
    session.used(caller, nanoTime.getAsLong());
    return Optional.of(session);
  }

  private Optional<ClientSession> takenUp(String id, Caller caller, Object endpoint) {
    return ended.getIfPresent(id) == null
        ? seals
            .open(id, caller, endpoint)
            .flatMap(initialize -> hold(id, caller, endpoint, initialize))
        : Optional.empty();
  }

  /** Ends the session for good, with everything that it holds. */
  public void end(ClientSession session) {
    ended.put(session.id(), true);
    letGo(session);
  }

  /** Frees what the session holds; its client can take it up again. */
  private void letGo(ClientSession session) {
    if (sessions.remove(session.id(), session)) {
      session.close();
    }
  }

  /** The same for one whose client has not been heard of for too long. */
  private void expire(ClientSession session) {
    if (sessions.remove(session.id(), session)) {
      session.expire();
    }
  }

  /**
   * Lets go of what has been idle for too long: a call that only waits for an answer of its client
   * does not hold a session, and ends with it. Called from time to time.
   */
  public void reap() {
    var now = nanoTime.getAsLong();
    for (var session : sessions.values()) {
      var unused = now - session.lastUsed();
      if (session.isAtWork()) {
        continue;
      }
      if (unused > bounds.idle.toNanos()) {
        expire(session);
      } else if (unused > bounds.idleProcess.toNanos() && !session.isBusy()) {
        session.endProcesses();
      }
    }
  }

  /**
   * Ends the sessions of callers who are nobody any more, and in the others what they hold at
   * servers that their callers may not use any more.
   *
   * @param standing the caller as it is known now, empty when it cannot be proven any more
   * @param mayReach whether a caller may use anything of a server
   */
  public void retain(
      Function<Caller, Optional<Caller>> standing, BiPredicate<Caller, ServerName> mayReach) {
    for (var session : sessions.values()) {
      var caller = standing.apply(session.caller());
      if (caller.isEmpty()) {
        end(session);
      } else {
        session.keepOnly(server -> mayReach.test(caller.get(), server));
      }
    }
  }

  /** How many there are. */
  public int count() {
    return sessions.size();
  }

  private void makeRoom(Caller caller) {
    var own = sessions.values().stream().filter(it -> it.callerId().equals(caller.id())).toList();
    if (own.size() >= bounds.perCaller) {
      own.stream().min(Comparator.comparingLong(ClientSession::lastUsed)).ifPresent(this::letGo);
    }
  }

  @Override
  public void close() {
    sessions.values().forEach(this::letGo);
  }
}
