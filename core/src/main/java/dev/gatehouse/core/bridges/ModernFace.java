package dev.gatehouse.core.bridges;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.ModernRequest;
import dev.gatehouse.protocol.StrictJson;
import dev.gatehouse.protocol.ToModern;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server of the legacy era as one modern caller uses it: takes requests of the modern era and
 * makes them in a session that it holds at the server. Thread-safe; sending never blocks.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning">versioning</a>
 */
final class ModernFace implements Upstream {
  private static final long DISCOVERY_TTL_MS = 60_000;
  private static final Exchange OVER = new Over();

  /** What all faces share. */
  record Shared(ParkedCalls parked, Later later) {}

  private final Server server;
  private final String callerId;
  private final Object place;
  private final Shared shared;
  private final Supplier<PooledSession> opening;
  private volatile PooledSession session;
  private volatile long lastUsed;
  private volatile boolean isClosed;
  private @Nullable CompletableFuture<PooledSession> reopening;

  /**
   * @param place name and connection of the server
   * @param opening opens another session like the first; blocks
   */
  ModernFace(
      Server server,
      String callerId,
      Object place,
      Shared shared,
      PooledSession session,
      Supplier<PooledSession> opening) {
    this.server = server;
    this.callerId = callerId;
    this.place = place;
    this.shared = shared;
    this.session = session;
    this.opening = opening;
  }

  Later later() {
    return shared.later();
  }

  ParkedCalls parked() {
    return shared.parked();
  }

  /** Whether requests can be made through it; one whose session is over is replaced. */
  boolean isOpen() {
    return !isClosed && !session.isClosed();
  }

  boolean isBusy() {
    return session.isBusy();
  }

  /** Gives back what it holds beside the session itself. */
  void rests() {
    session.standing().rest();
  }

  boolean isPipe() {
    return session.isPipe();
  }

  void used(long now) {
    lastUsed = now;
  }

  long lastUsed() {
    return lastUsed;
  }

  Server server() {
    return server;
  }

  @Override
  public Exchange send(Outgoing outgoing, Answering answering) {
    try {
      var request = Envelope.scan(outgoing.body(), StrictJson.Bounds.DEFAULT);
      var hearing = new Hearing(request, answering);
      return switch (request.method() == null ? "" : request.method()) {
        case "server/discover" -> discovered(hearing);
        case "subscriptions/listen" -> session.listens().open(request, hearing);
        default ->
            request.requestState().isPresent()
                ? retried(outgoing, request, hearing)
                : called(outgoing, request, hearing);
      };
    } catch (Malformed e) {
      throw new IllegalArgumentException("the message to send is no message", e);
    }
  }

  private Exchange discovered(Hearing hearing) throws Malformed {
    var hello = session.upstream().hello();
    hearing.answer(200, ToModern.discovery(hello, hearing.idText(), DISCOVERY_TTL_MS));
    return OVER;
  }

  private Exchange called(Outgoing outgoing, Envelope request, Hearing hearing) {
    var call = new LegacyCall(this, owner(request), request, outgoing, hearing);
    var in = session;
    in.standing().whenAwake(() -> call.leave(in));
    return call.handle(hearing);
  }

  private ParkedCalls.Owner owner(Envelope request) {
    return new ParkedCalls.Owner(
        callerId, place, String.valueOf(request.method()), ModernRequest.mirroredName(request));
  }

  private Exchange retried(Outgoing outgoing, Envelope request, Hearing hearing) {
    var token = request.requestState().string(request.bytes());
    var waiter = shared.parked().take(token, owner(request)).orElse(null);
    return switch (waiter) {
      case LegacyCall call -> {
        call.resume(request, hearing);
        yield call.handle(hearing);
      }
      case null -> {
        hearing.answer(
            200,
            JsonRpc.error(
                hearing.idText(),
                JsonRpc.INVALID_PARAMS,
                "No call waits for this requestState (any more): it was used already, it came too"
                    + " late, or the gateway was started anew. Nothing was done again. Send the"
                    + " request without requestState to begin from the start."));
        yield OVER;
      }
      default -> called(outgoing, request, hearing);
    };
  }

  /** Makes the call in a new session, in place of one that the server has forgotten. */
  void reopen(PooledSession forgotten, LegacyCall call) {
    Thread.ofVirtual()
        .name("bridge-" + server.name())
        .start(() -> {
          try {
            call.leave(reopened(forgotten));
          } catch (Refused refused) {
            call.failed(
                new UpstreamFailure(Cause.UNREACHABLE, Sent.NO, inWords(refused.refusal())));
          } catch (RuntimeException bug) {
            call.failed(
                new UpstreamFailure(Cause.UNREACHABLE, Sent.NO, "no session: " + bug.getClass()));
          }
        });
  }

  private static String inWords(Refusal refusal) {
    return refusal instanceof Refusal.UpstreamDown(_, var cause, _) ? cause : refusal.kind();
  }

  /** One opens, the others wait for it. Blocks. */
  private PooledSession reopened(PooledSession forgotten) {
    CompletableFuture<PooledSession> mine = null;
    CompletableFuture<PooledSession> theirs;
    synchronized (this) {
      if (session != forgotten && !session.isClosed()) {
        return session;
      }
      theirs = reopening;
      if (theirs == null) {
        mine = new CompletableFuture<>();
        reopening = mine;
      }
    }
    if (theirs != null) {
      return await(theirs);
    }
    return mine == null ? session : open(forgotten, mine);
  }

  private static PooledSession await(CompletableFuture<PooledSession> opening) {
    try {
      return opening.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Refused refused ? refused : e;
    }
  }

  private PooledSession open(PooledSession forgotten, CompletableFuture<PooledSession> mine) {
    try {
      forgotten.close();
      var opened = opening.get();
      synchronized (this) {
        session = opened;
        reopening = null;
      }
      if (isClosed) {
        opened.close();
      }
      mine.complete(opened);
      return opened;
    } catch (RuntimeException e) {
      synchronized (this) {
        reopening = null;
      }
      mine.completeExceptionally(e);
      throw e;
    }
  }

  @Override
  public void close() {
    isClosed = true;
    session.close();
  }

  /** The exchange of what was answered at once. */
  private static final class Over implements Exchange {
    @Override
    public void cancel() {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}
  }
}
