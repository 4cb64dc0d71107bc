package dev.gatehouse.core.sessions;

import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.protocol.Envelope;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The sessions that clients hold, bounded per caller and in all; idle ones end. Thread-safe. A
 * session is found only by the caller and on the route that it began with: for everybody else it
 * does not exist.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management">sessions</a>
 */
public final class ClientSessions implements AutoCloseable {
  private static final int ID_BYTES = 20;

  /**
   * Bounds.
   *
   * @param perCaller sessions of one caller; the longest idle one gives way to a new one
   * @param most sessions in all; beyond, new ones are refused
   * @param idle after how long without a message a session ends
   * @param idleProcess after how long its processes end; the next message starts new ones
   */
  public record Bounds(int perCaller, int most, Duration idle, Duration idleProcess) {}

  private final ConcurrentHashMap<String, ClientSession> sessions = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Connections connections;
  private final SessionUpstreams servers;
  private final Bounds bounds;
  private final LongSupplier nanoTime;

  /** Sessions whose servers all speak the legacy era themselves. */
  public ClientSessions(Connections connections, Bounds bounds, LongSupplier nanoTime) {
    this(connections, SessionUpstreams.THEMSELVES, bounds, nanoTime);
  }

  /**
   * @param servers what sessions with servers speak to
   */
  public ClientSessions(
      Connections connections, SessionUpstreams servers, Bounds bounds, LongSupplier nanoTime) {
    this.connections = connections;
    this.servers = servers;
    this.bounds = bounds;
    this.nanoTime = nanoTime;
  }

  /**
   * A new session for the caller, or empty when there are too many.
   *
   * @param endpoint the route, compared by {@code equals}
   */
  public Optional<ClientSession> begin(Caller caller, Object endpoint, Envelope initialize) {
    if (sessions.size() >= bounds.most) {
      reap();
    }
    if (sessions.size() >= bounds.most) {
      return Optional.empty();
    }
    makeRoom(caller);
    var id = new byte[ID_BYTES];
    random.nextBytes(id);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    var now = nanoTime.getAsLong();
    var session =
        new ClientSession(text, caller.id(), endpoint, initialize, connections, servers, now);
    sessions.put(text, session);
    return Optional.of(session);
  }

  /** What sessions with servers speak to. */
  public SessionUpstreams servers() {
    return servers;
  }

  /** The session with this id, when it is this caller's on this route. */
  public Optional<ClientSession> find(String id, Caller caller, Object endpoint) {
    var session = sessions.get(id);
    if (session == null
        || !session.callerId().equals(caller.id())
        || !session.endpoint().equals(endpoint)) {
      return Optional.empty();
    }
    session.used(nanoTime.getAsLong());
    return Optional.of(session);
  }

  /** Ends the session and everything that it holds. */
  public void end(ClientSession session) {
    if (sessions.remove(session.id(), session)) {
      session.close();
    }
  }

  /** Ends what has been idle for too long. Called from time to time. */
  public void reap() {
    var now = nanoTime.getAsLong();
    for (var session : sessions.values()) {
      var unused = now - session.lastUsed();
      if (session.isBusy()) {
        continue;
      }
      if (unused > bounds.idle.toNanos()) {
        end(session);
      } else if (unused > bounds.idleProcess.toNanos()) {
        session.endProcesses();
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
      own.stream().min(Comparator.comparingLong(ClientSession::lastUsed)).ifPresent(this::end);
    }
  }

  @Override
  public void close() {
    sessions.values().forEach(this::end);
  }
}
