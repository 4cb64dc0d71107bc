package dev.gatehouse.core.audit;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One signed checkpoint: where every lane was at one moment. Heads are a chain of their own, so the
 * signature of the newest vouches for all before it.
 *
 * <pre>
 *  0  int   length of the whole head
 *  4  int   magic, the version of the format in it
 *  8  long  number, from 1
 * 16  long  time, milliseconds since 1970
 * 24  long  id of the key
 * 32        SHA-256 of the whole head before, zeros for the first
 * 64  long  number of the last head that retention removed, 0 for none
 * 72        its SHA-256
 * 104 int   number of lanes, and four zero bytes
 * 112       for each lane: int lane, four zero bytes; last record: long segment, long sequence,
 *           hash; first kept segment: long segment, long sequence, hash before it
 * -64       Ed25519 signature of all above
 * </pre>
 *
 * @param mark its number and the hash of all its bytes
 * @param time milliseconds since 1970
 * @param keyId id of the key that signed it
 * @param previous hash of the head before
 * @param removed the last head that retention removed
 * @param lanes where each lane was
 * @param bytes all its bytes
 */
record Head(
    HeadMark mark,
    long time,
    long keyId,
    byte[] previous,
    HeadMark removed,
    List<LaneHead> lanes,
    byte[] bytes) {
  static final int SIGNATURE = 64;
  static final int LANES = 112;
  static final int LANE = 104;
  static final int LARGEST = LANES + Reference.LANES * LANE + SIGNATURE;
  private static final int SMALLEST = LANES + SIGNATURE;
  private static final int MAGIC = 0x31444847; // GHD1

  /**
   * Where one lane was.
   *
   * @param last its last record; the offset is not kept
   * @param anchor where its kept part begins
   */
  record LaneHead(int lane, ChainPoint last, Anchor anchor) {}

  static boolean isLength(int length) {
    return length >= SMALLEST && length <= LARGEST && (length - SMALLEST) % LANE == 0;
  }

  /** Makes and signs the head after the given one. */
  static Head sign(
      HeadMark newest, long time, HeadMark removed, List<LaneHead> lanes, AuditKey key) {
    var bytes = new byte[SMALLEST + lanes.size() * LANE];
    LittleEndian.write(bytes.length, bytes, 0);
    LittleEndian.write(MAGIC, bytes, 4);
    LittleEndian.write(newest.number() + 1, bytes, 8);
    LittleEndian.write(time, bytes, 16);
    LittleEndian.write(key.id(), bytes, 24);
    put(newest.hash(), bytes, 32);
    LittleEndian.write(removed.number(), bytes, 64);
    put(removed.hash(), bytes, 72);
    LittleEndian.write(lanes.size(), bytes, 104);
    var at = LANES;
    for (var lane : lanes) {
      LittleEndian.write(lane.lane(), bytes, at);
      LittleEndian.write(lane.last().segment(), bytes, at + 8);
      LittleEndian.write(lane.last().sequence(), bytes, at + 16);
      put(lane.last().hash(), bytes, at + 24);
      LittleEndian.write(lane.anchor().segment(), bytes, at + 56);
      LittleEndian.write(lane.anchor().sequence(), bytes, at + 64);
      put(lane.anchor().previous(), bytes, at + 72);
      at += LANE;
    }
    put(key.sign(Arrays.copyOf(bytes, at)), bytes, at);
    var mark = new HeadMark(newest.number() + 1, RecordLayout.sha256().digest(bytes));
    return new Head(mark, time, key.id(), newest.hash(), removed, List.copyOf(lanes), bytes);
  }

  /** Reads a head whose length is right; null when it is not one. Does not check the signature. */
  static @Nullable Head decode(byte[] bytes) {
    if (LittleEndian.readInt(bytes, 4) != MAGIC
        || LittleEndian.readInt(bytes, 104) != (bytes.length - SMALLEST) / LANE) {
      return null;
    }
    var lanes = new ArrayList<LaneHead>();
    for (var at = LANES; at < bytes.length - SIGNATURE; at += LANE) {
      lanes.add(lane(bytes, at));
    }
    return new Head(
        new HeadMark(LittleEndian.readLong(bytes, 8), RecordLayout.sha256().digest(bytes)),
        LittleEndian.readLong(bytes, 16),
        LittleEndian.readLong(bytes, 24),
        hash(bytes, 32),
        new HeadMark(LittleEndian.readLong(bytes, 64), hash(bytes, 72)),
        lanes,
        bytes);
  }

  boolean isSignedBy(PublicKey key) {
    var body = bytes.length - SIGNATURE;
    return AuditKey.verifies(
        key, Arrays.copyOf(bytes, body), Arrays.copyOfRange(bytes, body, bytes.length));
  }

  /** What it says of a lane, null when it does not name it. */
  @Nullable LaneHead lane(int lane) {
    for (var candidate : lanes) {
      if (candidate.lane() == lane) {
        return candidate;
      }
    }
    return null;
  }

  private static LaneHead lane(byte[] bytes, int at) {
    return new LaneHead(
        LittleEndian.readInt(bytes, at),
        new ChainPoint(
            LittleEndian.readLong(bytes, at + 8),
            LittleEndian.readLong(bytes, at + 16),
            hash(bytes, at + 24),
            0),
        new Anchor(
            LittleEndian.readLong(bytes, at + 56),
            LittleEndian.readLong(bytes, at + 64),
            hash(bytes, at + 72)));
  }

  private static void put(byte[] from, byte[] to, int at) {
    System.arraycopy(from, 0, to, at, from.length);
  }

  private static byte[] hash(byte[] bytes, int at) {
    return Arrays.copyOfRange(bytes, at, at + RecordLayout.HASH);
  }
}
