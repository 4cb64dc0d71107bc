package dev.gatehouse.core.audit;

/**
 * A place between two records of one lane, from which a sink reads on. Keep it as it is.
 *
 * @param lane the lane
 * @param segment number of a segment, from 1
 * @param offset where the next record begins there
 * @param sequence number of the record before
 */
public record Position(int lane, long segment, long offset, long sequence) {
  /** Before everything in the lane. */
  public static Position startOf(int lane) {
    return new Position(lane, 1, SegmentHeader.SIZE, 0);
  }
}
