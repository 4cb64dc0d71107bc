package dev.gatehouse.core.pins;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How what a server offers now differs from its pin. Immutable.
 *
 * @param changes the gravest first, at most {@link #MOST}
 * @param count how many there are in all
 * @param now the hash of all that the server offers now, as {@link
 *     dev.gatehouse.core.registry.Pin#definitionsHash}
 */
public record Drift(List<Change> changes, int count, String now) {
  /** More changes are counted, but not kept. */
  public static final int MOST = 500;

  private static final Comparator<Change> ORDER =
      Comparator.comparing(Change::meaning)
          .reversed()
          .thenComparing(Change::kind)
          .thenComparing(Change::name);

  public Drift {
    changes = List.copyOf(changes);
  }

  /** All that is different, in order. */
  static Drift of(List<Change> all, String now) {
    return new Drift(all.stream().sorted(ORDER).limit(MOST).toList(), all.size(), now);
  }

  /** Whether everything is as it was pinned. */
  public boolean isNone() {
    return count == 0;
  }

  /** The gravest of all changes; empty when there is none. */
  public Optional<DriftClass> meaning() {
    return changes.stream().findFirst().map(Change::meaning);
  }
}
