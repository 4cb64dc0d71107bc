package dev.gatehouse.transport;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers pieces up to a bounded size. Memory grows with what has come, not with what was
 * announced, and in blocks that stay small: arrays of many megabytes are made for what is whole
 * only, since the collector handles each of them by itself, and a server that is refused in the end
 * must not cost everybody pauses. What comes in one piece is taken over without a copy.
 */
final class Gathering {
  /** Well below half a region of the smallest heaps, from which on arrays are handled apart. */
  private static final int BLOCK = 128 << 10;

  private static final int FIRST = 16 << 10;

  private final int max;
  private final int announced;
  private final List<byte[]> full = new ArrayList<>();
  private byte[] block = Bytes.NONE;
  private int filled;
  private int kept;
  private int length;

  /**
   * @param announced how many bytes are announced, -1 for unknown
   */
  Gathering(int max, int announced) {
    this.max = max;
    this.announced = announced;
  }

  /** Takes one piece; false when the bound would be exceeded, and then nothing is taken. */
  boolean take(Buffer piece) {
    var size = piece.length();
    if (size > max - length) {
      return false;
    }
    if (length == 0 && size == announced) {
      block = Bytes.of(piece);
      filled = size;
    } else {
      copy(piece, size);
    }
    length += size;
    return true;
  }

  private void copy(Buffer piece, int size) {
    for (var from = 0; from < size; ) {
      if (filled == block.length) {
        next(size - from);
      }
      var more = Math.min(size - from, block.length - filled);
      piece.getBytes(from, from + more, block, filled);
      filled += more;
      from += more;
    }
  }

  private void next(int wanted) {
    if (filled > 0) {
      full.add(block);
      kept += filled;
    }
    var grown = Math.clamp(2L * block.length, FIRST, BLOCK);
    block = new byte[Math.min(Math.max(grown, Math.min(wanted, BLOCK)), left())];
    filled = 0;
  }

  /** How much may still come, at least a byte of which just has. */
  private int left() {
    return (announced > kept ? Math.min(announced, max) : max) - kept;
  }

  /** How many bytes were taken. */
  int length() {
    return length;
  }

  /** All that was taken, in one array. */
  byte[] whole() {
    if (full.isEmpty() && filled == block.length) {
      return block;
    }
    var whole = new byte[length];
    var to = 0;
    for (var each : full) {
      System.arraycopy(each, 0, whole, to, each.length);
      to += each.length;
    }
    System.arraycopy(block, 0, whole, to, filled);
    return whole;
  }
}
