package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Appends heads to their files and forces each to disk. Used by one thread at a time. */
final class HeadWriter implements AutoCloseable {
  /** Bytes after which a new file is begun. */
  static final long FULL = 4 << 20;

  private final JournalFiles files;
  private final AuditKey key;
  private final Disk disk;
  private final long full;
  private final AtomicReference<HeadMark> newest;
  private volatile HeadMark removed;
  private @Nullable FileChannel open;
  private long size;

  /**
   * @param newest the head that the next one follows; moved on with each head
   * @param removed the last head that retention removed
   * @param full bytes after which a new file is begun
   */
  HeadWriter(
      JournalFiles files,
      AuditKey key,
      Disk disk,
      AtomicReference<HeadMark> newest,
      HeadMark removed,
      long full) {
    this.files = files;
    this.key = key;
    this.disk = disk;
    this.newest = newest;
    this.removed = removed;
    this.full = full;
  }

  /** The heads up to this one are about to be removed; the next head says so. */
  void removeUpTo(HeadMark head) {
    removed = head;
  }

  /** Signs, appends and forces one head. Blocks. */
  Head write(long time, List<Head.LaneHead> lanes) throws IOException {
    var head = Head.sign(newest.get(), time, removed, lanes, key);
    var channel = open;
    if (channel == null || size >= full) {
      channel = next(head.mark().number());
    }
    try {
      var bytes = ByteBuffer.wrap(head.bytes());
      while (bytes.hasRemaining()) {
        channel.write(bytes, size + bytes.position());
      }
      disk.force(channel);
    } catch (IOException e) {
      channel.truncate(size);
      throw e;
    }
    size += head.bytes().length;
    newest.set(head.mark());
    return head;
  }

  /** Goes on in the file that is there. */
  void resume(long first) throws IOException {
    var channel = FileChannel.open(files.heads(first), StandardOpenOption.WRITE);
    open = channel;
    size = channel.size();
  }

  private FileChannel next(long first) throws IOException {
    var channel =
        FileChannel.open(
            files.heads(first),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    close();
    open = channel;
    size = 0;
    disk.forceNames(files.directory());
    return channel;
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
