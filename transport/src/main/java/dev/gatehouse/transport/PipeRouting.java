package dev.gatehouse.transport;

import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.Span;
import dev.gatehouse.protocol.Splice;
import dev.gatehouse.protocol.StrictJson;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which message of a process, or of a stream of events, belongs to whom. On a shared pipe every
 * request gets a number of its own, which is also its progress token and the name of its
 * subscription; what comes back is given the sender's own names again. Thread-safe.
 */
final class PipeRouting {
  private final StdioUpstream.Sharing sharing;
  private final OpenExchanges open;
  private final Consumer<byte[]> answer;
  private final AtomicLong numbers = new AtomicLong();

  /**
   * @param answer sends to the process
   */
  PipeRouting(StdioUpstream.Sharing sharing, OpenExchanges open, Consumer<byte[]> answer) {
    this.sharing = sharing;
    this.open = open;
    this.answer = answer;
  }

  private boolean isShared() {
    return sharing == StdioUpstream.Sharing.SHARED;
  }

  /** Names a request for the pipe. */
  PipeIds name(Envelope request) {
    var id = String.valueOf(request.idText());
    var token = text(request, request.progressToken());
    var method = String.valueOf(request.method());
    if (!isShared()) {
      return new PipeIds(method, id, id, token, token);
    }
    var number = Long.toString(numbers.incrementAndGet());
    return new PipeIds(method, id, number, token, token == null ? null : number);
  }

  /** A request as it is written. */
  byte[] outgoing(Envelope request, PipeIds ids) {
    var edits = new Splice(request.bytes());
    if (isShared()) {
      edits.replace(request.id(), ids.wireId());
      if (ids.wireToken() != null) {
        edits.replace(request.progressToken(), ids.wireToken());
      }
    }
    return onOneLine(edits.apply());
  }

  /** A notification or an answer as it is written, null when it is for nobody. */
  byte @Nullable [] outgoing(Envelope message) {
    var cancelled = text(message, message.requestId());
    if (!isShared() || cancelled == null) {
      return onOneLine(message.bytes());
    }
    var exchange = open.calledBySender(cancelled);
    var ids = exchange == null ? null : exchange.ids();
    return ids == null
        ? null
        : onOneLine(new Splice(message.bytes()).replace(message.requestId(), ids.wireId()).apply());
  }

  /** Brings one line to whom it belongs; false when it is not a message. */
  boolean incoming(byte[] line) {
    try {
      var message = Envelope.scan(line, StrictJson.Bounds.DEFAULT);
      switch (message.shape()) {
        case RESULT, ERROR -> answered(message);
        case NOTIFICATION -> notified(message);
        case REQUEST -> asked(message);
      }
      return true;
    } catch (Malformed e) {
      var exchange = open.withId(e.idText());
      if (exchange != null) {
        open.remove(exchange);
        exchange.fail(Cause.BROKEN, "its answer is malformed: " + e.getMessage());
      }
      return exchange != null;
    }
  }

  private void answered(Envelope message) {
    var exchange = open.withId(message.idText());
    if (exchange != null) {
      open.remove(exchange);
      exchange.bring(restored(message, exchange), true);
    }
  }

  private void notified(Envelope message) {
    var token = text(message, message.progressToken());
    var subscription = text(message, message.metaSubscriptionId());
    var cancelled = isShared() ? text(message, message.requestId()) : null;
    if (token != null) {
      bringTo(open.withToken(token), message);
    } else if (subscription != null) {
      bringTo(open.withId(subscription), message);
    } else if (cancelled != null) {
      bringTo(open.withId(cancelled), message);
    } else if (!isShared() && open.latest() != null) {
      bringTo(open.latest(), message);
    } else {
      open.listeners().forEach(listener -> bring(listener, message.bytes()));
    }
  }

  private void bringTo(@Nullable PipeExchange exchange, Envelope message) {
    if (exchange != null) {
      bring(exchange, restored(message, exchange));
    }
  }

  private void asked(Envelope message) {
    var exchange = isShared() ? null : open.latest();
    if (exchange == null && !isShared() && !open.listeners().isEmpty()) {
      exchange = open.listeners().getFirst();
    }
    if (exchange != null) {
      bring(exchange, message.bytes());
    } else if ("ping".equals(message.method())) {
      answer.accept(JsonRpc.result(String.valueOf(message.idText()), "{}"));
    } else {
      answer.accept(
          JsonRpc.error(
              message.idText(), JsonRpc.METHOD_NOT_FOUND, "nobody is here to answer this request"));
    }
  }

  private void bring(PipeExchange exchange, byte[] message) {
    if (!exchange.bring(message, false)) {
      open.remove(exchange);
      var ids = exchange.ids();
      if (ids != null) {
        answer.accept(JsonRpc.cancelled(ids.wireId(), "the client does not keep up"));
      }
    }
  }

  /** The message with the sender's own names in it. */
  private byte[] restored(Envelope message, PipeExchange exchange) {
    var ids = exchange.ids();
    if (!isShared() || ids == null) {
      return message.bytes();
    }
    var edits = new Splice(message.bytes());
    restore(edits, message, message.id(), ids.wireId(), ids.id());
    restore(edits, message, message.requestId(), ids.wireId(), ids.id());
    restore(edits, message, message.metaSubscriptionId(), ids.wireId(), ids.id());
    if (message.shape() == Envelope.Shape.NOTIFICATION && ids.token() != null) {
      restore(edits, message, message.progressToken(), ids.wireToken(), ids.token());
    }
    return edits.apply();
  }

  private static void restore(
      Splice edits, Envelope message, Span span, @Nullable String wire, String own) {
    if (span.isPresent() && span.text(message.bytes()).equals(wire)) {
      edits.replace(span, own);
    }
  }

  private static @Nullable String text(Envelope message, Span span) {
    return span.isPresent() ? span.text(message.bytes()) : null;
  }

  /** Line ends in checked JSON stand between values only, where a blank means the same. */
  private static byte[] onOneLine(byte[] json) {
    byte @Nullable [] line = null;
    for (var i = 0; i < json.length; i++) {
      if (json[i] == '\n' || json[i] == '\r') {
        line = line == null ? json.clone() : line;
        line[i] = ' ';
      }
    }
    return line == null ? json : line;
  }
}
