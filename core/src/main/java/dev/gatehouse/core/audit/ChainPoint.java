package dev.gatehouse.core.audit;

/**
 * A place in the chain of one lane: right behind a record.
 *
 * @param segment number of the segment that holds the record
 * @param sequence number of the record
 * @param hash its hash
 * @param end offset behind it in its segment
 */
record ChainPoint(long segment, long sequence, byte[] hash, long end) {
  /** Before the first record of a lane. */
  static final ChainPoint START = new ChainPoint(0, 0, new byte[RecordLayout.HASH], 0);
}
