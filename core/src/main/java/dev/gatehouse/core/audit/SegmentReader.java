package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the records of one segment in order, also while it is written. */
final class SegmentReader implements AutoCloseable {
  /** What came next. */
  enum Step {
    RECORD,
    /** No record is here, or not yet. */
    END,
    /** Something is here that is no record. */
    DAMAGED
  }

  private final FileWindow window;
  private final @Nullable SegmentHeader header;
  private byte[] headerHash = new byte[RecordLayout.HASH];
  private long offset;
  private int length;
  private long next = SegmentHeader.SIZE;
  private String damage = "";

  SegmentReader(Path file) throws IOException {
    window = new FileWindow(file);
    if (window.has(0, SegmentHeader.SIZE)) {
      header = SegmentHeader.decode(window.bytes(), 0);
      headerHash = SegmentHeader.hashOf(window.bytes(), 0);
    } else {
      header = null;
    }
  }

  /** Its header, null when it has none or a damaged one. */
  @Nullable SegmentHeader header() {
    return header;
  }

  byte[] headerHash() {
    return headerHash.clone();
  }

  /** Goes to the next record; stays where it is when there is none. */
  Step next() throws IOException {
    if (!window.has(next, 8)) {
      return window.firstNonZero(next) < 0 ? Step.END : damaged("the file ends inside a record");
    }
    var found = LittleEndian.readInt(window.bytes(), window.index(next));
    if (found == 0) {
      return Step.END;
    }
    if (!RecordLayout.isLength(found)) {
      return damaged("the length of the record is damaged");
    }
    if (!window.has(next, found)) {
      return damaged("the file ends inside a record");
    }
    offset = next;
    length = found;
    next = offset + length;
    return Step.RECORD;
  }

  /** Goes behind the last record, without looking into any. */
  void skipRecords() throws IOException {
    var step = next();
    while (step == Step.RECORD) {
      step = next();
    }
  }

  /** Goes back to before the record that {@link #next()} came to. */
  void back() {
    next = offset;
  }

  /** Reads what comes next anew from the file. */
  void refresh() {
    window.forget();
  }

  void seek(long to) {
    next = to;
  }

  /** Where the next record begins, or would. */
  long nextOffset() {
    return next;
  }

  /** Why the last step was {@link Step#DAMAGED}. */
  String damage() {
    return damage;
  }

  long offset() {
    return offset;
  }

  int length() {
    return length;
  }

  long sequence() {
    return readLong(RecordLayout.SEQUENCE);
  }

  long time() {
    return readLong(RecordLayout.TIME);
  }

  long about() {
    return readLong(RecordLayout.ABOUT);
  }

  byte kind() {
    return window.bytes()[window.index(offset) + RecordLayout.KIND];
  }

  byte[] hash() {
    var end = window.index(offset) + length;
    return Arrays.copyOfRange(window.bytes(), end - RecordLayout.HASH, end);
  }

  /** A copy of the record's bytes. */
  byte[] copy() {
    var at = window.index(offset);
    return Arrays.copyOfRange(window.bytes(), at, at + length);
  }

  /** Whether the record follows from a hash; if it does, its own hash takes that one's place. */
  boolean follows(byte[] chain, MessageDigest sha256) {
    var at = window.index(offset);
    var hashed = length - RecordLayout.HASH;
    sha256.update(chain);
    sha256.update(window.bytes(), at, hashed);
    var hash = sha256.digest();
    if (!Arrays.equals(hash, 0, hash.length, window.bytes(), at + hashed, at + length)) {
      return false;
    }
    System.arraycopy(hash, 0, chain, 0, hash.length);
    return true;
  }

  /** Whether the record would follow from the hash if it had another number. */
  boolean followsAs(long sequence, byte[] chain, MessageDigest sha256) {
    var bytes = copy();
    LittleEndian.write(sequence, bytes, RecordLayout.SEQUENCE);
    var hashed = length - RecordLayout.HASH;
    sha256.update(chain);
    sha256.update(bytes, 0, hashed);
    return Arrays.equals(sha256.digest(), 0, RecordLayout.HASH, bytes, hashed, length);
  }

  /** Offset of the first byte behind the last record that is not zero, -1 when all are. */
  long firstNonZeroAfter() throws IOException {
    return window.firstNonZero(next);
  }

  long size() throws IOException {
    return window.size();
  }

  @Override
  public void close() throws IOException {
    window.close();
  }

  private long readLong(int field) {
    return LittleEndian.readLong(window.bytes(), window.index(offset) + field);
  }

  private Step damaged(String why) {
    damage = why;
    return Step.DAMAGED;
  }
}
