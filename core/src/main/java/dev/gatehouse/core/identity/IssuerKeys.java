package dev.gatehouse.core.identity;

import dev.gatehouse.core.egress.FetchFailed;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.waiting.Waiting;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one issuer, kept fresh. Thread-safe: readers take one volatile reference; one thread
 * at a time fetches, holding {@code fetching}, and no other lock is ever taken below it.
 *
 * <p>Keys are refetched behind the calls once they are 10 minutes old, and go on to be used while
 * the issuer is down until they are 24 hours old. A key id nobody knows leads to at most one fetch
 * in 30 seconds, a failure to the next try after 5 seconds.
 */
final class IssuerKeys {
  static final long REFRESH_MILLIS = TimeUnit.MINUTES.toMillis(10);
  static final long STALE_MILLIS = TimeUnit.HOURS.toMillis(24);
  static final long AGAIN_MILLIS = TimeUnit.SECONDS.toMillis(30);
  static final long RETRY_MILLIS = TimeUnit.SECONDS.toMillis(5);
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(20);
  private static final int MOST_WAITING = 1_000;

  private final KeyDocument document;
  private final InstantSource clock;
  private final Executor background;
  private final ReentrantLock fetching = new ReentrantLock();
  private final AtomicInteger waitingCalls = new AtomicInteger();
  private final AtomicBoolean isRefreshing = new AtomicBoolean();
  private volatile State state = new State(null, 0, 0, 0, 0, null);

  /**
   * @param keys null before the first success
   * @param fetchedAt when they came
   * @param generation grows when a key that was there is not any more
   * @param tries how many fetches were begun
   * @param triedAt when the last one began
   * @param failure why the last fetch failed, null when it did not
   */
  private record State(
      @Nullable KeySet keys,
      long fetchedAt,
      int generation,
      int tries,
      long triedAt,
      @Nullable String failure) {
    boolean isUsable(long now) {
      return keys != null && now - fetchedAt < STALE_MILLIS;
    }

    /** How long until the next fetch is allowed; a clock set back does not lengthen it. */
    long pause(long now) {
      if (tries == 0 || now < triedAt) {
        return 0;
      }
      return triedAt + (failure == null ? AGAIN_MILLIS : RETRY_MILLIS) - now;
    }
  }

  IssuerKeys(KeyDocument document, InstantSource clock, Executor background) {
    this.document = document;
    this.clock = clock;
    this.background = background;
  }

  KeyDocument document() {
    return document;
  }

  int generation() {
    return state.generation();
  }

  /**
   * Whether what was verified with the keys of a generation still counts: no key has vanished since
   * and the keys are not too old.
   */
  boolean vouchFor(int generation, long now) {
    var seen = state;
    refreshBehind(seen, now);
    return seen.generation() == generation && seen.isUsable(now);
  }

  /**
   * The keys as they are known.
   *
   * @throws Refused with NotDecided when there are none and none can be had
   */
  KeySet current(Waiting waiting) {
    var now = clock.millis();
    var seen = state;
    refreshBehind(seen, now);
    if (seen.keys() != null && seen.isUsable(now)) {
      return seen.keys();
    }
    if (seen.failure() != null && seen.pause(now) > 0) {
      throw undecided(seen, now);
    }
    waiting.begins();
    return fetchedAfter(seen);
  }

  /**
   * The keys once more, for a token whose key is not among those seen; the same ones when it is too
   * early to ask again.
   *
   * @throws Refused with NotDecided when the issuer did not answer
   */
  KeySet beyond(KeySet keys, Waiting waiting) {
    var now = clock.millis();
    var seen = state;
    if (seen.keys() != null && seen.keys() != keys) {
      return seen.keys();
    }
    if (seen.pause(now) > 0) {
      if (seen.failure() != null) {
        throw undecided(seen, now);
      }
      return keys;
    }
    waiting.begins();
    return fetchedAfter(seen);
  }

  /** Fetches, unless another thread has since; waits for it when one is at it. */
  private KeySet fetchedAfter(State seen) {
    if (waitingCalls.incrementAndGet() > MOST_WAITING) {
      waitingCalls.decrementAndGet();
      throw NotProven.undecided("too many calls wait for the keys of " + document.issuer(), 1_000);
    }
    try {
      if (!fetching.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw NotProven.undecided("the keys of " + document.issuer() + " do not come", 1_000);
      }
      try {
        if (state.tries() == seen.tries()) {
          fetch();
        }
      } finally {
        fetching.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw NotProven.undecided("interrupted while waiting for keys", 1_000);
    } finally {
      waitingCalls.decrementAndGet();
    }
    var now = clock.millis();
    var fetched = state;
    if (fetched.failure() != null || fetched.keys() == null) {
      throw undecided(fetched, now);
    }
    return fetched.keys();
  }

  private void refreshBehind(State seen, long now) {
    var isDue =
        seen.keys() != null && now - seen.fetchedAt() >= REFRESH_MILLIS && seen.pause(now) <= 0;
    if (isDue && isRefreshing.compareAndSet(false, true)) {
      background.execute(this::refresh);
    }
  }

  private void refresh() {
    try {
      if (fetching.tryLock()) {
        try {
          fetch();
        } finally {
          fetching.unlock();
        }
      }
    } finally {
      isRefreshing.set(false);
    }
  }

  private void fetch() {
    var now = clock.millis();
    try {
      succeeded(document.fetch(), now);
    } catch (FetchFailed e) {
      failed(String.valueOf(e.getMessage()), now);
    } catch (RuntimeException e) {
      failed("a bug: " + e.getClass().getName(), now);
      throw e;
    }
  }

  private void succeeded(KeySet keys, long triedAt) {
    var before = state;
    var isWhole = before.keys() == null || keys.keepsAllOf(before.keys());
    var generation = isWhole ? before.generation() : before.generation() + 1;
    state = new State(keys, clock.millis(), generation, before.tries() + 1, triedAt, null);
  }

  private void failed(String why, long triedAt) {
    var before = state;
    state =
        new State(
            before.keys(),
            before.fetchedAt(),
            before.generation(),
            before.tries() + 1,
            triedAt,
            why);
  }

  private Refused undecided(State state, long now) {
    var why = state.failure() == null ? "" : ": " + state.failure();
    return NotProven.undecided("no keys of issuer " + document.issuer() + why, state.pause(now));
  }
}
