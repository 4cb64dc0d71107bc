package dev.gatehouse.core.audit;

/**
 * Where the kept part of a lane begins. Retention moves it; a signed head says so.
 *
 * @param segment number of the first segment that is kept
 * @param sequence sequence of its first record
 * @param previous last hash of the segment that was before it
 */
record Anchor(long segment, long sequence, byte[] previous) {
  static final Anchor START = new Anchor(1, 1, new byte[RecordLayout.HASH]);
}
