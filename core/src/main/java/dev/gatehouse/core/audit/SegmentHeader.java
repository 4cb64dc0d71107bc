package dev.gatehouse.core.audit;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a segment begins: 256 bytes. Its hash covers all of it, with the last hash of the segment
 * before inside, and begins the chain of the records that follow.
 *
 * @param lane the lane it belongs to
 * @param number number of the segment in its lane, from 1
 * @param firstSequence sequence of its first record
 * @param created milliseconds since 1970
 * @param level what "written" meant for its records
 * @param keyId id of the key that signs heads
 * @param head the newest head when it was begun
 * @param previous last hash of the segment before, zeros for the first
 */
record SegmentHeader(
    int lane,
    long number,
    long firstSequence,
    long created,
    Level level,
    long keyId,
    HeadMark head,
    byte[] previous) {
  static final int SIZE = 256;
  private static final int HASHED = SIZE - RecordLayout.HASH;
  private static final long MAGIC =
      0x3154495544414847L; // GHAUDIT1, the version of the format in it

  /** The header's bytes, with its hash at their end. */
  byte[] encode(MessageDigest sha256) {
    var bytes = new byte[SIZE];
    LittleEndian.write(MAGIC, bytes, 0);
    LittleEndian.write(lane, bytes, 8);
    LittleEndian.write(level.code(), bytes, 12);
    LittleEndian.write(number, bytes, 16);
    LittleEndian.write(firstSequence, bytes, 24);
    LittleEndian.write(created, bytes, 32);
    LittleEndian.write(keyId, bytes, 40);
    LittleEndian.write(head.number(), bytes, 48);
    System.arraycopy(head.hash(), 0, bytes, 56, RecordLayout.HASH);
    System.arraycopy(previous, 0, bytes, 88, RecordLayout.HASH);
    sha256.update(bytes, 0, HASHED);
    System.arraycopy(sha256.digest(), 0, bytes, HASHED, RecordLayout.HASH);
    return bytes;
  }

  /** Reads a header; null when the bytes are not one, or not whole. */
  static @Nullable SegmentHeader decode(byte[] bytes, int at) {
    var level = Level.of(LittleEndian.readInt(bytes, at + 12));
    if (LittleEndian.readLong(bytes, at) != MAGIC || level == null) {
      return null;
    }
    var header =
        new SegmentHeader(
            LittleEndian.readInt(bytes, at + 8),
            LittleEndian.readLong(bytes, at + 16),
            LittleEndian.readLong(bytes, at + 24),
            LittleEndian.readLong(bytes, at + 32),
            level,
            LittleEndian.readLong(bytes, at + 40),
            new HeadMark(
                LittleEndian.readLong(bytes, at + 48), Arrays.copyOfRange(bytes, at + 56, at + 88)),
            Arrays.copyOfRange(bytes, at + 88, at + 120));
    var again = header.encode(RecordLayout.sha256());
    return Arrays.equals(again, 0, SIZE, bytes, at, at + SIZE) ? header : null;
  }

  /** The hash at the end of encoded header bytes. */
  static byte[] hashOf(byte[] bytes, int at) {
    return Arrays.copyOfRange(bytes, at + HASHED, at + SIZE);
  }
}
