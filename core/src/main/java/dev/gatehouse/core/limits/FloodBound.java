package dev.gatehouse.core.limits;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Turns away more requests than one connection or caller may send, whatever they ask for. A burst
 * may be as large as what is allowed in a second. Safe for all threads; never blocks.
 */
public final class FloodBound {
  private static final long SECOND = 1_000_000_000;
  private static final int MOST_KEYS = 100_000;

  private final LongSupplier nanos;
  private final Tallies connections;
  private final Tallies callers;

  /** Counts on this clock, for example {@code System::nanoTime}. */
  public FloodBound(FloodSettings settings, LongSupplier nanos) {
    this.nanos = nanos;
    this.connections = perSecond(settings.perConnection());
    this.callers = perSecond(settings.perCaller());
  }

  /**
   * Counts a request on a connection, before anything is known about it.
   *
   * @throws Refused with {@code Flooding}
   */
  public void connection(String connection) {
    count(connections, connection);
  }

  /**
   * Counts a request of a caller.
   *
   * @throws Refused with {@code Flooding}
   */
  public void caller(Caller caller) {
    count(callers, caller.id());
  }

  private void count(Tallies tallies, String key) {
    var now = nanos.getAsLong();
    while (true) {
      var tally = tally(tallies, key, now);
      var wait = tally.take(now);
      if (wait == Tally.TAKEN) {
        return;
      }
      if (wait != Tally.DROPPED) {
        throw new Refused(new Refusal.Flooding(Duration.ofNanos(wait)));
      }
      tallies.forget(key, tally);
    }
  }

  private static Tally tally(Tallies tallies, String key, long now) {
    try {
      return tallies.of(key, now);
    } catch (Refused tooManyToCount) {
      throw new Refused(new Refusal.Flooding(Duration.ofSeconds(1)));
    }
  }

  private static Tallies perSecond(int requests) {
    var rate = Rate.of(requests, SECOND);
    return new Tallies(now -> new Bucket(rate, now), MOST_KEYS);
  }
}
