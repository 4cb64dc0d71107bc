package dev.gatehouse.core.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Where things stand in a record. All numbers are little-endian; a record begins and ends on a
 * multiple of 8.
 *
 * <pre>
 *  0  int   length of the whole record; 0 where no record is yet, so it is written last
 *  4  byte  kind, and three zero bytes
 *  8  long  sequence, from 1 in each lane
 * 16  long  time, milliseconds since 1970 as the clock told them
 * 24  long  the record that this one is about, packed; 0 for none
 * 32  int   length of the payload, and four zero bytes
 * 40        payload: one JSON object, then zero bytes up to the hash
 * -32       SHA-256 over the hash before (of the record, or of the segment's header) and all above
 * </pre>
 */
final class RecordLayout {
  static final int KIND = 4;
  static final int SEQUENCE = 8;
  static final int TIME = 16;
  static final int ABOUT = 24;
  static final int PAYLOAD_LENGTH = 32;
  static final int PAYLOAD = 40;
  static final int HASH = 32;
  static final int SMALLEST = PAYLOAD + HASH;
  static final int LARGEST = 64 << 10;

  private RecordLayout() {}

  static boolean isLength(int length) {
    return length >= SMALLEST && length <= LARGEST && (length & 7) == 0;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
