package dev.gatehouse.core.bridges;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does something after a while. Thread-safe. */
interface Later {
  /** What was to be done, and need not be any more. */
  interface Appointment {
    /** Calls it off, if it is not being done already. */
    void cancel();
  }

  /** Runs the action after this time, on a thread that may not wait long. */
  Appointment after(Duration time, Runnable action);

  /** Real time: one thread waits, and each action runs on a virtual thread of its own. */
  final class Clockwork implements Later, AutoCloseable {
    private final ScheduledThreadPoolExecutor waiting;

    Clockwork() {
      waiting =
          new ScheduledThreadPoolExecutor(
              1, Thread.ofPlatform().daemon().name("bridge-clock").factory());
      waiting.setRemoveOnCancelPolicy(true);
      waiting.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Appointment after(Duration time, Runnable action) {
      if (waiting.isShutdown()) {
        return () -> {};
      }
      var appointment =
          waiting.schedule(
              () -> {
                Thread.ofVirtual().name("bridge-later").start(action);
              },
              time.toMillis(),
              TimeUnit.MILLISECONDS);
      return () -> appointment.cancel(false);
    }

    @Override
    public void close() {
      waiting.shutdownNow();
    }
  }
}
