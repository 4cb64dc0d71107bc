package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Appends to one lane. One thread at a time may call {@link #append}; what {@link Committer} reads
 * is published to it without locks.
 */
final class LaneWriter {
  private static final long DAY = 86_400_000;

  private final int lane;
  private final JournalContext journal;
  private final EventJson events;
  private final JsonBytes record = new JsonBytes(RecordLayout.LARGEST);
  private final MessageDigest sha256 = RecordLayout.sha256();
  private final byte[] hash;
  private long sequence;
  private long segments;
  private long lost;

  private volatile @Nullable SegmentWriter open;
  private volatile Anchor anchor;
  private final ConcurrentLinkedQueue<SegmentWriter> full = new ConcurrentLinkedQueue<>();
  private final ChainPoint beginning;

  /**
   * @param beginning the last record that is there already
   * @param segments number of the newest segment file
   */
  LaneWriter(int lane, JournalContext journal, ChainPoint beginning, long segments, Anchor anchor) {
    this.lane = lane;
    this.journal = journal;
    this.events = new EventJson(journal.redactor());
    this.beginning = beginning;
    this.hash = beginning.hash().clone();
    this.sequence = beginning.sequence();
    this.segments = segments;
    this.anchor = anchor;
  }

  int lane() {
    return lane;
  }

  /** Where the lane began when the journal was opened. */
  ChainPoint beginning() {
    return beginning;
  }

  /** The segment that is appended to, null before the first record. */
  @Nullable SegmentWriter open() {
    return open;
  }

  /** Segments that the lane has left, in order; the committing thread takes them out. */
  ConcurrentLinkedQueue<SegmentWriter> full() {
    return full;
  }

  Anchor anchor() {
    return anchor;
  }

  void anchor(Anchor moved) {
    anchor = moved;
  }

  /** Writes the event. When this returns, the record is in the operating system's memory. */
  Reference append(AuditEvent event) throws NotRecorded {
    try {
      journal.stop().check();
      if (lost > 0) {
        var note = lost + " events could not be recorded in lane " + lane + " before this one";
        write(new AuditEvent.System(AuditEvent.Moment.RECORDS_LOST, note));
        lost = 0;
      }
      return write(event);
    } catch (NotRecorded e) {
      lost++;
      throw e;
    }
  }

  private Reference write(AuditEvent event) throws NotRecorded {
    var time = journal.clock().instant().toEpochMilli();
    var reference = new Reference(lane, sequence + 1);
    var length = encode(event, reference, time);
    var segment = open;
    if (segment == null || !segment.hasRoom(length) || time - segment.header().created() > DAY) {
      segment = nextSegment(time);
    }
    var bytes = record.bytes();
    seal(bytes, length);
    try {
      segment.append(bytes, length);
    } catch (IllegalStateException closed) {
      throw new NotRecorded("the audit journal is closed");
    } catch (InternalError fault) {
      journal.stop().because("the audit segment " + segment.file() + " could not be written to");
      throw new NotRecorded("the audit segment " + segment.file() + " could not be written to");
    }
    System.arraycopy(bytes, length - hash.length, hash, 0, hash.length);
    sequence++;
    return reference;
  }

  /** Puts the record together, without its hash, and returns its length with it. */
  private int encode(AuditEvent event, Reference reference, long time) {
    record.startAt(RecordLayout.PAYLOAD);
    events.write(event, reference.packed(), time, record);
    var payload = record.end() - RecordLayout.PAYLOAD;
    record.pad(RecordLayout.HASH);
    var bytes = record.bytes();
    var length = record.end() + RecordLayout.HASH;
    LittleEndian.write(length, bytes, 0);
    LittleEndian.write((int) event.kind().code(), bytes, RecordLayout.KIND);
    LittleEndian.write(reference.sequence(), bytes, RecordLayout.SEQUENCE);
    LittleEndian.write(time, bytes, RecordLayout.TIME);
    var about = event instanceof AuditEvent.Outcome outcome ? outcome.intent().packed() : 0;
    LittleEndian.write(about, bytes, RecordLayout.ABOUT);
    LittleEndian.write((long) payload, bytes, RecordLayout.PAYLOAD_LENGTH);
    return length;
  }

  private void seal(byte[] bytes, int length) {
    sha256.update(hash);
    sha256.update(bytes, 0, length - hash.length);
    try {
      sha256.digest(bytes, length - hash.length, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 is 32 bytes", e);
    }
  }

  private SegmentWriter nextSegment(long time) throws NotRecorded {
    var blank = journal.blanks().take();
    var header =
        new SegmentHeader(
            lane,
            segments + 1,
            sequence + 1,
            time,
            journal.level(),
            journal.keyId(),
            journal.newestHead().get(),
            hash.clone());
    var file = journal.files().segment(lane, segments + 1);
    var encoded = header.encode(sha256);
    SegmentWriter next;
    try {
      next = new SegmentWriter(file, blank.mapping(), header, encoded);
      Files.move(blank.file(), file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IllegalStateException closed) {
      throw new NotRecorded("the audit journal is closed");
    } catch (IOException e) {
      blank.mapping().arena().close();
      throw new NotRecorded("the audit segment " + file + " could not be made: " + e.getMessage());
    }
    segments++;
    System.arraycopy(encoded, SegmentHeader.SIZE - hash.length, hash, 0, hash.length);
    var left = open;
    if (left != null) {
      full.add(left);
    }
    journal.namesChanged().set(true);
    open = next;
    return next;
  }
}
