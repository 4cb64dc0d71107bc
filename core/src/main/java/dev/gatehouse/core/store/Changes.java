package dev.gatehouse.core.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts changes and tells who listens. Thread-safe. The lock is held while listeners run, and by
 * nobody else; a listener may read the stores but must not change them.
 */
public final class Changes {
  private final AtomicLong version = new AtomicLong();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock telling = new ReentrantLock();

  /** The number of changes so far. */
  public long version() {
    return version.get();
  }

  /** Runs the listener after every change from now on. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Tells everybody of a change, one after the other; all hear of it, whatever one throws. */
  public void changed() {
    version.incrementAndGet();
    telling.lock();
    try {
      tellFrom(0);
    } finally {
      telling.unlock();
    }
  }

  private void tellFrom(int index) {
    if (index < listeners.size()) {
      try {
        listeners.get(index).run();
      } finally {
        tellFrom(index + 1);
      }
    }
  }
}
