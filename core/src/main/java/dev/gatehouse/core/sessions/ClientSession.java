package dev.gatehouse.core.sessions;

import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Messages;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One client's session with the gateway, bound to the caller and the route that it began with.
 * Holds the sessions with servers that its calls need. Thread-safe.
 */
public final class ClientSession {
  private static final int MOST_IN_FLIGHT = 1_000;
  private static final int MOST_LISTENERS = 16;
  private static final int MOST_UNFINISHED = 16;
  private static final int NAME_BYTES = 4;

  /** A standing stream of the client. */
  public interface Listener {
    /** One message that belongs to no request. */
    void hears(byte[] message);

    /** Nothing more will come: the session is over. */
    void sessionEnds();
  }

  /** A request on its way in the session. Told from any thread. */
  public interface Call {
    /** The client does not want its answer any more. */
    void cancel();

    /** Whether nothing goes on in it until the client answers a question of the server. */
    boolean waitsForTheClient();

    /** It waited for a client that has not been heard of for longer than a session may be idle. */
    void clientStaysAway();
  }

  /** What becomes of an answer that comes after its stream has ended. */
  public interface Rest {
    /**
     * The answer as the client gets it.
     *
     * @throws Malformed when it cannot be read
     */
    byte[] of(Envelope answer) throws Malformed;
  }

  private final String id;
  private final String name;
  private volatile Caller caller;
  private final Object endpoint;
  private final Envelope initialize;
  private final Connections connections;
  private final SessionUpstreams servers;
  private final Questions questions = new Questions();
  private final Map<ServerName, UpstreamSession> upstreams = new ConcurrentHashMap<>();
  private final Map<ServerName, Object> opening = new ConcurrentHashMap<>();
  private final Map<String, Call> inFlight = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
  private final LinkedHashMap<String, Rest> unfinished = new LinkedHashMap<>();
  private final CopyOnWriteArrayList<Runnable> whenOver = new CopyOnWriteArrayList<>();
  private final AtomicInteger beingOpened = new AtomicInteger();
  private final LongSupplier nanoTime;
  private volatile @Nullable String logLevel;
  private volatile long lastUsed;
  private volatile boolean closed;

  ClientSession(
      String id,
      Caller caller,
      Object endpoint,
      Envelope initialize,
      Connections connections,
      SessionUpstreams servers,
      LongSupplier nanoTime) {
    this.id = id;
    this.name = hash(id);
    this.caller = caller;
    this.endpoint = endpoint;
    this.initialize = initialize;
    this.connections = connections;
    this.servers = servers;
    this.nanoTime = nanoTime;
    this.lastUsed = nanoTime.getAsLong();
  }

  /** What the client sends as {@code Mcp-Session-Id}: 160 random bits, never proof of identity. */
  public String id() {
    return id;
  }

  /** What records call it: a hash, from which the id cannot be told. */
  public String name() {
    return name;
  }

  /** The caller that it is bound to. */
  public String callerId() {
    return caller.id();
  }

  /** The same, as its last request proved it. */
  Caller caller() {
    return caller;
  }

  /** The route that it is bound to. */
  public Object endpoint() {
    return endpoint;
  }

  /** The client's {@code initialize}, as it came. */
  public Envelope initialize() {
    return initialize;
  }

  /** Requests of servers that the client still has to answer. */
  public Questions questions() {
    return questions;
  }

  /** Remembers the level that {@code logging/setLevel} asked for. */
  public void logLevel(String level) {
    logLevel = level;
  }

  /** The level that the client asked for, null for none. */
  public @Nullable String logLevel() {
    return logLevel;
  }

  /** The sessions with servers that are open now. */
  public Iterable<UpstreamSession> upstreams() {
    return upstreams.values();
  }

  /**
   * The session with this server, opened when there is none.
   *
   * @throws dev.gatehouse.core.refusal.Refused when it cannot be opened
   */
  public UpstreamSession upstream(Server server, Waiting waiting) {
    var session = upstreams.get(server.name());
    if (session != null && session.server().connection().equals(server.connection())) {
      return session;
    }
    waiting.begins();
    beingOpened.incrementAndGet();
    try {
      return openedOnce(server);
    } finally {
      // A handshake may take longer than a session may be idle, and the call is still to come.
      lastUsed = nanoTime.getAsLong();
      beingOpened.decrementAndGet();
    }
  }

  private UpstreamSession openedOnce(Server server) {
    synchronized (opening.computeIfAbsent(server.name(), _ -> new Object())) {
      var session = upstreams.get(server.name());
      if (session == null || !session.server().connection().equals(server.connection())) {
        session = opened(server);
        adopt(session);
        tellLogLevel(session);
      }
      return session;
    }
  }

  private UpstreamSession opened(Server server) {
    var session = UpstreamSession.open(server, connections.to(server), servers, initialize.bytes());
    session.initialized();
    return session;
  }

  /** What the client has said before the session was there holds in it all the same. */
  private void tellLogLevel(UpstreamSession session) {
    var level = logLevel;
    if (level != null && session.capabilities().names().contains("logging")) {
      session.post(Messages.setLevel(level));
    }
  }

  /** Takes a session that was opened with this client's {@code initialize}. */
  public void adopt(UpstreamSession session) {
    var old = upstreams.put(session.server().name(), session);
    if (old != null) {
      end(old);
    }
    if (closed) {
      upstreams.remove(session.server().name(), session);
      end(session);
    }
  }

  /** Gives up a session that the server has forgotten, so that the next call opens a new one. */
  public void forgotten(UpstreamSession session) {
    if (upstreams.remove(session.server().name(), session)) {
      end(session);
    }
  }

  private void end(UpstreamSession session) {
    questions.forget(session);
    session.close();
  }

  /**
   * Notes a request on its way.
   *
   * @return false when too many are on their way, or one with this id is
   */
  public boolean begins(String idText, Call call) {
    return inFlight.size() < MOST_IN_FLIGHT && inFlight.putIfAbsent(idText, call) == null;
  }

  /** The request is over. */
  public void ends(String idText) {
    inFlight.remove(idText);
  }

  /** Cancels the request with this id, if it is on its way. */
  public void cancel(String idText) {
    var call = inFlight.remove(idText);
    if (call != null) {
      call.cancel();
    }
  }

  /**
   * Tells every message that belongs to no request to the listener, until it is taken off.
   *
   * @return false when too many listen, or the session is over
   */
  public boolean listen(Listener listener) {
    if (listeners.size() >= MOST_LISTENERS) {
      return false;
    }
    listeners.add(listener);
    return !(closed && listeners.remove(listener));
  }

  /** Takes the listener off. */
  public void unlisten(Listener listener) {
    listeners.remove(listener);
  }

  /** Whether the client has a standing stream. */
  public boolean isListening() {
    return !listeners.isEmpty();
  }

  /** Tells a message to the client's standing stream, if there is one; the newest is asked. */
  public void tell(byte[] message) {
    Listener newest = null;
    for (var listener : listeners) {
      newest = listener;
    }
    if (newest != null) {
      newest.hears(message);
    }
  }

  /** Notes that the answer to a request is still to come, on another stream than its own. */
  public void leavesOpen(String idText, Rest rest) {
    synchronized (unfinished) {
      unfinished.put(idText, rest);
      if (unfinished.size() > MOST_UNFINISHED) {
        unfinished.pollFirstEntry();
      }
    }
  }

  /** What becomes of a late answer; empty when none is waited for. */
  public Optional<Rest> finishes(String idText) {
    synchronized (unfinished) {
      return Optional.ofNullable(unfinished.remove(idText));
    }
  }

  /**
   * Runs the action once, when the session is over, or at once when it is; for whoever keeps
   * something that belongs to it, and comes here once for a session.
   */
  public void whenOver(Runnable action) {
    whenOver.add(action);
    if (closed) {
      tellThatItIsOver();
    }
  }

  private void tellThatItIsOver() {
    for (var action : whenOver) {
      if (whenOver.remove(action)) {
        action.run();
      }
    }
  }

  /** Ends the processes that were started for this session. */
  void endProcesses() {
    for (var session : upstreams.values()) {
      if (session.ownsProcess()) {
        forgotten(session);
      }
    }
  }

  /** Gives up what it holds at other servers; their next call would open it again. */
  void keepOnly(Predicate<ServerName> servers) {
    for (var session : upstreams.values()) {
      if (!servers.test(session.server().name())) {
        forgotten(session);
      }
    }
  }

  void used(Caller proven, long now) {
    caller = proven;
    lastUsed = now;
  }

  long lastUsed() {
    return lastUsed;
  }

  /** Whether anything is under way, if only a question that the client has not answered. */
  boolean isBusy() {
    return !inFlight.isEmpty() || isAtWork();
  }

  /** Whether anything is under way that goes on without the client. */
  boolean isAtWork() {
    return beingOpened.get() > 0
        || !listeners.isEmpty()
        || !inFlight.values().stream().allMatch(Call::waitsForTheClient);
  }

  /** Ends it because its client stays away, and tells the calls that wait for that client so. */
  void expire() {
    for (var idText : List.copyOf(inFlight.keySet())) {
      var call = inFlight.remove(idText);
      if (call != null) {
        call.clientStaysAway();
      }
    }
    close();
  }

  void close() {
    closed = true;
    inFlight.keySet().forEach(this::cancel);
    listeners.forEach(Listener::sessionEnds);
    listeners.clear();
    upstreams.values().forEach(this::forgotten);
    tellThatItIsOver();
  }

  private static String hash(String id) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = digest.digest(id.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
