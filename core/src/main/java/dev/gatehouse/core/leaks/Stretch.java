package dev.gatehouse.core.leaks;

/** A stretch of bytes packed into one {@code long}, so that verifying allocates nothing. */
final class Stretch {
  /** No stretch. */
  static final long NONE = -1;

  private Stretch() {}

  static long of(int from, int to) {
    return ((long) from << 32) | to;
  }

  static int from(long stretch) {
    return (int) (stretch >>> 32);
  }

  static int to(long stretch) {
    return (int) stretch;
  }
}
