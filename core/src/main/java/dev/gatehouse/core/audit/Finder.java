package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds one record by its name, by way of the segment headers, and what belongs to it. */
final class Finder {
  /** Bytes that are searched for the outcome of a call before the search gives up. */
  private static final long FAR = 1L << 30;

  private final JournalFiles files;
  private long searched;

  Finder(JournalFiles files) {
    this.files = files;
  }

  private record Located(AuditRecord record, Story.Evidence evidence) {}

  Optional<Story> find(Reference reference) throws IOException {
    var found = locate(reference);
    if (found == null) {
      return Optional.empty();
    }
    var record = found.record();
    return Optional.of(
        switch (record.kind()) {
          case INTENT ->
              new Story(record, Optional.of(record), outcomeOf(record), found.evidence());
          case OUTCOME ->
              new Story(
                  record,
                  record.about().flatMap(this::intent),
                  Optional.of(record),
                  found.evidence());
          case DENIED, CHANGE, SYSTEM ->
              new Story(record, Optional.empty(), Optional.empty(), found.evidence());
        });
  }

  private Optional<AuditRecord> intent(Reference reference) {
    try {
      var found = locate(reference);
      return found == null ? Optional.empty() : Optional.of(found.record());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private @Nullable Located locate(Reference reference) throws IOException {
    var segments = segmentsOf(reference.lane());
    var number = segmentOf(reference.sequence(), segments);
    if (number == null) {
      return null;
    }
    var sha256 = RecordLayout.sha256();
    try (var reader = new SegmentReader(file(segments, number))) {
      var chain = reader.headerHash();
      var whole = reader.header() != null;
      while (reader.next() == SegmentReader.Step.RECORD) {
        whole = whole && reader.follows(chain, sha256);
        if (reader.sequence() == reference.sequence()) {
          var record = AuditRecord.decode(reader.copy(), reference.lane(), number, reader.offset());
          return new Located(
              record, whole ? sealed(reader, chain, record, segments) : Story.Evidence.BROKEN);
        }
      }
      return null;
    }
  }

  /** Follows the chain from the record to the first head at or behind it. */
  private Story.Evidence sealed(
      SegmentReader reader, byte[] chain, AuditRecord record, NavigableMap<Long, Path> segments)
      throws IOException {
    var lane = record.reference().lane();
    var head = pointAfter(lane, record.reference().sequence());
    if (head == null) {
      return Story.Evidence.CHAINED;
    }
    var sha256 = RecordLayout.sha256();
    var sequence = record.reference().sequence();
    var segment = record.segment();
    var open = reader;
    try {
      while (sequence < head.sequence()) {
        if (open.next() == SegmentReader.Step.RECORD) {
          sequence++;
          if (!open.follows(chain, sha256)) {
            return Story.Evidence.BROKEN;
          }
          continue;
        }
        segment++;
        if (!segments.containsKey(segment)) {
          return Story.Evidence.BROKEN;
        }
        if (open != reader) {
          open.close();
        }
        open = new SegmentReader(file(segments, segment));
        var header = open.header();
        if (header == null || !Arrays.equals(header.previous(), chain)) {
          return Story.Evidence.BROKEN;
        }
        System.arraycopy(open.headerHash(), 0, chain, 0, chain.length);
      }
    } finally {
      if (open != reader) {
        open.close();
      }
    }
    return Arrays.equals(chain, head.hash()) ? Story.Evidence.SEALED : Story.Evidence.BROKEN;
  }

  /** What the first head that covers the record says of its lane; null when none does yet. */
  private @Nullable ChainPoint pointAfter(int lane, long sequence) throws IOException {
    var heads = files.heads();
    var firsts = new ArrayList<>(heads.keySet());
    var low = 0;
    var high = firsts.size() - 1;
    while (low < high) {
      var middle = (low + high + 1) >>> 1;
      var point = firstPoint(lane, heads, firsts.get(middle));
      if (point == null || point.sequence() < sequence) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (firsts.isEmpty()) {
      return null;
    }
    try (var reader = new HeadReader(heads.tailMap(firsts.get(low), true))) {
      for (var head = reader.next(); head != null; head = reader.next()) {
        var said = head.lane(lane);
        if (said != null && said.last().sequence() >= sequence) {
          return said.last();
        }
      }
      return null;
    }
  }

  private static @Nullable ChainPoint firstPoint(
      int lane, NavigableMap<Long, Path> heads, long first) throws IOException {
    try (var reader = new HeadReader(new TreeMap<>(heads.subMap(first, true, first, true)))) {
      var head = reader.next();
      var said = head == null ? null : head.lane(lane);
      return said == null ? null : said.last();
    }
  }

  /** Looks in the lane of the call first, then in the others from the time of the call on. */
  private Optional<AuditRecord> outcomeOf(AuditRecord intent) throws IOException {
    searched = 0;
    var own = intent.reference().lane();
    var found = search(intent, own, segmentsOf(own).tailMap(intent.segment(), true));
    for (var lane : files.segments().entrySet()) {
      if (found.isEmpty() && lane.getKey() != own) {
        found = search(intent, lane.getKey(), since(intent.time().toEpochMilli(), lane.getValue()));
      }
    }
    return found;
  }

  private Optional<AuditRecord> search(
      AuditRecord intent, int lane, NavigableMap<Long, Path> segments) throws IOException {
    for (var segment : segments.entrySet()) {
      try (var reader = new SegmentReader(segment.getValue())) {
        if (segment.getKey() == intent.segment() && lane == intent.reference().lane()) {
          reader.seek(intent.offset());
        }
        while (reader.next() == SegmentReader.Step.RECORD) {
          searched += reader.length();
          if (reader.about() == intent.reference().packed()) {
            return Optional.of(
                AuditRecord.decode(reader.copy(), lane, segment.getKey(), reader.offset()));
          }
          if (searched > FAR) {
            return Optional.empty();
          }
        }
      } catch (NoSuchFileException e) {
        searched++; // retention was faster
      }
    }
    return Optional.empty();
  }

  /** The segments from the last that was begun before the time. */
  private static NavigableMap<Long, Path> since(long time, NavigableMap<Long, Path> segments)
      throws IOException {
    for (var segment : segments.descendingMap().entrySet()) {
      try (var reader = new SegmentReader(segment.getValue())) {
        var header = reader.header();
        if (header != null && header.created() <= time) {
          return segments.tailMap(segment.getKey(), true);
        }
      } catch (NoSuchFileException e) {
        break;
      }
    }
    return segments;
  }

  /** The segment whose first record is the last one not behind the sequence; null for none. */
  private static @Nullable Long segmentOf(long sequence, NavigableMap<Long, Path> segments)
      throws IOException {
    var numbers = new ArrayList<>(segments.keySet());
    var low = 0;
    var high = numbers.size() - 1;
    Long found = null;
    while (low <= high) {
      var middle = (low + high) >>> 1;
      try (var reader = new SegmentReader(file(segments, numbers.get(middle)))) {
        var header = reader.header();
        if (header == null || header.firstSequence() > sequence) {
          high = middle - 1;
        } else {
          found = numbers.get(middle);
          low = middle + 1;
        }
      }
    }
    return found;
  }

  private NavigableMap<Long, Path> segmentsOf(int lane) throws IOException {
    return files.segments().getOrDefault(lane, Collections.emptyNavigableMap());
  }

  private static Path file(NavigableMap<Long, Path> segments, long number) {
    return java.util.Objects.requireNonNull(segments.get(number));
  }
}
