package dev.gatehouse.core.connections;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Remembers that a server does not answer, so that calls to it are refused at once and do not queue
 * behind a deadline. Opens after three failures in a row; while open, one call in each growing
 * interval (1 s to 30 s) is let through to try. Thread-safe.
 */
public final class Breaker {
  private static final int FAILURES_TO_OPEN = 3;
  private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

  /**
   * What is known.
   *
   * @param trying whether a call was let through to try, and has not come back
   */
  private record State(int failures, long nextTry, long pause, boolean trying) {}

  private static final State CLOSED = new State(0, 0, FIRST_PAUSE, false);

  private final AtomicReference<State> state = new AtomicReference<>(CLOSED);
  private final LongSupplier nanoTime;

  public Breaker(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How long calls are still refused; zero when this call may try. */
  public Duration refusesFor() {
    var now = state.get();
    if (now.failures < FAILURES_TO_OPEN) {
      return Duration.ZERO;
    }
    var left = now.nextTry - nanoTime.getAsLong();
    if (left > 0) {
      return Duration.ofNanos(left);
    }
    var tried = new State(now.failures, nanoTime.getAsLong() + now.pause, now.pause, true);
    return state.compareAndSet(now, tried) ? Duration.ZERO : Duration.ofNanos(now.pause);
  }

  /** The server answered. */
  public void succeeded() {
    if (state.get().failures > 0) {
      state.set(CLOSED);
    }
  }

  /**
   * The server could not be reached, or did not answer in time. While calls are refused, only the
   * failure of one that was let through to try counts: those that left before say nothing new.
   */
  public void failed() {
    state.updateAndGet(this::afterFailure);
  }

  private State afterFailure(State now) {
    if (now.failures < FAILURES_TO_OPEN) {
      return new State(now.failures + 1, nanoTime.getAsLong() + FIRST_PAUSE, FIRST_PAUSE, false);
    }
    if (!now.trying) {
      return now;
    }
    var pause = Math.min(2 * now.pause, LONGEST_PAUSE);
    return new State(now.failures, nanoTime.getAsLong() + pause, pause, false);
  }
}
