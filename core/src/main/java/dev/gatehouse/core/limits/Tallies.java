package dev.gatehouse.core.limits;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * The counts under one limit, by who shares them. Bounded: tallies that are as good as new are
 * dropped when the number has doubled, and when all are in use, further keys are refused. Safe for
 * all threads.
 */
final class Tallies {
  private static final int FEW = 1_024;
  private static final long BETWEEN_FULL_SWEEPS = 1_000_000_000;

  private final ConcurrentHashMap<Object, Tally> byKey = new ConcurrentHashMap<>();
  private final LongFunction<Tally> empty;
  private final int most;
  private final ReentrantLock sweeping = new ReentrantLock();
  private volatile long sweepAtSize;
  private volatile long fullUntil;
  private volatile boolean full;

  Tallies(LongFunction<Tally> empty, int most) {
    this.empty = empty;
    this.most = most;
    this.sweepAtSize = Math.min(FEW, most);
  }

  /**
   * The tally of a key.
   *
   * @throws Refused with {@code NotDecided} when there are too many to count one more
   */
  Tally of(Object key, long now) {
    var known = byKey.get(key);
    if (known != null) {
      return known;
    }
    if (byKey.mappingCount() >= sweepAtSize) {
      sweep(now);
    }
    return byKey.computeIfAbsent(key, _ -> empty.apply(now));
  }

  /** Removes a tally that says it was dropped. */
  void forget(Object key, Tally dropped) {
    byKey.remove(key, dropped);
  }

  long size() {
    return byKey.mappingCount();
  }

  private void sweep(long now) {
    var waits = full && now - fullUntil < 0 && fullUntil - now <= BETWEEN_FULL_SWEEPS;
    if (!waits && sweeping.tryLock()) {
      try {
        byKey.entrySet().removeIf(entry -> entry.getValue().drop(now));
        sweepAtSize = Math.min(most, Math.max(FEW, 2 * byKey.mappingCount()));
        full = byKey.mappingCount() >= most;
        fullUntil = now + BETWEEN_FULL_SWEEPS;
      } finally {
        sweeping.unlock();
      }
    }
    if (byKey.mappingCount() >= most) {
      throw new Refused(
          new Refusal.NotDecided(
              "a limit counts " + most + " keys already", Duration.ofSeconds(1)));
    }
  }
}
