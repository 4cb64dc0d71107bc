package dev.gatehouse.cli.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of bounded length. Not thread-safe; blocks. */
final class InputLines {
  private final InputStream in;
  private final int most;
  private final byte[] piece = new byte[64 << 10];
  private int at;
  private int end;

  /** The line is longer than the bound, and has been passed over. */
  static final class TooLong extends Exception {
    TooLong(int most) {
      super("a line is longer than " + most + " bytes", null, false, false);
    }
  }

  InputLines(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /** The next line without its end; null when there is none. A last line needs no end. */
  byte @Nullable [] next() throws IOException, TooLong {
    var line = new ByteArrayOutputStream();
    var isTooLong = false;
    while (true) {
      if (at == end) {
        at = 0;
        end = Math.max(0, in.read(piece));
        if (end == 0) {
          return line.size() == 0 && !isTooLong ? null : whole(line, isTooLong);
        }
      }
      var from = at;
      while (at < end && piece[at] != '\n') {
        at++;
      }
      isTooLong = isTooLong || line.size() + (at - from) > most;
      if (!isTooLong) {
        line.write(piece, from, at - from);
      }
      if (at < end) {
        at++;
        return whole(line, isTooLong);
      }
    }
  }

  private byte[] whole(ByteArrayOutputStream line, boolean isTooLong) throws TooLong {
    if (isTooLong) {
      throw new TooLong(most);
    }
    return line.toByteArray();
  }
}
