package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Removes whole segments, and whole files of heads, that are older than the settings keep. A record
 * and a signed head say so first, so that a removal is never taken for a loss.
 */
final class Retention {
  /** Records what is about to be removed. */
  @FunctionalInterface
  interface Note {
    void write(String note) throws IOException;
  }

  private final JournalContext journal;
  private final HeadWriter heads;
  private final Committer committer;
  private final Map<Integer, LaneWriter> lanes;
  private final Duration keep;
  private final Note note;

  Retention(
      JournalContext journal,
      HeadWriter heads,
      Committer committer,
      Map<Integer, LaneWriter> lanes,
      Duration keep,
      Note note) {
    this.journal = journal;
    this.heads = heads;
    this.committer = committer;
    this.lanes = lanes;
    this.keep = keep;
    this.note = note;
  }

  /** Removes what is too old. Blocks. */
  void removeOld() throws IOException {
    var before = journal.clock().instant().minus(keep).toEpochMilli();
    var old = new ArrayList<Path>();
    var moved = new TreeMap<Integer, Anchor>();
    for (var lane : journal.files().segments().entrySet()) {
      var writer = lanes.get(lane.getKey());
      if (writer != null) {
        moveAnchor(writer, lane.getValue(), before, old, moved);
      }
    }
    var removed = oldHeads(before, old);
    if (old.isEmpty()) {
      return;
    }
    for (var lane : moved.entrySet()) {
      var writer = java.util.Objects.requireNonNull(lanes.get(lane.getKey()));
      note.write(
          "lane %d: segments %d to %d, records %,d to %,d, are older than %d days and are removed"
              .formatted(
                  lane.getKey(),
                  writer.anchor().segment(),
                  lane.getValue().segment() - 1,
                  writer.anchor().sequence(),
                  lane.getValue().sequence() - 1,
                  keep.toDays()));
    }
    moved.forEach(
        (lane, anchor) -> java.util.Objects.requireNonNull(lanes.get(lane)).anchor(anchor));
    if (removed != null) {
      heads.removeUpTo(removed);
    }
    sealed();
    for (var file : old) {
      Files.deleteIfExists(file);
    }
  }

  /** A segment is too old when the one behind it was begun before the limit. */
  private static void moveAnchor(
      LaneWriter writer,
      NavigableMap<Long, Path> segments,
      long before,
      List<Path> old,
      Map<Integer, Anchor> moved)
      throws IOException {
    var number = writer.anchor().segment();
    var next = segments.get(number + 1);
    while (next != null) {
      var header = headerOf(next);
      if (header == null || header.created() >= before) {
        return;
      }
      old.add(java.util.Objects.requireNonNull(segments.get(number)));
      number++;
      moved.put(writer.lane(), new Anchor(number, header.firstSequence(), header.previous()));
      next = segments.get(number + 1);
    }
  }

  private static @Nullable SegmentHeader headerOf(Path file) throws IOException {
    try (var reader = new SegmentReader(file)) {
      return reader.header();
    }
  }

  /** The last head of the files that are too old, which are added to the list; null for none. */
  private @Nullable HeadMark oldHeads(long before, List<Path> old) throws IOException {
    var files = journal.files().heads();
    HeadMark removed = null;
    for (var next = files.higherEntry(files.firstKey());
        next != null;
        next = files.higherEntry(next.getKey())) {
      try (var reader = new HeadReader(new TreeMap<>(files.tailMap(next.getKey())))) {
        var first = reader.next();
        if (first == null || first.time() >= before) {
          return removed;
        }
        removed = new HeadMark(first.mark().number() - 1, first.previous());
        old.add(files.lowerEntry(next.getKey()).getValue());
      }
    }
    return removed;
  }

  private void sealed() throws IOException {
    try {
      committer.nextHead().get();
    } catch (ExecutionException e) {
      throw new IOException("retention waits until a head can be written", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("retention was interrupted", e);
    }
  }
}
