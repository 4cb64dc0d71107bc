package dev.gatehouse.core.limits;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket kept as one number, the time at which it will be full again (GCRA): taking is one
 * compare-and-set. A clock that jumps back empties it at worst, and it fills from there.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">GCRA</a>
 */
final class Bucket implements Tally {
  private static final long GONE = Long.MIN_VALUE;

  private final Rate rate;
  private final AtomicLong fullAt;

  Bucket(Rate rate, long now) {
    this.rate = rate;
    this.fullAt = new AtomicLong(now);
  }

  @Override
  public long take(long now) {
    while (true) {
      var before = fullAt.get();
      if (before == GONE) {
        return DROPPED;
      }
      var used = Math.clamp(before - now, 0, rate.window());
      var wait = used + rate.interval() - rate.window();
      if (wait > 0) {
        forgetAnotherClock(before, now);
        return wait;
      }
      if (fullAt.compareAndSet(before, now + used + rate.interval())) {
        return TAKEN;
      }
    }
  }

  @Override
  public void end() {
    // What was used comes back with time.
  }

  @Override
  public void giveBack() {
    fullAt.updateAndGet(before -> before == GONE ? GONE : before - rate.interval());
  }

  @Override
  public boolean drop(long now) {
    var before = fullAt.get();
    forgetAnotherClock(before, now);
    return before - now <= 0 && fullAt.compareAndSet(before, GONE);
  }

  private void forgetAnotherClock(long before, long now) {
    if (before - now > rate.window()) {
      fullAt.compareAndSet(before, now + rate.window());
    }
  }
}
