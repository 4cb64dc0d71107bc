package dev.gatehouse.core.audit;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** The thread that prepares segments, unmaps full ones and removes old ones. */
final class Housekeeping {
  private static final long RETRY_NANOS = 1_000_000_000;
  private static final long RETENTION_NANOS = 3_600_000_000_000L;

  private final JournalContext journal;
  private final Committer committer;
  private final Retention retention;
  private final Thread thread;
  private volatile boolean closing;

  Housekeeping(JournalContext journal, Committer committer, Retention retention) {
    this.journal = journal;
    this.committer = committer;
    this.retention = retention;
    this.thread = Thread.ofPlatform().name("audit-housekeeping").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** A segment was taken, or left. Returns at once. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Removes what is older than the settings keep. Blocks. */
  synchronized void removeOld() throws IOException {
    retention.removeOld();
  }

  void close() {
    closing = true;
    wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var due = System.nanoTime();
    while (!closing) {
      journal.blanks().refill();
      committer.tidyUp();
      if (System.nanoTime() - due >= 0) {
        due = System.nanoTime() + RETENTION_NANOS;
        try {
          removeOld();
        } catch (IOException | RuntimeException e) {
          due = System.nanoTime() + RETENTION_NANOS / 60;
        }
      }
      if (!closing) {
        var full = journal.blanks().failure() != null;
        LockSupport.parkNanos(this, full ? RETRY_NANOS : Math.max(1, due - System.nanoTime()));
      }
    }
  }
}
