package dev.gatehouse.core.limits;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is under way at once. */
final class Slots implements Tally {
  /** Nobody knows when a call ends; a second is soon enough to ask again. */
  private static final long ASK_AGAIN = 1_000_000_000;

  private static final int GONE = -1;

  private final int most;
  private final AtomicInteger used = new AtomicInteger();

  Slots(int most) {
    this.most = most;
  }

  @Override
  public long take(long now) {
    while (true) {
      var before = used.get();
      if (before == GONE) {
        return DROPPED;
      }
      if (before >= most) {
        return ASK_AGAIN;
      }
      if (used.compareAndSet(before, before + 1)) {
        return TAKEN;
      }
    }
  }

  @Override
  public void end() {
    used.decrementAndGet();
  }

  @Override
  public void giveBack() {
    end();
  }

  @Override
  public boolean drop(long now) {
    return used.compareAndSet(0, GONE);
  }
}
