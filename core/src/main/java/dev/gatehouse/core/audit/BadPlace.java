package dev.gatehouse.core.audit;

import java.util.Locale;

/** The first place where the evidence does not hold. */
public sealed interface BadPlace {
  /** What is wrong there. */
  String why();

  /** One or two sentences for people: where, what, and what it means for the rest. */
  String text();

  /**
   * A place in a lane.
   *
   * @param segment number of the segment
   * @param record number of the record in its lane; for a segment's header, its first record
   * @param offset where that is in the segment
   * @param laterSegments segments of the lane behind it, which cannot be trusted from here
   */
  record InLane(int lane, long segment, long record, long offset, String why, long laterSegments)
      implements BadPlace {
    @Override
    public String text() {
      return String.format(
          Locale.ROOT,
          "segment %d, lane %d, record %,d (offset %,d): %s. Records before it are whole; %d later"
              + " segments cannot be trusted from here.",
          segment,
          lane,
          record,
          offset,
          why,
          laterSegments);
    }
  }

  /**
   * A place in the heads.
   *
   * @param head number of the head that was expected
   * @param file name of the file
   * @param offset where that is in the file
   */
  record InHeads(long head, String file, long offset, String why) implements BadPlace {
    @Override
    public String text() {
      return String.format(
          Locale.ROOT,
          "head %,d (%s, offset %,d): %s. Lanes are checked against the heads before it.",
          head,
          file,
          offset,
          why);
    }
  }
}
