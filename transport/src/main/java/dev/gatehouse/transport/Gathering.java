package dev.gatehouse.transport;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Gathers pieces into one array of bounded size. What comes in one piece is taken over without a
 * copy; memory grows with what has come, not with what was announced.
 */
final class Gathering {
  private static final int FIRST = 16 << 10;

  private final int max;
  private final int announced;
  private byte[] bytes = Bytes.NONE;
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
      bytes = Bytes.of(piece);
    } else {
      grow(length + size);
      piece.getBytes(bytes, length);
    }
    length += size;
    return true;
  }

  /** All that was taken. */
  byte[] whole() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void grow(int needed) {
    if (needed > bytes.length) {
      var most = announced >= 0 ? Math.min(announced, max) : max;
      var doubled = Math.min(Math.max(FIRST, bytes.length * 2L), most);
      bytes = Arrays.copyOf(bytes, Math.max(needed, (int) doubled));
    }
  }
}
