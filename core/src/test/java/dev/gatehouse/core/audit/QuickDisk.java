package dev.gatehouse.core.audit;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A disk that never waits; what is forced is in the operating system's memory all the same. */
class QuickDisk implements Disk {
  @Override
  @SuppressWarnings("MustBeClosedChecker")
  public Mapping allocate(Path file, long size) throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      var arena = Arena.ofShared();
      return new Mapping(arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena));
    }
  }

  @Override
  public void force(MemorySegment bytes) throws IOException {}

  @Override
  public void force(FileChannel file) throws IOException {}

  @Override
  public void forceNames(Path directory) throws IOException {}
}
