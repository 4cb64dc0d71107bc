package dev.gatehouse.transport;

import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.protocol.McpHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to a server over HTTP+SSE. What answers the POST says no more than whether
 * it was taken; the answer to the message comes on the stream. Lives on one loop.
 */
final class SsePost extends Sweep.Swept {
  private static final Duration SHORTEST = Duration.ofSeconds(30);
  private static final int MOST_DISCARDED = 64 << 10;

  /** Hears what became of a post; on the loop, once. */
  interface Hearer {
    /** The server has taken it. */
    void taken(SsePost post);

    /**
     * It has not, as far as is known.
     *
     * @param isGone whether the server knows this conversation no more
     */
    void failed(SsePost post, Cause cause, String detail, boolean isGone);
  }

  final byte[] message;
  final @Nullable PipeExchange exchange;
  private final Loop loop;
  private final Hearer hearer;
  private final long longest;
  private long begun;
  private long discarded;
  private boolean hasRetried;
  private boolean isOver;
  private @Nullable HttpClientRequest request;

  /**
   * @param exchange who is told, null when nobody is
   */
  SsePost(byte[] message, @Nullable PipeExchange exchange, Loop loop, Hearer hearer) {
    this.message = message;
    this.exchange = exchange;
    this.loop = loop;
    this.hearer = hearer;
    this.longest = longest(exchange).toNanos();
  }

  private static Duration longest(@Nullable PipeExchange exchange) {
    var head = exchange == null ? Duration.ZERO : exchange.outgoing.deadlines().head();
    var whole = exchange == null ? Duration.ZERO : exchange.outgoing.deadlines().whole();
    var longer = head.compareTo(whole) > 0 ? head : whole;
    return longer.compareTo(SHORTEST) > 0 ? longer : SHORTEST;
  }

  /** Sends it; on the loop. */
  void send(SseUpstream upstream, SseStream.Way way) {
    begun = System.nanoTime();
    loop.sweep.join(this);
    upstream
        .client()
        .request(way.ready().options(HttpMethod.POST, way.address()).setURI(way.target().target()))
        .onComplete(
            connected -> write(connected, upstream, way),
            fault -> {
              var isBusy = fault instanceof ConnectionPoolTooBusyException;
              fail(
                  isBusy ? Cause.BUSY : Cause.UNREACHABLE,
                  isBusy
                      ? "too many calls wait for a connection to this server"
                      : "no connection to post on: " + fault.getMessage(),
                  false);
            });
  }

  private void write(HttpClientRequest connected, SseUpstream upstream, SseStream.Way way) {
    if (isOver || (exchange != null && exchange.isOver())) {
      connected.reset();
      finish();
      return;
    }
    if (!ClientConnection.channelOf(connected.connection()).isActive() && !hasRetried) {
      hasRetried = true; // closed while it lay in the pool: nothing was written
      connected.reset();
      send(upstream, way);
      return;
    }
    request = connected;
    try {
      UpstreamHeaders.put(connected, outgoing(), way.ready());
    } catch (IllegalArgumentException e) {
      fail(Cause.BROKEN, "a header of this message cannot be sent", false);
      return;
    }
    if (exchange != null) {
      exchange.leaves();
    }
    connected.exceptionHandler(this::lost);
    connected.response().onComplete(this::head, this::lost);
    connected.end(Bytes.wrap(message));
  }

  private Outgoing outgoing() {
    var headers =
        exchange == null
            ? McpHeaders.NONE
            : new McpHeaders(
                exchange.outgoing.headers().protocolVersion(),
                null,
                null,
                null,
                null,
                java.util.List.of());
    return new Outgoing(
        Outgoing.Verb.POST,
        headers,
        message,
        Outgoing.Accepts.JSON_OR_EVENTS,
        exchange == null ? null : exchange.outgoing.traceparent(),
        new Outgoing.Deadlines(SHORTEST, SHORTEST, SHORTEST));
  }

  private void head(HttpClientResponse answer) {
    var status = answer.statusCode();
    answer.exceptionHandler(_ -> {}); // the status has said it all
    answer.handler(this::discard);
    if (isOver) {
      return;
    }
    if (status >= 200 && status < 300) {
      finish();
      hearer.taken(this);
    } else {
      fail(
          Cause.BROKEN,
          "it refused the message with HTTP status " + status,
          status == 404 || status == 410);
    }
  }

  private void discard(Buffer piece) {
    discarded += piece.length();
    if (discarded > MOST_DISCARDED && request != null) {
      request.reset();
    }
  }

  private void lost(Throwable fault) {
    fail(
        Cause.LOST,
        "the connection ended before the message was taken: " + fault.getMessage(),
        false);
  }

  private void fail(Cause cause, String detail, boolean isGone) {
    if (!isOver) {
      end();
      hearer.failed(this, cause, detail, isGone);
    }
  }

  private void finish() {
    isOver = true;
    loop.sweep.leave(this);
  }

  /** Ends it without a word; on the loop. */
  void end() {
    finish();
    if (request != null) {
      request.reset();
    }
  }

  @Override
  void look(long now) {
    if (now - begun > longest) {
      fail(Cause.TIMEOUT, "the message was not taken within " + longest / 1_000_000 + " ms", false);
    }
  }
}
