package dev.gatehouse.transport;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Reads one body whole, within its bounds in size and time. A body that comes in one piece is taken
 * over without a copy; memory grows with what has come, not with what was announced.
 */
final class BodyRead extends Sweep.Swept {
  private static final byte[] NONE = {};
  private static final int FIRST = 16 << 10;

  private final Loop loop;
  private final int max;
  private final long most;
  private final long since;
  private final int announced;
  private final Consumer<byte[]> whole;
  private final IntConsumer failed;
  private byte[] bytes = NONE;
  private int length;
  private boolean isOver;

  private BodyRead(
      Loop loop, ListenerBounds bounds, int announced, Consumer<byte[]> whole, IntConsumer failed) {
    this.loop = loop;
    this.max = bounds.maxBodyBytes();
    this.most = bounds.bodyTime().toNanos();
    this.since = loop.sweep.now();
    this.announced = announced;
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
    if (isOver) {
      return;
    }
    var size = piece.length();
    if (size > max - length) {
      fail(413);
    } else if (length == 0 && size == announced && piece instanceof BufferInternal internal) {
      bytes = ownArray(internal);
      length = size;
    } else {
      grow(length + size);
      piece.getBytes(bytes, length);
      length += size;
    }
  }

  private void grow(int needed) {
    if (needed > bytes.length) {
      var doubled = Math.max(FIRST, bytes.length * 2);
      var known = announced >= 0 ? Math.min(doubled, announced) : Math.min(doubled, max);
      bytes = Arrays.copyOf(bytes, Math.max(needed, known));
    }
  }

  private static byte[] ownArray(BufferInternal piece) {
    var buffer = piece.getByteBuf();
    var isWhole =
        buffer.hasArray()
            && buffer.arrayOffset() == 0
            && buffer.readerIndex() == 0
            && buffer.array().length == buffer.readableBytes();
    return isWhole ? buffer.array() : piece.getBytes();
  }

  private void end() {
    if (!isOver) {
      isOver = true;
      loop.sweep.leave(this);
      whole.accept(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    }
  }

  private void fail(int status) {
    isOver = true;
    loop.sweep.leave(this);
    bytes = NONE;
    failed.accept(status);
  }

  @Override
  void look(long now) {
    if (now - since > most) {
      fail(408);
    }
  }
}
