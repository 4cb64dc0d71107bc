package dev.gatehouse.store.sqlite;

import dev.gatehouse.core.store.StoreFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One gateway a data directory. The operating system frees the lock when the process ends, however
 * it ends; the file stays and holds the process id, for the message.
 */
final class InstanceLock implements AutoCloseable {
  private static final String FILE = "gatehouse.lock";

  /**
   * What this process holds. A lock of the operating system belongs to the process and falls when
   * any channel on the file is closed, so a second attempt in one process must not even open it.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private InstanceLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the directory for this process.
   *
   * @throws StoreFailed when another gateway runs on it
   */
  static InstanceLock take(Path directory) throws IOException {
    var file = directory.toRealPath().resolve(FILE);
    if (!HELD_HERE.add(file)) {
      throw inUse(directory, "this process, " + ProcessHandle.current().pid());
    }
    try {
      return new InstanceLock(file, lockedChannel(directory, file));
    } catch (IOException | RuntimeException e) {
      HELD_HERE.remove(file);
      throw e;
    }
  }

  private static FileChannel lockedChannel(Path directory, Path file) throws IOException {
    OwnerOnly.createFile(file);
    var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(directory, "process " + Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static StoreFailed inUse(Path directory, String holder) {
    return new StoreFailed(
        "the data directory "
            + directory
            + " is in use by another running gateway ("
            + holder
            + "). Stop that one, or give this one a directory of its own with \"data:\" in its"
            + " settings.");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.allocate(0));
    } finally {
      HELD_HERE.remove(file);
      channel.close();
    }
  }
}
