package dev.gatehouse.transport;

import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * One message to a server over HTTP and its answer. Lives on one loop; {@link Exchange}'s methods
 * may be called from any thread.
 */
final class HttpExchange extends Sweep.Swept implements Exchange, Aside.Sender {
  private static final int LONGEST_DETAIL = 500;

  private final HttpUpstream upstream;
  private final Loop loop;
  private final Outgoing outgoing;
  private final Aside answering;
  private final long begun;
  private volatile boolean isOver;
  private boolean isSending = true;
  private boolean hasHead;
  private boolean hasLeft;
  private boolean isPaused;
  private boolean hasRetried;
  private long lastPiece;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;

  HttpExchange(HttpUpstream upstream, Loop loop, Outgoing outgoing, Answering answering) {
    this.upstream = upstream;
    this.loop = loop;
    this.outgoing = outgoing;
    this.answering = new Aside(loop, answering, upstream.large, this);
    this.begun = System.nanoTime();
  }

  /** Starts; on the loop. What goes wrong at once is told after the sender has its exchange. */
  void begin() {
    loop.sweep.join(this);
    if (upstream.isClosed()) {
      fail(Cause.UNREACHABLE, "the connection to this server was closed by the gateway");
    } else {
      upstream
          .readiness()
          .whenReady(
              ready -> loop.run(() -> connect(ready, 0)),
              fault -> loop.run(() -> fail(Cause.UNREACHABLE, fault)));
    }
    isSending = false;
  }

  private void connect(Readiness.Ready ready, int address) {
    if (isOver) {
      return;
    }
    try {
      request(ready, address);
    } catch (IllegalStateException closed) {
      fail(Cause.UNREACHABLE, "the connection to this server was closed by the gateway");
    }
  }

  private void request(Readiness.Ready ready, int address) {
    upstream
        .client(loop)
        .request(ready.options(HttpMethod.valueOf(outgoing.verb().name()), address))
        .onComplete(
            connected -> send(connected, ready, address),
            fault -> {
              if (fault instanceof ConnectionPoolTooBusyException) {
                fail(Cause.BUSY, "too many calls wait for a connection to this server");
              } else if (address + 1 < ready.addresses().size()) {
                connect(ready, address + 1);
              } else {
                fail(Cause.UNREACHABLE, "no connection: " + inWords(fault));
              }
            });
  }

  private void send(HttpClientRequest connected, Readiness.Ready ready, int address) {
    connected.exceptionHandler(_ -> {}); // what is given up here is no error, and not logged as one
    if (isOver) {
      connected.reset();
      return;
    }
    if (!ClientConnection.channelOf(connected.connection()).isActive() && !hasRetried) {
      hasRetried = true; // closed while it lay in the pool: nothing was written
      connected.reset();
      connect(ready, address);
      return;
    }
    request = connected;
    try {
      UpstreamHeaders.put(connected, outgoing, ready);
    } catch (IllegalArgumentException e) {
      fail(Cause.BROKEN, "a header of this message cannot be sent");
      return;
    }
    hasLeft = true;
    connected.exceptionHandler(this::lost);
    connected.response().onComplete(this::head, this::lost);
    if (outgoing.verb() == Outgoing.Verb.POST) {
      connected.end(Bytes.wrap(outgoing.body()));
    } else {
      connected.end();
    }
  }

  private void head(HttpClientResponse answer) {
    if (isOver) {
      return;
    }
    hasHead = true;
    response = answer;
    lastPiece = loop.sweep.now();
    var body = AnswerBody.of(answer, upstream.settings, answering);
    answer.exceptionHandler(this::lost);
    answer.handler(piece -> {
      lastPiece = loop.sweep.now();
      if (!isOver) {
        var fault = body.piece(piece, () -> isOver);
        if (fault != null) {
          fail(fault.cause(), fault.detail());
        } else if (body.isEnough()) {
          finish(body);
          answer.request().reset();
        }
      }
    });
    answer.endHandler(_ -> finish(body));
    if (isPaused) {
      answer.pause();
    }
    answering.head(body.head());
  }

  private void finish(AnswerBody body) {
    if (!isOver) {
      isOver = true;
      loop.sweep.leave(this);
      body.end();
      answering.end();
    }
  }

  private void lost(Throwable fault) {
    switch (fault) {
      case TooLongFrameException _ ->
          fail(Cause.TOO_LARGE, "the head of the answer is too large: " + inWords(fault));
      case DecoderException _ -> fail(Cause.BROKEN, "the answer is not HTTP: " + inWords(fault));
      case IllegalArgumentException _ ->
          fail(Cause.BROKEN, "the answer is not HTTP: " + inWords(fault));
      default ->
          fail(
              Cause.LOST,
              (hasHead
                      ? "the connection ended in the middle of the answer: "
                      : "the connection ended before the answer: ")
                  + inWords(fault));
    }
  }

  private void fail(Cause cause, String detail) {
    if (isOver) {
      return;
    }
    isOver = true;
    loop.sweep.leave(this);
    if (request != null) {
      request.reset();
    }
    var shown = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail;
    var failure = new UpstreamFailure(cause, hasLeft ? Sent.MAYBE : Sent.NO, shown);
    if (isSending) {
      loop.later(() -> answering.failed(failure));
    } else {
      answering.failed(failure);
    }
  }

  @Override
  void look(long now) {
    var deadlines = outgoing.deadlines();
    if (!deadlines.whole().isZero() && now - begun > deadlines.whole().toNanos()) {
      fail(Cause.TIMEOUT, "no whole answer within " + deadlines.whole().toMillis() + " ms");
    } else if (!hasHead && now - begun > deadlines.head().toNanos()) {
      var what = hasLeft ? "no answer" : "no connection";
      fail(Cause.TIMEOUT, what + " within " + deadlines.head().toMillis() + " ms");
    } else if (hasHead
        && !isPaused
        && !answering.isAway()
        && now - lastPiece > deadlines.idle().toNanos()) {
      fail(Cause.TIMEOUT, "nothing came for " + deadlines.idle().toMillis() + " ms");
    }
  }

  @Override
  public void cancel() {
    if (isOver) {
      return;
    }
    isOver = true;
    loop.run(() -> {
      loop.sweep.leave(this);
      answering.forget();
      if (request != null) {
        request.reset();
      }
    });
  }

  @Override
  public void pause() {
    loop.run(() -> {
      isPaused = true;
      holds();
    });
  }

  @Override
  public void resume() {
    loop.run(() -> {
      isPaused = false;
      goesOn();
    });
  }

  @Override
  public void holds() {
    if (response != null && !isOver) {
      response.pause();
    }
  }

  @Override
  public void goesOn() {
    if (!isPaused && !answering.isAway() && response != null && !isOver) {
      lastPiece = loop.sweep.now();
      response.resume();
    }
  }

  private static String inWords(Throwable fault) {
    var message = fault.getMessage();
    return message == null ? fault.getClass().getSimpleName() : message;
  }
}
