package dev.gatehouse.transport;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Reads one body whole, within its bounds in size and time. */
final class BodyRead extends Sweep.Swept {
  private final Loop loop;
  private final long most;
  private final long since;
  private final Gathering gathering;
  private final Consumer<byte[]> whole;
  private final IntConsumer failed;
  private boolean isOver;

  private BodyRead(
      Loop loop, ListenerBounds bounds, int announced, Consumer<byte[]> whole, IntConsumer failed) {
    this.loop = loop;
    this.most = bounds.bodyTime().toNanos();
    this.since = loop.sweep.now();
    this.gathering = new Gathering(bounds.maxBodyBytes(), announced);
    this.whole = whole;
    this.failed = failed;
  }

  /**
   * Begins to read.
   *
   * @param announced the {@code Content-Length}, -1 for none
   * @param whole hears the body
   * @param failed hears the status to answer with when the body does not come whole: 413 or 408
   */
  static BodyRead of(
      HttpServerRequest request,
      Loop loop,
      ListenerBounds bounds,
      int announced,
      Consumer<byte[]> whole,
      IntConsumer failed) {
    var read = new BodyRead(loop, bounds, announced, whole, failed);
    loop.sweep.join(read);
    request.handler(read::piece);
    request.endHandler(_ -> read.end());
    return read;
  }

  /** The client has left. */
  void abandon() {
    isOver = true;
    loop.sweep.leave(this);
  }

  private void piece(Buffer piece) {
    if (!isOver && !gathering.take(piece)) {
      fail(413);
    }
  }

  private void end() {
    if (!isOver) {
      isOver = true;
      loop.sweep.leave(this);
      whole.accept(gathering.whole());
    }
  }

  private void fail(int status) {
    isOver = true;
    loop.sweep.leave(this);
    failed.accept(status);
  }

  @Override
  void look(long now) {
    if (now - since > most) {
      fail(408);
    }
  }
}
