package dev.gatehouse.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs an action behind those who ask for it: one run at a time, and one more when it was asked for
 * while it ran. Thread-safe; whoever asks does not wait.
 */
final class Behind {
  private static final System.Logger LOG = System.getLogger(Behind.class.getName());

  private final AtomicInteger asked = new AtomicInteger();
  private final String name;
  private final Runnable action;

  /**
   * @param name of the virtual thread that it runs on
   */
  Behind(String name, Runnable action) {
    this.name = name;
    this.action = action;
  }

  /** Whatever has happened before this call, a run that begins after it will see. */
  void ask() {
    if (asked.getAndIncrement() == 0) {
      Thread.ofVirtual().name(name).start(this::run);
    }
  }

  private void run() {
    int seen;
    do {
      seen = asked.get();
      try {
        action.run();
      } catch (RuntimeException bug) {
        LOG.log(System.Logger.Level.ERROR, "a bug in " + name, bug);
      }
    } while (asked.addAndGet(-seen) != 0);
  }
}
