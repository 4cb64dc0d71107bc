package dev.gatehouse.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines of bounded length. Blocks; used by one thread. */
final class LineReader {
  private static final int CHUNK = 64 << 10;

  private final InputStream in;
  private final int max;
  private final byte[] chunk = new byte[CHUNK];
  private int from;
  private int to;

  LineReader(InputStream in, int max) {
    this.in = in;
    this.max = max;
  }

  /** A line is longer than the bound. */
  static final class TooLong extends IOException {
    TooLong(int max) {
      super("a line is longer than " + max + " bytes");
    }
  }

  /**
   * The next line without its end, null when there is none. What follows the last line end is not a
   * line.
   *
   * @throws TooLong when it exceeds the bound
   */
  byte @Nullable [] next() throws IOException {
    var line = Bytes.NONE;
    while (true) {
      if (from == to) {
        from = 0;
        to = in.read(chunk);
        if (to < 0) {
          to = 0;
          return null;
        }
      }
      var end = from;
      while (end < to && chunk[end] != '\n') {
        end++;
      }
      var length = line.length;
      if (end - from > max - length) {
        throw new TooLong(max);
      }
      line = Arrays.copyOf(line, length + end - from);
      System.arraycopy(chunk, from, line, length, end - from);
      var isWhole = end < to;
      from = isWhole ? end + 1 : end;
      if (isWhole) {
        return line.length > 0 && line[line.length - 1] == '\r'
            ? Arrays.copyOf(line, line.length - 1)
            : line;
      }
    }
  }
}
