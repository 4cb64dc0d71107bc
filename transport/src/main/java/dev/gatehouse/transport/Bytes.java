package dev.gatehouse.transport;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** Crosses between byte arrays and the wire library's buffers without copying where it can. */
final class Bytes {
  static final byte[] NONE = {};

  private Bytes() {}

  /** A buffer over these bytes; whoever hands them over writes to them no more. */
  static Buffer wrap(byte[] bytes) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
  }

  /** The same over a part of them. */
  static Buffer wrap(byte[] bytes, int from, int to) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes, from, to - from));
  }

  /** The bytes of a piece that was received: its own array when it has one of just that size. */
  static byte[] of(Buffer piece) {
    if (piece instanceof BufferInternal internal) {
      var buffer = internal.getByteBuf();
      var isWhole =
          buffer.hasArray()
              && buffer.arrayOffset() == 0
              && buffer.readerIndex() == 0
              && buffer.array().length == buffer.readableBytes();
      if (isWhole) {
        return buffer.array();
      }
    }
    return piece.getBytes();
  }
}
