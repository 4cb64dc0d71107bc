package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A window that moves over a file. Reads through the channel and not through a mapping, since the
 * journal may shorten a file while it is read.
 */
final class FileWindow implements AutoCloseable {
  private static final int SMALL = RecordLayout.LARGEST;
  private static final int LARGE = 256 << 10;

  private final FileChannel channel;
  private final byte[] bytes;
  private long start;
  private int held;

  FileWindow(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    bytes = new byte[channel.size() <= SMALL ? SMALL : LARGE];
  }

  /** Brings bytes into the window, at most 64 KiB; false when the file ends before their end. */
  boolean has(long offset, int count) throws IOException {
    if (offset < start || offset + count > start + held) {
      fill(offset);
    }
    return count <= start + held - offset;
  }

  /** How many of the bytes from the offset on are in the window. */
  int heldFrom(long offset) {
    return (int) (start + held - offset);
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes()} an offset is. */
  int index(long offset) {
    return (int) (offset - start);
  }

  long size() throws IOException {
    return channel.size();
  }

  /** Reads anew what is asked for next. */
  void forget() {
    held = 0;
  }

  /** Offset of the first byte from the given one on that is not zero, -1 when there is none. */
  long firstNonZero(long from) throws IOException {
    var offset = from;
    while (has(offset, 1)) {
      var end = heldFrom(offset) + index(offset);
      for (var i = index(offset); i < end; i++) {
        if (bytes[i] != 0) {
          return start + i;
        }
      }
      offset = start + held;
    }
    return -1;
  }

  private void fill(long offset) throws IOException {
    start = offset;
    held = 0;
    while (held < bytes.length) {
      var read = channel.read(ByteBuffer.wrap(bytes, held, bytes.length - held), offset + held);
      if (read < 0) {
        return;
      }
      held += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
