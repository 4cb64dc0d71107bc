package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Segment files that are allocated but not yet used, so that no lane waits for the disk when its
 * segment is full, and a full disk is met before it hurts. Thread-safe.
 */
final class Blanks {
  private static final int READY = 2;

  /** A blank segment file. */
  record Blank(Path file, Disk.Mapping mapping) {}

  private final JournalFiles files;
  private final long size;
  private final Disk disk;
  private final Runnable used;
  private final ConcurrentLinkedQueue<Blank> ready = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong number = new AtomicLong();
  private volatile @Nullable String failure;

  /**
   * @param used runs when a blank was taken, and must return at once
   */
  Blanks(JournalFiles files, long size, Disk disk, Runnable used) {
    this.files = files;
    this.size = size;
    this.disk = disk;
    this.used = used;
  }

  /**
   * A blank, in the usual case without waiting. Allocates one itself when the background thread is
   * late; after a failure it does not try again, the background thread does.
   */
  Blank take() throws NotRecorded {
    var blank = ready.poll();
    if (blank == null) {
      var why = failure;
      if (why != null) {
        throw new NotRecorded(why);
      }
      blank = allocate();
      used.run();
      return blank;
    }
    count.decrementAndGet();
    used.run();
    return blank;
  }

  /** Allocates what is missing. Blocks; called by one thread. */
  void refill() {
    while (count.get() < READY) {
      try {
        ready.add(allocate());
        count.incrementAndGet();
      } catch (NotRecorded e) {
        return;
      }
    }
  }

  /** Why the last allocation failed, null when it did not. */
  @Nullable String failure() {
    return failure;
  }

  /** Removes what was not used. */
  void close() {
    for (var blank = ready.poll(); blank != null; blank = ready.poll()) {
      blank.mapping().arena().close();
      try {
        Files.deleteIfExists(blank.file());
      } catch (IOException e) {
        // the next opening removes it
      }
    }
  }

  private Blank allocate() throws NotRecorded {
    var file = files.blank(number.incrementAndGet());
    try {
      var blank = new Blank(file, disk.allocate(file, size));
      failure = null;
      return blank;
    } catch (IOException e) {
      var why =
          "no room for another audit segment of "
              + size
              + " bytes in "
              + files.directory()
              + ": "
              + e.getMessage()
              + ". Free some space; recording goes on by itself.";
      failure = why;
      throw new NotRecorded(why);
    }
  }
}
