package dev.gatehouse.core.limits;

/** One count under one limit. Safe for all threads, without locks. */
sealed interface Tally permits Bucket, Slots {
  /** Answer of {@link #take}: it was taken. */
  long TAKEN = 0;

  /** Answer of {@link #take}: this tally has been dropped, look it up again. */
  long DROPPED = -1;

  /**
   * Takes one.
   *
   * @return {@link #TAKEN}, {@link #DROPPED}, or how many nanoseconds from now one may be free
   */
  long take(long now);

  /** The call has ended. */
  void end();

  /** The call never was; also ends it. */
  void giveBack();

  /** Takes this tally out of use when nothing would be lost with it. */
  boolean drop(long now);
}
