package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Reads a journal from its files, also while it is written, and by another process. Thread-safe;
 * every method blocks on files and none holds more than a few hundred KiB of them.
 */
public final class AuditReader {
  private final JournalFiles files;
  private final long pauseNanos;

  /**
   * @param directory the directory of the journal
   */
  public AuditReader(Path directory) {
    this(directory, 10_000_000);
  }

  /**
   * @param pauseNanos how long verifying waits before it reads what looks wrong at the end again
   */
  AuditReader(Path directory, long pauseNanos) {
    this.files = new JournalFiles(directory);
    this.pauseNanos = pauseNanos;
  }

  /** The lanes that have records. */
  public SortedSet<Integer> lanes() throws IOException {
    return new java.util.TreeSet<>(files.segments().keySet());
  }

  /** The record of this name with its intent and outcome; empty when there is none. */
  public Optional<Story> find(Reference reference) throws IOException {
    return new Finder(files).find(reference);
  }

  /** The newest records of all lanes, oldest first, in the order of their times. */
  public List<AuditRecord> tail(int count) throws IOException {
    return new Follower(this, count).next();
  }

  /** The newest records, and then what comes after them each time it is asked. */
  public Follower follow(int count) {
    return new Follower(this, count);
  }

  /**
   * Reads records of one lane from a position on, for sinks that keep their own offsets.
   *
   * @param most at most this many records
   */
  public Batch read(Position from, int most) throws IOException {
    for (var attempt = 0; ; attempt++) {
      try {
        return readOnce(from, most);
      } catch (NoSuchFileException e) {
        if (attempt == 3) {
          throw e; // retention removes files now and then, not all the time
        }
      }
    }
  }

  /**
   * Checks everything: that each record follows from the one before, each segment from the one
   * before, that all lanes are what the heads say, and that the newest head is signed by the key.
   *
   * @param progress told from time to time how far it is
   */
  public VerifyReport verify(PublicKey key, Progress progress) throws IOException {
    return new Verification(files, key, progress, pauseNanos).run();
  }

  /** As above, without telling how far it is. */
  public VerifyReport verify(PublicKey key) throws IOException {
    return verify(key, (_, _) -> {});
  }

  /** Hears how far a long task is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * So much is done.
     *
     * @param done bytes that are done
     * @param total bytes that there were when it began
     */
    void at(long done, long total);
  }

  /**
   * Records in order, and where to go on.
   *
   * @param missed records that retention removed before they were read
   */
  public record Batch(List<AuditRecord> records, Position next, long missed) {
    public Batch {
      records = List.copyOf(records);
    }
  }

  JournalFiles files() {
    return files;
  }

  private Batch readOnce(Position from, int most) throws IOException {
    var segments =
        files.segments().getOrDefault(from.lane(), java.util.Collections.emptyNavigableMap());
    var records = new ArrayList<AuditRecord>();
    var position = from;
    var missed = 0L;
    var entry = segments.ceilingEntry(from.segment());
    while (entry != null && records.size() < most) {
      try (var reader = new SegmentReader(entry.getValue())) {
        var header = reader.header();
        if (header == null) {
          break;
        }
        if (entry.getKey() != position.segment()) {
          missed += header.firstSequence() - 1 - position.sequence();
          position =
              new Position(
                  from.lane(), entry.getKey(), SegmentHeader.SIZE, header.firstSequence() - 1);
        }
        var following = segments.higherEntry(entry.getKey());
        position = read(reader, position, records, most);
        entry = following;
      }
    }
    return new Batch(records, position, missed);
  }

  private static Position read(
      SegmentReader reader, Position from, List<AuditRecord> records, int most) throws IOException {
    reader.seek(from.offset());
    reader.refresh();
    var sequence = from.sequence();
    while (records.size() < most && reader.next() == SegmentReader.Step.RECORD) {
      if (reader.sequence() != sequence + 1) {
        reader.back();
        break;
      }
      records.add(AuditRecord.decode(reader.copy(), from.lane(), from.segment(), reader.offset()));
      sequence++;
    }
    return new Position(from.lane(), from.segment(), reader.nextOffset(), sequence);
  }

  /** Where the records of a lane end now, minus at most the given number of records. */
  Position beforeLast(int lane, NavigableMap<Long, Path> segments, int count) throws IOException {
    var wanted = count;
    for (Map.Entry<Long, Path> segment : segments.descendingMap().entrySet()) {
      try (var reader = new SegmentReader(segment.getValue())) {
        var header = reader.header();
        if (header == null) {
          continue;
        }
        var offsets = new long[count + 1];
        var held = 0L;
        do {
          offsets[(int) (held % (count + 1))] = reader.nextOffset();
          held++;
        } while (reader.next() == SegmentReader.Step.RECORD);
        var records = held - 1;
        if (records >= wanted || segment.getKey().equals(segments.firstKey())) {
          var skipped = Math.max(0, records - wanted);
          return new Position(
              lane,
              segment.getKey(),
              offsets[(int) (skipped % (count + 1))],
              header.firstSequence() - 1 + skipped);
        }
        wanted -= (int) records;
      }
    }
    return Position.startOf(lane);
  }
}
