package dev.gatehouse.core.audit;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the journal needs of the disk under it; tests put a full or a failing one here. */
interface Disk {
  /** The disk of this machine. */
  Disk REAL = new RealDisk();

  /**
   * Makes a file of zeros whose blocks are all there, and maps it. Blocks.
   *
   * @throws IOException when there is no room; then there is no file either
   */
  Mapping allocate(Path file, long size) throws IOException;

  /** Returns when the bytes are on the disk. Blocks. */
  void force(MemorySegment bytes) throws IOException;

  /** Returns when what was written to the file is on the disk. Blocks. */
  void force(FileChannel file) throws IOException;

  /** Returns when the names of the directory's files are on the disk. Blocks. */
  void forceNames(Path directory) throws IOException;

  /**
   * A mapped file.
   *
   * @param arena closing it unmaps
   * @param memory all of the file
   */
  record Mapping(Arena arena, MemorySegment memory) {}

  /** Files and mappings as the operating system gives them. */
  final class RealDisk implements Disk {
    /**
     * Bytes written at once when a file is allocated. The kernel may keep them together in one
     * folio of its cache, and then a store into the mapping dirties and a force writes and protects
     * all of it: with 1 MiB, on ext4 of Linux 6.18, each force wrote 70 times what was appended.
     */
    private static final int STEP = 16 << 10;

    private static final int PAGE = 4 << 10;

    private RealDisk() {}

    @Override
    public Mapping allocate(Path file, long size) throws IOException {
      try (var channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        var zeros = ByteBuffer.allocateDirect((int) Math.min(STEP, size));
        for (var written = 0L; written < size; ) {
          zeros.clear().limit((int) Math.min(STEP, size - written));
          written += channel.write(zeros, written);
        }
        channel.force(true);
        return map(channel, size);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by whoever unmaps the segment
    private static Mapping map(FileChannel channel, long size) throws IOException {
      var arena = Arena.ofShared();
      try {
        var memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
        touch(memory);
        return new Mapping(arena, memory);
      } catch (IOException e) {
        arena.close();
        throw e;
      } catch (InternalError fault) {
        arena.close();
        throw new IOException("a new mapping could not be written to", fault);
      }
    }

    /** Takes the page faults here, so that whoever appends first does not. */
    private static void touch(MemorySegment zeros) {
      for (var at = 0L; at < zeros.byteSize(); at += PAGE) {
        zeros.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
      }
    }

    @Override
    public void force(MemorySegment bytes) throws IOException {
      try {
        bytes.force();
      } catch (java.io.UncheckedIOException e) {
        throw e.getCause();
      }
    }

    @Override
    public void force(FileChannel file) throws IOException {
      file.force(false);
    }

    @Override
    public void forceNames(Path directory) throws IOException {
      try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
