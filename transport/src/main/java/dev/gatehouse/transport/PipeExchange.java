package dev.gatehouse.transport;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One message over a pipe, or over a pair of a stream and posts, and what comes back. Heard on one
 * loop; messages and failures may be brought by any thread and keep their order. A pipe has no
 * heads and no comments: the first message is the head, and silence between messages is no fault.
 */
final class PipeExchange extends Sweep.Swept implements Exchange, Aside.Sender {
  private static final int LONGEST_DETAIL = 500;

  final Outgoing outgoing;
  private final PipeOwner owner;
  private final Loop loop;
  private final Aside answering;
  private final long most;
  private final long begun = System.nanoTime();
  private final AtomicLong pending = new AtomicLong();
  private final ArrayDeque<Piece> held = new ArrayDeque<>();
  private volatile boolean isOver;
  private volatile boolean hasLeft;
  private boolean hasHead;
  private boolean isPaused;
  private @Nullable PipeIds ids;

  private record Piece(byte[] message, boolean isLast) {}

  /**
   * @param large runs what large messages ask for
   * @param most how many bytes may wait for a hearer that has paused
   */
  PipeExchange(
      PipeOwner owner,
      Loop loop,
      Outgoing outgoing,
      Answering answering,
      Executor large,
      long most) {
    this.owner = owner;
    this.loop = loop;
    this.outgoing = outgoing;
    this.answering = new Aside(loop, answering, large, this);
    this.most = most;
    loop.run(() -> loop.sweep.join(this));
  }

  /** What this exchange is called on the pipe; set once, before anything is written. */
  void named(PipeIds names) {
    ids = names;
  }

  @Nullable PipeIds ids() {
    return ids;
  }

  boolean isOver() {
    return isOver;
  }

  /** The message is being written from now on. */
  void leaves() {
    hasLeft = true;
  }

  /** Nothing came of the writing. */
  void stays() {
    hasLeft = false;
  }

  boolean hasLeft() {
    return hasLeft;
  }

  /** Says that messages will come, before one has; for listeners. */
  void beginEvents() {
    loop.later(() -> begin(AnswerHead.Form.EVENTS));
  }

  /** The whole answer is that there is none. */
  void accepted() {
    loop.later(() -> {
      if (!isOver) {
        finish();
        answering.head(new AnswerHead(202, AnswerHead.Form.EMPTY, null));
        answering.end();
      }
    });
  }

  /** Brings one message; false when more wait than may, and the exchange has failed. */
  boolean bring(byte[] message, boolean isLast) {
    if (pending.addAndGet(message.length) > most) {
      fail(Cause.TOO_LARGE, "more than " + most + " bytes wait for a client that does not keep up");
      return false;
    }
    loop.later(() -> {
      if (isPaused || answering.isAway()) {
        held.add(new Piece(message, isLast));
      } else {
        tell(message, isLast);
      }
    });
    return true;
  }

  void fail(Cause cause, String detail) {
    loop.later(() -> {
      if (!isOver) {
        finish();
        var shown = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail;
        answering.failed(new UpstreamFailure(cause, hasLeft ? Sent.MAYBE : Sent.NO, shown));
      }
    });
  }

  private void tell(byte[] message, boolean isLast) {
    pending.addAndGet(-message.length);
    if (isOver) {
      return;
    }
    begin(isLast ? AnswerHead.Form.JSON : AnswerHead.Form.EVENTS);
    if (!isOver) {
      answering.message(message, null);
    }
    if (isLast && !isOver) {
      finish();
      answering.end();
    }
  }

  private void begin(AnswerHead.Form form) {
    if (!hasHead && !isOver) {
      hasHead = true;
      answering.head(new AnswerHead(200, form, null));
    }
  }

  private void finish() {
    isOver = true;
    held.clear();
    loop.sweep.leave(this);
  }

  @Override
  void look(long now) {
    if (isOver) {
      return;
    }
    var deadlines = outgoing.deadlines();
    var whole = deadlines.whole().toNanos();
    var head = Math.max(deadlines.head().toNanos(), whole);
    if ((!hasHead && now - begun > head) || (whole > 0 && now - begun > whole)) {
      var said = owner.lastWords();
      var detail = "no answer within " + (hasHead ? whole : head) / 1_000_000 + " ms";
      owner.giveUp(this);
      fail(Cause.TIMEOUT, said.isEmpty() ? detail : detail + "; its process last said: " + said);
    }
  }

  @Override
  public void cancel() {
    if (!isOver) {
      isOver = true;
      owner.giveUp(this);
      loop.run(() -> {
        finish();
        answering.forget();
      });
    }
  }

  @Override
  public void pause() {
    loop.run(() -> isPaused = true);
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
    // what comes is kept, as for a hearer that has paused
  }

  @Override
  public void goesOn() {
    while (!isPaused && !answering.isAway() && !held.isEmpty()) {
      var piece = held.remove();
      tell(piece.message, piece.isLast);
    }
  }
}
