package dev.gatehouse.core.bridges;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs things when a time has passed, on a thread that may wait. Thread-safe. */
@FunctionalInterface
public interface Later {
  /** By the clock of this machine, each on a virtual thread of its own. */
  Later REAL =
      (delay, task) -> {
        var waiting = new CompletableFuture<Void>();
        var _ =
            waiting
                .orTimeout(delay.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, why) -> {
                  if (why instanceof TimeoutException) {
                    Thread.ofVirtual().name("bridge-later").start(task);
                  }
                });
        return () -> waiting.complete(null);
      };

  /**
   * Runs the task after this time.
   *
   * @return what calls it off; does nothing when the task has begun
   */
  Runnable after(Duration delay, Runnable task);
}
