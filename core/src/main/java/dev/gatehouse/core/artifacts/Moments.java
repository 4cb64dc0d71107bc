package dev.gatehouse.core.artifacts;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Moments of changes, in microseconds, each later than the one before even when the clock goes
 * back: whoever asks for what has changed since a moment must not miss anything. Thread-safe.
 */
final class Moments {
  private final InstantSource clock;
  private Instant last;

  /**
   * @param newest no moment is earlier than this
   */
  Moments(InstantSource clock, Instant newest) {
    this.clock = clock;
    this.last = newest;
  }

  synchronized Instant next() {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
    return last;
  }
}
