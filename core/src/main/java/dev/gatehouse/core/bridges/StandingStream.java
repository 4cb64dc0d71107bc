package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a session on which the server says what belongs to no request. It is opened once,
 * and again with growing pauses when the server drops it; a server that has none is not asked
 * again. Thread-safe.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#listening-for-messages-from-the-server">listening</a>
 */
final class StandingStream {
  private static final Duration HEAD = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofHours(24);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int NOT_FOUND = 404;

  private final PooledSession session;
  private final Later later;
  private final CountDownLatch answered = new CountDownLatch(1);
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean isNew;
  private boolean isWanted;
  private boolean isListening;
  private boolean isResting;
  private boolean isOver;
  private Duration pause = FIRST_PAUSE;
  private @Nullable Exchange exchange;

  StandingStream(PooledSession session, Later later) {
    this.session = session;
    this.later = later;
  }

  /** Opens it when the server cannot have forgotten the session yet: no answer means that. */
  void openAfterHandshake() {
    synchronized (this) {
      isNew = true;
    }
    open();
  }

  /** Opens it, unless somebody has. */
  void open() {
    synchronized (this) {
      if (isWanted || isOver) {
        return;
      }
      isWanted = true;
    }
    listen();
  }

  /** Waits until the server has said whether it has one, at most this long. Blocks. */
  void awaitOpen(Duration most) {
    try {
      var _ = answered.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives the connection back while nobody needs the stream; {@link #whenAwake} takes it again. */
  void rest() {
    Exchange ending;
    synchronized (this) {
      if (exchange == null || !isListening || isResting || isOver) {
        return;
      }
      isResting = true;
      isListening = false;
      ending = exchange;
      exchange = null;
    }
    ending.cancel();
  }

  /** Does this once the stream does not rest any more: at once when it does not. */
  void whenAwake(Runnable then) {
    boolean isAwake;
    boolean wakes;
    synchronized (this) {
      isAwake = isOver || (!isResting && waiting.isEmpty());
      wakes = !isAwake && isResting;
      if (!isAwake) {
        waiting.add(then);
        isResting = false;
      }
    }
    if (isAwake) {
      then.run();
    } else if (wakes) {
      listen();
    }
  }

  private void isAwake() {
    List<Runnable> due;
    synchronized (this) {
      due = List.copyOf(waiting);
      waiting.clear();
    }
    answered.countDown();
    due.forEach(Runnable::run);
  }

  private void listen() {
    boolean canBeForgotten;
    synchronized (this) {
      if (isListening || isResting || isOver) {
        return;
      }
      isListening = true;
      // Without an id there is nothing to forget, and 404 only says that no stream is here.
      canBeForgotten = session.upstream().hasId() && !isNew;
      isNew = false;
    }
    var upstream = session.upstream();
    var begun =
        upstream
            .upstream()
            .send(
                new Outgoing(
                    Outgoing.Verb.GET,
                    upstream.headers(),
                    new byte[0],
                    Outgoing.Accepts.EVENTS,
                    null,
                    new Outgoing.Deadlines(HEAD, IDLE, Duration.ZERO)),
                new Listener(canBeForgotten));
    boolean isTooLate;
    synchronized (this) {
      isTooLate = isOver || !isListening;
      exchange = isTooLate ? null : begun;
    }
    if (isTooLate) {
      begun.cancel();
    }
  }

  private void dropped(int status) {
    synchronized (this) {
      isListening = false;
    }
    isAwake();
    Duration wait;
    synchronized (this) {
      // What was never open is not there; what a pipe has dropped has ended with its process.
      isOver |= status != 200 || session.isPipe();
      if (isOver) {
        return;
      }
      wait = pause;
      var next = pause.multipliedBy(2);
      pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }
    var _ = later.after(wait, this::listen);
  }

  private synchronized void heardSomething() {
    pause = FIRST_PAUSE;
  }

  /** Ends it for good. */
  void close() {
    Exchange ending;
    synchronized (this) {
      isOver = true;
      ending = exchange;
    }
    isAwake();
    if (ending != null) {
      ending.cancel();
    }
  }

  private final class Listener implements Answering {
    private final boolean canBeForgotten;
    private int status;

    Listener(boolean canBeForgotten) {
      this.canBeForgotten = canBeForgotten;
    }

    @Override
    public void head(AnswerHead head) {
      status = head.form() == AnswerHead.Form.EVENTS || head.status() != 200 ? head.status() : 0;
      if (isForgotten()) {
        session.close(); // what waits for the stream goes to another session
      } else {
        isAwake();
      }
    }

    private boolean isForgotten() {
      return status == NOT_FOUND && canBeForgotten;
    }

    @Override
    public void message(byte[] message, @Nullable String eventId) {
      if (status != 200) {
        return;
      }
      heardSomething();
      try {
        var heard = Envelope.scan(message, StrictJson.Bounds.DEFAULT);
        switch (heard.shape()) {
          case NOTIFICATION -> session.notified(null, heard);
          case REQUEST -> session.asked(null, heard);
          case RESULT, ERROR -> {
            // Answers come on the streams of their requests.
          }
        }
      } catch (Malformed e) {
        // Not MCP: nothing to pass on.
      }
    }

    @Override
    public void end() {
      ended();
    }

    @Override
    public void failed(UpstreamFailure failure) {
      ended();
    }

    private void ended() {
      if (!isForgotten()) {
        dropped(status);
      }
    }
  }
}
