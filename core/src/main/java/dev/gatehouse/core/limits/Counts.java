package dev.gatehouse.core.limits;

import dev.gatehouse.core.policy.LimitRule;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * What has been used, kept apart from the rules so that it survives a change of them: a limit that
 * says the same in the same place goes on counting where it was. One for the life of the program;
 * safe for all threads.
 */
public final class Counts {
  /** What makes a limit the same limit: where it stands and what it says, not its position. */
  record Identity(String scope, LimitRule said) {}

  private static final int MOST_KEYS = 100_000;

  private final LongSupplier nanos;
  private final int mostKeys;
  private final ConcurrentHashMap<Identity, Tallies> byLimit = new ConcurrentHashMap<>();

  /** Counts on this clock, for example {@code System::nanoTime}. */
  public Counts(LongSupplier nanos) {
    this(nanos, MOST_KEYS);
  }

  Counts(LongSupplier nanos, int mostKeys) {
    this.nanos = nanos;
    this.mostKeys = mostKeys;
  }

  /** Forgets the counts of limits that are no longer among these. */
  public void keepOnly(Limits limits) {
    byLimit.keySet().retainAll(limits.identities());
  }

  long now() {
    return nanos.getAsLong();
  }

  Tallies of(Identity identity, LongFunction<Tally> empty) {
    return byLimit.computeIfAbsent(identity, _ -> new Tallies(empty, mostKeys));
  }

  Set<Identity> known() {
    return Set.copyOf(byLimit.keySet());
  }
}
