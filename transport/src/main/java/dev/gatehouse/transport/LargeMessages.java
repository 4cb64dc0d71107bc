package dev.gatehouse.transport;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which large messages are heard: half as many as there are processors, so that the
 * event loops keep the other half, and real ones, so that the operating system shares the processor
 * between both. Servers take turns: of each, one message is heard at a time. Thread-safe.
 */
final class LargeMessages implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LargeMessages.class.getName());

  private final ExecutorService threads;

  private LargeMessages(ExecutorService threads) {
    this.threads = threads;
  }

  /** One thread for each two processors. */
  static LargeMessages open() {
    return open(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  /** So many threads, started when they are needed. */
  static LargeMessages open(int count) {
    return new LargeMessages(
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("large-", 0).factory()));
  }

  /** The place of one server in the queue: runs what it is given one after the other. */
  Executor turns() {
    return new Turns();
  }

  @Override
  public void close() {
    threads.shutdown(); // never interrupted: what is heard is also recorded
  }

  private final class Turns implements Executor {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private @Nullable Runnable running;

    @Override
    public synchronized void execute(Runnable action) {
      waiting.add(action);
      if (running == null) {
        next();
      }
    }

    /** At the end of the queue each time, behind all other servers. */
    private synchronized void next() {
      running = waiting.poll();
      var action = running;
      if (action != null) {
        try {
          threads.execute(() -> run(action));
        } catch (RejectedExecutionException closed) {
          waiting.clear(); // the gateway ends, and its connections with it
        }
      }
    }

    private void run(Runnable action) {
      try {
        action.run();
      } catch (RejectedExecutionException closed) {
        LOG.log(System.Logger.Level.DEBUG, "a large message was heard when its loop had ended");
      } catch (RuntimeException bug) {
        LOG.log(System.Logger.Level.ERROR, "a bug in hearing a large message", bug);
      } finally {
        next();
      }
    }
  }
}
