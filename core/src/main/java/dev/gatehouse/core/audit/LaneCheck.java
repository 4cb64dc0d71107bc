package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Checks one lane from its first kept segment to its end, against the heads as it goes. What looks
 * wrong at the end of the newest segment is read again after a moment, since the journal may be
 * writing there.
 */
final class LaneCheck {
  private static final int ATTEMPTS = 4;

  private final int lane;
  private final JournalFiles files;
  private final NavigableMap<Long, Path> segments;
  private final HeadTrail heads;
  private final MessageDigest sha256 = RecordLayout.sha256();
  private final Verification.Meter meter;
  private final long pauseNanos;
  private final byte[] chain;
  private long end;
  private long sequence;
  private long segment;
  private @Nullable BadPlace bad;

  long records;
  long segmentCount;
  long unsealed;

  LaneCheck(
      int lane,
      JournalFiles files,
      NavigableMap<Long, Path> segments,
      Anchor anchor,
      HeadTrail heads,
      Verification.Meter meter,
      long pauseNanos) {
    this.lane = lane;
    this.files = files;
    this.segments = segments;
    this.heads = heads;
    this.meter = meter;
    this.pauseNanos = pauseNanos;
    this.chain = anchor.previous().clone();
    this.sequence = anchor.sequence() - 1;
    this.segment = anchor.segment();
  }

  @Nullable BadPlace bad() {
    return bad;
  }

  void run() throws IOException {
    if (segments.isEmpty() || segments.lastKey() < segment) {
      fail(0, heads.namesLane() ? "lane missing" : "segment missing");
      return;
    }
    while (segment()) {
      segment++;
    }
    var pending = heads.pending();
    if (bad == null && pending != null) {
      fail(
          end,
          "tail shorter than head says: head %d names record %,d"
              .formatted(pending.head(), pending.point().sequence()));
    }
    unsealed = bad == null ? sequence - heads.sealed() : 0;
  }

  /** Checks one segment; false when there is none after it, or it is bad. */
  private boolean segment() throws IOException {
    try (var reader = new SegmentReader(files.segment(lane, segment))) {
      segmentCount++;
      var why = header(reader.header());
      if (why != null) {
        fail(0, why);
        return false;
      }
      System.arraycopy(reader.headerHash(), 0, chain, 0, chain.length);
      var hasNext = records(reader);
      end = reader.nextOffset();
      meter.finished(reader.size());
      return hasNext && bad == null;
    } catch (NoSuchFileException e) {
      fail(0, "segment missing");
      return false;
    }
  }

  private boolean records(SegmentReader reader) throws IOException {
    var hasNext = false;
    var attempt = 0;
    while (true) {
      var step = reader.next();
      var problem = step == SegmentReader.Step.RECORD ? record(reader) : end(reader, step);
      if (problem != null) {
        if (hasNext || ++attempt >= ATTEMPTS) {
          var isRecord = step == SegmentReader.Step.RECORD;
          fail(isRecord ? reader.offset() : reader.nextOffset(), problem);
          return false;
        }
        again(reader, step);
      } else if (step == SegmentReader.Step.RECORD) {
        accept(reader);
        attempt = 0;
      } else if (hasNext || !isThere(segment + 1)) {
        return hasNext;
      } else {
        hasNext = true; // now that there is a next segment, this one does not grow: look once more
        reader.refresh();
      }
    }
  }

  /** Whether the segment was there when it began: the journal is not chased while it grows. */
  private boolean isThere(long number) {
    return segments.lastKey() >= number;
  }

  private void again(SegmentReader reader, SegmentReader.Step step) {
    if (step == SegmentReader.Step.RECORD) {
      reader.back();
    }
    LockSupport.parkNanos(pauseNanos);
    reader.refresh();
  }

  private @Nullable String header(@Nullable SegmentHeader header) throws IOException {
    if (header == null) {
      return "the header of the segment is damaged";
    }
    if (header.lane() != lane || header.number() != segment) {
      return "this is segment %d of lane %d, put in another's place"
          .formatted(header.number(), header.lane());
    }
    if (header.firstSequence() != sequence + 1 || !Arrays.equals(header.previous(), chain)) {
      return "the segment does not follow from record %,d".formatted(sequence);
    }
    return heads.whyNot(header.head());
  }

  private @Nullable String record(SegmentReader reader) {
    if (reader.sequence() == sequence + 1) {
      var before = chain.clone();
      if (!reader.follows(chain, sha256)) {
        return "hash does not follow from record %,d".formatted(sequence);
      }
      if (!heads.agrees(sequence + 1, chain)) {
        System.arraycopy(before, 0, chain, 0, chain.length);
        return "the record is not the one that head %d names".formatted(heads.disagreeing());
      }
      return null;
    }
    return reader.followsAs(sequence + 1, chain, sha256)
        ? "hash does not follow from record %,d".formatted(sequence)
        : reader.sequence() > sequence + 1
            ? "record missing: record %,d stands here".formatted(reader.sequence())
            : "record %,d stands here again".formatted(reader.sequence());
  }

  private static @Nullable String end(SegmentReader reader, SegmentReader.Step step)
      throws IOException {
    if (step == SegmentReader.Step.DAMAGED) {
      return reader.damage();
    }
    var first = reader.firstNonZeroAfter();
    return first < 0
        ? null
        : "there is something behind the last record (at offset %,d), for example a record whose"
                .formatted(first)
            + " writing did not end";
  }

  private void accept(SegmentReader reader) {
    sequence++;
    records++;
    meter.read(reader.length(), reader.time());
  }

  private void fail(long offset, String why) {
    var last = segments.isEmpty() ? segment : segments.lastKey();
    bad =
        new BadPlace.InLane(lane, segment, sequence + 1, offset, why, Math.max(0, last - segment));
  }
}
