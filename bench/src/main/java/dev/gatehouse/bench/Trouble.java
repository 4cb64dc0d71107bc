package dev.gatehouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls at a bounded rate whose answers nobody needs: each on a connection of its own, read for a
 * second at most and then given up. Closing it ends them.
 */
final class Trouble implements AutoCloseable {
  private static final int EACH_MILLIS = 100;
  private static final int MOST_AT_ONCE = 8;
  private static final int MOST_MILLIS = 1000;
  private static final int BUFFER = 64 << 10;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore turns = new Semaphore(MOST_AT_ONCE);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Target target;
  private final long most;
  private final Future<?> beat;

  private Trouble(Target target, long most) {
    this.target = target;
    this.most = most;
    this.beat = clock.scheduleAtFixedRate(this::begin, 0, EACH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Begins at once: 10 calls a second, 8 at the same time at most.
   *
   * @param most bytes of each answer that are read
   */
  static Trouble at(Target target, long most) {
    return new Trouble(target, most);
  }

  int calls() {
    return calls.get();
  }

  /** Of them, those whose answer has begun. */
  int answered() {
    return answered.get();
  }

  private void begin() {
    if (turns.tryAcquire()) {
      calls.incrementAndGet();
      Thread.ofVirtual().start(this::call);
    }
  }

  private void call() {
    var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), target.port())) {
      socket.setSoTimeout(MOST_MILLIS);
      socket.getOutputStream().write(target.wire(target.bodies().getFirst()));
      var in = socket.getInputStream();
      var buffer = new byte[BUFFER];
      var read = in.read(buffer);
      if (read > 0) {
        answered.incrementAndGet();
      }
      for (var all = (long) read; read > 0 && all < most && System.nanoTime() < end; all += read) {
        read = in.read(buffer);
      }
    } catch (IOException over) {
      // refused or given up: neither is what is measured
    } finally {
      turns.release();
    }
  }

  @Override
  public void close() {
    beat.cancel(false);
    clock.close();
    turns.acquireUninterruptibly(MOST_AT_ONCE);
  }
}
