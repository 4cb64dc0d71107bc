package dev.gatehouse.transport;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The event loops of this process, one {@link Loop} for each. Thread-safe. */
final class Loops implements AutoCloseable {
  /** Milliseconds after which a loop that does not come back is reported; tests set it low. */
  private static final String BLOCKED = "gatehouse.blocked-ms";

  private final Vertx vertx;
  private final Acceptance acceptance;
  private final List<Loop> all;
  private final LargeMessages large = LargeMessages.open();
  private final AtomicInteger turn = new AtomicInteger();

  private Loops(Vertx vertx, Acceptance acceptance, List<Loop> all) {
    this.vertx = vertx;
    this.acceptance = acceptance;
    this.all = List.copyOf(all);
  }

  /**
   * Starts the loops, on native epoll where there is one.
   *
   * @param count how many, at least 1
   */
  static Loops open(int count) {
    var acceptance = Acceptance.onBestTransport();
    var options =
        new VertxOptions()
            .setEventLoopPoolSize(count)
            .setWorkerPoolSize(2)
            .setInternalBlockingPoolSize(2)
            .setMaxEventLoopExecuteTime(Integer.getInteger(BLOCKED, 2_000))
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
            .setWarningExceptionTime(500)
            .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS)
            .setUseDaemonThread(true);
    var vertx = Vertx.builder().with(options).withTransport(acceptance).build();
    var loops = new ArrayList<Loop>();
    var internal = (VertxInternal) vertx;
    for (var executor : internal.eventLoopGroup()) {
      var context = internal.contextBuilder().withEventLoop((EventLoop) executor).build();
      loops.add(new Loop(loops.size(), context));
    }
    for (var loop : loops) {
      loop.later(() -> vertx.setPeriodic(Sweep.PERIOD_MILLIS, _ -> loop.sweep.look()));
    }
    var opened = new Loops(vertx, acceptance, loops);
    acceptance.bringTo(opened);
    return opened;
  }

  Vertx vertx() {
    return vertx;
  }

  /** Where large messages are heard. */
  LargeMessages large() {
    return large;
  }

  Acceptance acceptance() {
    return acceptance;
  }

  List<Loop> all() {
    return all;
  }

  /** The loop that the calling thread is, null when it is none. */
  @Nullable Loop current() {
    for (var loop : all) {
      if (loop.isHere()) {
        return loop;
      }
    }
    return null;
  }

  /** The loop that the calling thread is, or the next in turn when it is none. */
  Loop currentOrNext() {
    var here = current();
    return here != null ? here : all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
  }

  Loop of(EventLoop thread) {
    for (var loop : all) {
      if (loop.is(thread)) {
        return loop;
      }
    }
    throw new IllegalStateException("a channel lives on a loop that is not one of ours");
  }

  /** Ends the loops and everything on them; waits at most 10 s. */
  @Override
  public void close() {
    Await.quietly(vertx.close(), 10);
    large.close();
  }
}
