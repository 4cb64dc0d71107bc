package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.Reply;
import dev.gatehouse.protocol.SseWriter;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Server-sent events to one client, with a comment whenever nothing else was said for long. */
final class ClientStream implements Reply.EventStream {
  private static final long MOST_ON_THE_WAY = 1 << 20;

  private final ClientReply reply;
  private final HttpServerResponse response;
  private final Silence silence = new Silence();
  private final AtomicLong onTheWay = new AtomicLong();
  private volatile boolean isFull;
  private boolean hasEnded;
  private @Nullable Runnable onDrained;

  ClientStream(ClientReply reply, HttpServerResponse response) {
    this.reply = reply;
    this.response = response;
  }

  /** Sends the head; on the loop. */
  void open() {
    response.drainHandler(_ -> drained());
    response.writeHead();
    silence.lastWrite = reply.loop.sweep.now();
    reply.loop.sweep.join(silence);
  }

  @Override
  public void event(byte[] message, @Nullable String eventId) {
    onTheWay.addAndGet(message.length);
    reply.inOrder(() -> {
      var before = onTheWay.getAndAdd(-message.length);
      write(SseWriter.event(message, eventId));
      if (before > MOST_ON_THE_WAY && before - message.length <= MOST_ON_THE_WAY && !isFull) {
        drained();
      }
    });
  }

  @Override
  public void mark(String eventId, long retryMillis) {
    reply.inOrder(() -> write(SseWriter.mark(eventId, retryMillis)));
  }

  /** Sends one event of another kind than a message; the text is of one line. */
  void named(String type, String text) {
    var event = ("event: " + type + "\ndata: " + text + "\n\n").getBytes(StandardCharsets.UTF_8);
    reply.inOrder(() -> write(event));
  }

  @Override
  public boolean isFull() {
    return isFull || onTheWay.get() > MOST_ON_THE_WAY;
  }

  @Override
  public void onDrained(Runnable action) {
    reply.inOrder(() -> onDrained = action);
  }

  @Override
  public void end() {
    reply.inOrder(() -> {
      if (!hasEnded && !reply.isOver()) {
        forget();
        reply.complete(Bytes.NONE);
      }
    });
  }

  /** Ends the answer as if the client had left, so that whoever waits for that hears it. */
  void leave() {
    reply.inOrder(() -> {
      if (!reply.isOver()) {
        reply.breakOff();
      }
    });
  }

  /** The stream is over, whoever ended it; on the loop. */
  void forget() {
    hasEnded = true;
    reply.loop.sweep.leave(silence);
  }

  private void write(byte[] bytes) {
    if (hasEnded || reply.isOver()) {
      return;
    }
    var now = reply.loop.sweep.now();
    silence.lastWrite = now;
    response.write(Bytes.wrap(bytes));
    if (!isFull && response.writeQueueFull()) {
      isFull = true;
      silence.fullSince = now;
    }
  }

  private void drained() {
    isFull = false;
    if (onDrained != null && !hasEnded) {
      onDrained.run();
    }
  }

  /** Looks for streams on which nothing was said, and for clients that take nothing. */
  private final class Silence extends Sweep.Swept {
    private long lastWrite;
    private long fullSince;

    @Override
    void look(long now) {
      if (isFull) {
        if (now - fullSince > reply.bounds.writeTime().toNanos()) {
          reply.breakOff();
        }
      } else if (now - lastWrite > reply.bounds.keepAlive().toNanos()) {
        write(SseWriter.comment());
      }
    }
  }
}
