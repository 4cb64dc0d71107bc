package dev.gatehouse.core.audit;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One mapped segment. The lane's thread appends; the committing thread reads what was appended,
 * forces it, and closes the segment when the lane has left it.
 */
final class SegmentWriter {
  private static final VarHandle LENGTH =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LAST;

  static {
    try {
      LAST = MethodHandles.lookup().findVarHandle(SegmentWriter.class, "last", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Path file;
  private final Disk.Mapping mapping;
  private final MemorySegment memory;
  private final SegmentHeader header;

  // the lane's thread alone
  private long end = SegmentHeader.SIZE;

  // written by the lane's thread with release, read by the committing thread with acquire
  @SuppressWarnings("unused") // by LAST
  private long last;

  // the committing thread alone
  private long forced;

  /** Begins a segment on a blank mapping. */
  SegmentWriter(Path file, Disk.Mapping mapping, SegmentHeader header, byte[] encodedHeader) {
    this.file = file;
    this.mapping = mapping;
    this.memory = mapping.memory();
    this.header = header;
    MemorySegment.copy(encodedHeader, 0, memory, ValueLayout.JAVA_BYTE, 0, encodedHeader.length);
  }

  SegmentHeader header() {
    return header;
  }

  boolean hasRoom(int length) {
    return end + length <= memory.byteSize();
  }

  /** Appends a whole record. Its length is stored last, so it is there or it is not. */
  void append(byte[] record, int length) {
    MemorySegment.copy(record, 4, memory, ValueLayout.JAVA_BYTE, end + 4, length - 4);
    LENGTH.setRelease(memory, end, length);
    LAST.setRelease(this, end);
    end += length;
  }

  /** The last record that is there, null when there is none. */
  @Nullable ChainPoint lastRecord() {
    var at = (long) LAST.getAcquire(this);
    if (at == 0) {
      return null;
    }
    var hash = new byte[RecordLayout.HASH];
    var length = (int) LENGTH.getAcquire(memory, at);
    MemorySegment.copy(
        memory, ValueLayout.JAVA_BYTE, at + length - hash.length, hash, 0, hash.length);
    return new ChainPoint(
        header.number(), memory.get(LONG, at + RecordLayout.SEQUENCE), hash, at + length);
  }

  /** Forces what was appended up to the given point. Blocks. */
  void force(ChainPoint upTo, Disk disk) throws IOException {
    if (upTo.end() > forced) {
      disk.force(memory.asSlice(forced, upTo.end() - forced));
      forced = upTo.end();
    }
  }

  /** Unmaps the segment. */
  void unmap() {
    mapping.arena().close();
  }

  /**
   * Gives the space behind the last record back; the segment must be unmapped. Looks for the last
   * record in the file, since one may have been appended right before it was unmapped.
   */
  void trim() {
    try (var reader = new SegmentReader(file);
        var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      reader.seek(Math.max(forced, SegmentHeader.SIZE));
      reader.skipRecords();
      if (reader.firstNonZeroAfter() < 0) {
        channel.truncate(reader.nextOffset());
      }
    } catch (IOException e) {
      // it stays longer than it must be; that harms nobody
    }
  }

  Path file() {
    return file;
  }
}
