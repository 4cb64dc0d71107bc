package dev.gatehouse.server;

import java.time.Duration;

/** Runs an action again and again, on one thread of its own, until it is closed. */
final class Ticker implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Ticker.class.getName());

  private final Thread thread;

  Ticker(Duration period, Runnable action) {
    this.thread = Thread.ofVirtual().name("ticker").unstarted(() -> run(period, action));
  }

  void start() {
    thread.start();
  }

  private static void run(Duration period, Runnable action) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(period);
        action.run();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "a regular task failed; it goes on next time", e);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
