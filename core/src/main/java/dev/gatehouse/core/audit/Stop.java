package dev.gatehouse.core.audit;

import org.jspecify.annotations.Nullable;

/** Why nothing may be appended any more; once set, it stays. Thread-safe. */
final class Stop {
  private volatile @Nullable String reason;

  /** Sets the reason, unless there is one. */
  synchronized void because(String why) {
    if (reason == null) {
      reason = why;
    }
  }

  @Nullable String reason() {
    return reason;
  }

  void check() throws NotRecorded {
    var why = reason;
    if (why != null) {
      throw new NotRecorded(why);
    }
  }
}
