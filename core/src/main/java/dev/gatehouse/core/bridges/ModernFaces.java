package dev.gatehouse.core.bridges;

import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.InputKind;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ToLegacy;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The servers of the legacy era as modern clients use them. Each caller has sessions of its own at
 * each server, one for each set of capabilities and client info that it sends: what a server keeps
 * in a session, and whom it asks, never meets another caller. Bounded per caller and in all; idle
 * ones end. Thread-safe.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning">versioning</a>
 */
public final class ModernFaces implements AutoCloseable {
  private static final int LONGEST_PEER = 32 << 10;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Sessions of one caller at one server: each may hold a connection for its standing stream. */
  private static final int MOST_AT_ONE_SERVER = 8;

  /** After how long without a request a session gives back that connection. */
  private static final Duration UNTIL_REST = Duration.ofMinutes(1);

  /** How long a new session waits for the server's standing stream before its first call. */
  private static final Duration STREAM = Duration.ofMillis(500);

  /**
   * Bounds.
   *
   * @param perCaller sessions of one caller, of which at most 8 are at one server; the longest idle
   *     one gives way to a new one
   * @param most sessions in all; beyond, new ones are refused
   * @param idle after how long without a request a session ends
   * @param idleProcess the same for one that holds a process
   * @param parked how long a call waits for what its client was asked for
   */
  public record Bounds(
      int perCaller, int most, Duration idle, Duration idleProcess, Duration parked) {}

  /** A server as it is declared now. */
  private record Place(ServerName name, Connection connection) {}

  private record Key(Place place, String callerId, String peer) {}

  private final Map<Key, ModernFace> faces = new ConcurrentHashMap<>();
  private final Map<Key, CompletableFuture<ModernFace>> opening = new ConcurrentHashMap<>();
  private final Connections connections;
  private final Bounds bounds;
  private final LongSupplier nanoTime;
  private final ModernFace.Shared shared;
  private volatile boolean isClosed;

  /** Ready for requests. Starts nothing before one takes its time. */
  public ModernFaces(Connections connections, Bounds bounds, LongSupplier nanoTime) {
    this(connections, bounds, nanoTime, ParkedCalls.Bounds.usual(bounds.parked), Later.REAL);
  }

  ModernFaces(
      Connections connections,
      Bounds bounds,
      LongSupplier nanoTime,
      ParkedCalls.Bounds parked,
      Later later) {
    this.connections = connections;
    this.bounds = bounds;
    this.nanoTime = nanoTime;
    this.shared = new ModernFace.Shared(new ParkedCalls(parked, nanoTime), later);
  }

  /**
   * The server as this caller can use it with requests like this one. On the warm path it is at
   * hand; else a session is opened, which blocks.
   *
   * @param request of the modern era
   * @throws dev.gatehouse.core.waiting.MustWait when a session is to be opened and this thread may
   *     not wait
   * @throws Refused when none can be opened, or too many are
   */
  public Upstream of(Server server, String callerId, Envelope request, Waiting waiting) {
    var peer = ToLegacy.peer(request);
    if (peer.length() > LONGEST_PEER) {
      throw new Refused(
          new Refusal.BadMessage(
              400,
              JsonRpc.INVALID_PARAMS,
              "clientCapabilities and clientInfo have more than " + LONGEST_PEER + " characters",
              ""));
    }
    var key = new Key(new Place(server.name(), server.connection()), callerId, peer);
    var face = faces.get(key);
    if (face == null || !face.isOpen()) {
      waiting.begins();
      face = opened(key, server, request);
    }
    face.used(nanoTime.getAsLong());
    return face;
  }

  /** One opens, the others that want the same wait for it. */
  private ModernFace opened(Key key, Server server, Envelope request) {
    var mine = new CompletableFuture<ModernFace>();
    var theirs = opening.putIfAbsent(key, mine);
    if (theirs != null) {
      return await(theirs);
    }
    try {
      var face = faces.get(key);
      if (face == null || !face.isOpen()) {
        makeRoom(key);
        face = open(key, server, request);
      }
      mine.complete(face);
      return face;
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      opening.remove(key, mine);
    }
  }

  private static ModernFace await(CompletableFuture<ModernFace> opening) {
    try {
      return opening.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Refused refused ? refused : e;
    }
  }

  private ModernFace open(Key key, Server server, Envelope request) {
    var initialize = ToLegacy.initialize("\"gatehouse-initialize\"", request, "gatehouse", "0.1.0");
    var mayBeAsked = !InputKind.declared(request).isEmpty();
    var session = session(server, initialize, mayBeAsked);
    var face =
        new ModernFace(
            server,
            key.callerId,
            key.place,
            shared,
            session,
            () -> session(server, initialize, mayBeAsked));
    face.used(nanoTime.getAsLong());
    var old = faces.put(key, face);
    if (old != null) {
      old.close();
    }
    if (isClosed) {
      face.close();
    }
    return face;
  }

  private PooledSession session(Server server, byte[] initialize, boolean mayBeAsked) {
    var upstream = begun(server, initialize);
    var session = new PooledSession(upstream, shared.later());
    try {
      upstream.initialized();
      if (mayBeAsked) {
        // Some servers ask on this stream, whatever they ask about.
        session.standing().openAfterHandshake();
        session.standing().awaitOpen(STREAM);
      }
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** A server that refuses sessions was taken for one of the legacy era. */
  private UpstreamSession begun(Server server, byte[] initialize) {
    try {
      return UpstreamSession.open(server, connections.to(server), initialize);
    } catch (Refused refused) {
      if (refused.refusal() instanceof Refusal.EraMismatch) {
        var why = "it counts as a server of the legacy era and refuses sessions: set era to auto";
        throw new Refused(new Refusal.UpstreamDown(server.name().text(), why, SOON));
      }
      throw refused;
    }
  }

  /** Those that are being opened count already. */
  private void makeRoom(Key wanted) {
    forgetClosed();
    if (faces.size() + opening.size() > bounds.most) {
      reap();
    }
    if (faces.size() + opening.size() > bounds.most) {
      throw tooMany();
    }
    makeRoom(key -> key.callerId.equals(wanted.callerId), bounds.perCaller);
    makeRoom(
        key -> key.callerId.equals(wanted.callerId) && key.place.equals(wanted.place),
        MOST_AT_ONE_SERVER);
  }

  /** The longest idle one of these gives way when there are too many. */
  private void makeRoom(Predicate<Key> ofThese, int most) {
    var open = faces.keySet().stream().filter(ofThese).count();
    var coming = opening.keySet().stream().filter(ofThese).count();
    if (open + coming <= most) {
      return;
    }
    var idlest =
        faces.entrySet().stream()
            .filter(it -> ofThese.test(it.getKey()) && !it.getValue().isBusy())
            .min(Comparator.comparingLong(it -> it.getValue().lastUsed()))
            .orElseThrow(ModernFaces::tooMany);
    end(idlest.getKey(), idlest.getValue());
  }

  private void forgetClosed() {
    faces.forEach((key, face) -> {
      if (!face.isOpen() && !face.isBusy()) {
        end(key, face);
      }
    });
  }

  private static Refused tooMany() {
    return new Refused(new Refusal.NotDecided("too many sessions with servers are open", SOON));
  }

  private void end(Key key, ModernFace face) {
    if (faces.remove(key, face)) {
      face.close();
    }
  }

  /** Ends what has been idle or has waited for too long. Called from time to time. */
  public void reap() {
    shared.parked().expire();
    forgetClosed();
    var now = nanoTime.getAsLong();
    faces.forEach((key, face) -> {
      var longest = face.isPipe() ? bounds.idleProcess : bounds.idle;
      var unused = now - face.lastUsed();
      if (face.isBusy()) {
        return;
      }
      if (unused > longest.toNanos()) {
        end(key, face);
      } else if (unused > UNTIL_REST.toNanos() && !face.isPipe()) {
        face.rests();
      }
    });
  }

  /** Ends the sessions with servers that are not among these, or are reached another way now. */
  public void retain(Collection<Server> servers) {
    var places =
        servers.stream()
            .map(it -> new Place(it.name(), it.connection()))
            .collect(Collectors.toSet());
    faces.forEach((key, face) -> {
      if (!places.contains(key.place)) {
        end(key, face);
      }
    });
  }

  /** How many sessions there are. */
  public int count() {
    return faces.size();
  }

  /** How many calls wait for what their clients were asked for. */
  public int parked() {
    return shared.parked().count();
  }

  @Override
  public void close() {
    isClosed = true;
    faces.forEach(this::end);
  }
}
