package dev.gatehouse.transport;

import java.util.ArrayList;

/**
 * The clock of one event loop: looks at everything that has a deadline a few times a second, so
 * that no connection, stream or exchange needs a timer of its own. Used on its loop only.
 */
final class Sweep {
  /** How often everything is looked at, and so how late a deadline may be noticed. */
  static final long PERIOD_MILLIS = 100;

  /** Something with a deadline. */
  abstract static class Swept {
    private int place = -1;

    /**
     * Looks whether a deadline has passed. May leave the sweep and may let others leave.
     *
     * @param now {@link System#nanoTime}
     */
    abstract void look(long now);
  }

  private final ArrayList<Swept> all = new ArrayList<>();
  private long now = System.nanoTime();

  /** {@link System#nanoTime} of the last look, at most a period old. */
  long now() {
    return now;
  }

  void join(Swept swept) {
    if (swept.place < 0) {
      swept.place = all.size();
      all.add(swept);
    }
  }

  void leave(Swept swept) {
    var place = swept.place;
    if (place >= 0) {
      var last = all.removeLast();
      if (place < all.size()) {
        all.set(place, last);
        last.place = place;
      }
      swept.place = -1;
    }
  }

  /** Looks at everything once. Goes down, so that one that leaves is replaced by one seen. */
  void look() {
    now = System.nanoTime();
    for (var i = all.size() - 1; i >= 0; i--) {
      if (i < all.size()) {
        all.get(i).look(now);
      }
    }
  }

  int size() {
    return all.size();
  }
}
