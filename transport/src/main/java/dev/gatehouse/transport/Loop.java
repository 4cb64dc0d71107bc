package dev.gatehouse.transport;

import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;

/**
 * One event loop with what belongs to it. A call stays on the loop that its client's connection
 * lives on.
 */
final class Loop {
  final int index;
  final ContextInternal context;
  final Sweep sweep = new Sweep();
  private final EventLoop thread;

  Loop(int index, ContextInternal context) {
    this.index = index;
    this.context = context;
    this.thread = context.nettyEventLoop();
  }

  /** Whether the calling thread is this loop. */
  boolean isHere() {
    return thread.inEventLoop();
  }

  @SuppressWarnings("ReferenceEquality") // a thread is itself and no other
  boolean is(EventLoop other) {
    return thread == other;
  }

  /** Runs the action on this loop: at once when the caller is on it, else after what is queued. */
  void run(Runnable action) {
    if (isHere()) {
      action.run();
    } else {
      later(action);
    }
  }

  /** Runs the action on this loop after what is queued. */
  void later(Runnable action) {
    context.runOnContext(_ -> action.run());
  }
}
