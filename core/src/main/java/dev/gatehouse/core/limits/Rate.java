package dev.gatehouse.core.limits;

/**
 * So many calls at once at most, coming back evenly.
 *
 * @param interval nanoseconds until one call comes back, at least 1
 * @param window nanoseconds until all of them have come back
 */
record Rate(long interval, long window) {
  /** Rounded so that never more than the calls come back within the time. */
  static Rate of(long calls, long nanos) {
    var interval = Math.ceilDiv(nanos, calls);
    return new Rate(interval, Math.multiplyExact(interval, calls));
  }
}
