package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.Reply;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way back to one client of the listener. Calls from other threads are queued to the
 * connection's loop, and calls on the loop wait behind those, so the order of calls is the order on
 * the wire.
 */
final class ClientReply implements Reply {
  /** How much of a body is handed to the connection at once. */
  static final int SLICE = 128 << 10;

  private static final System.Logger LOG = System.getLogger(ClientReply.class.getName());

  final Loop loop;
  final ListenerBounds bounds;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final ClientConnection connection;
  private final @Nullable String origin;
  private final AtomicInteger queued = new AtomicInteger();
  private final Unflushed unflushed = new Unflushed();
  private boolean hasBegun;
  private boolean isOver;
  private boolean isGone;
  private @Nullable Runnable onGone;
  private @Nullable ClientStream stream;

  ClientReply(
      HttpServerRequest request,
      ClientConnection connection,
      ListenerBounds bounds,
      @Nullable String origin) {
    this.loop = connection.loop();
    this.bounds = bounds;
    this.request = request;
    this.response = request.response();
    this.connection = connection;
    this.origin = origin;
    connection.exchangeBegins();
    response.closeHandler(_ -> leave());
    response.exceptionHandler(_ -> leave());
    request.exceptionHandler(_ -> leave());
  }

  @Override
  public void whole(Head head, byte[] body) {
    inOrder(() -> {
      if (begin("whole answer")) {
        ResponseHeaders.of(head, response, origin);
        if (body.length > 0) {
          response.putHeader(ResponseHeaders.CONTENT_TYPE, ResponseHeaders.JSON);
        }
        complete(body);
      }
    });
  }

  @Override
  public ClientStream stream(Head head) {
    var begun = new ClientStream(this, response);
    inOrder(() -> {
      if (begin("stream")) {
        ResponseHeaders.of(head, response, origin);
        ResponseHeaders.events(response);
        response.setChunked(true);
        stream = begun;
        begun.open();
      }
    });
    return begun;
  }

  @Override
  public void onGone(Runnable action) {
    inOrder(() -> {
      onGone = action;
      if (isGone) {
        action.run();
      }
    });
  }

  /** Answers for the control plane; from any thread. */
  void control(ControlPlane.Answer answer, boolean isHeadOnly) {
    inOrder(() -> {
      if (begin("control answer")) {
        response.setStatusCode(answer.status());
        ResponseHeaders.general(response, origin);
        if (!answer.contentType().isEmpty()) {
          response.putHeader(ResponseHeaders.CONTENT_TYPE, answer.contentType());
        }
        answer.headers().forEach(header -> response.putHeader(header.name(), header.value()));
        if (isHeadOnly) {
          response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(answer.body().length));
        }
        complete(isHeadOnly ? Bytes.NONE : answer.body());
      }
    });
  }

  /** Answers a preflight. */
  void preflight(String allowed, @Nullable String asked) {
    if (begin("preflight")) {
      Cors.onPreflight(response, allowed, asked);
      complete(Bytes.NONE);
    }
  }

  /** Completes the answer; on the loop. An empty body is none. */
  void complete(byte[] body) {
    loop.sweep.join(unflushed);
    unflushed.since = loop.sweep.now();
    if (body.length > SLICE) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
      slices(body, 0);
    } else {
      var written = body.length == 0 ? response.end() : response.end(Bytes.wrap(body));
      written.onComplete(_ -> finish());
    }
  }

  /** A large body goes out piece by piece, so that others on the loop have their turn between. */
  private void slices(byte[] body, int from) {
    var to = Math.min(body.length, from + SLICE);
    if (isOver) {
      return;
    }
    if (to == body.length) {
      response.end(Bytes.wrap(body, from, to)).onComplete(_ -> finish());
    } else {
      response
          .write(Bytes.wrap(body, from, to))
          .onComplete(_ -> loop.later(() -> slices(body, to)), _ -> leave());
    }
  }

  boolean isOver() {
    return isOver;
  }

  /** Runs the action on the loop, after everything that was called before. */
  void inOrder(Runnable action) {
    if (loop.isHere() && queued.get() == 0) {
      action.run();
    } else {
      queued.incrementAndGet();
      loop.later(() -> {
        queued.decrementAndGet();
        action.run();
      });
    }
  }

  /** Breaks the connection, or the stream of it, as when a client takes no more bytes. */
  void breakOff() {
    response.reset();
    leave();
  }

  private boolean begin(String what) {
    if (isOver) {
      return false;
    }
    if (hasBegun) {
      LOG.log(System.Logger.Level.ERROR, "a second answer to one request was dropped: " + what);
      return false;
    }
    hasBegun = true;
    return true;
  }

  private void finish() {
    if (!isOver) {
      isOver = true;
      loop.sweep.leave(unflushed);
      connection.exchangeEnds();
    }
  }

  private void leave() {
    if (isOver) {
      return;
    }
    finish();
    isGone = true;
    if (stream != null) {
      stream.forget();
    }
    if (onGone != null) {
      onGone.run();
    }
  }

  /** An answer that the client does not take. */
  private final class Unflushed extends Sweep.Swept {
    private long since;

    @Override
    void look(long now) {
      if (now - since > bounds.writeTime().toNanos()) {
        request.connection().close();
        leave();
      }
    }
  }
}
