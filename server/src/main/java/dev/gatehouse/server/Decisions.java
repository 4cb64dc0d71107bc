package dev.gatehouse.server;

import dev.gatehouse.core.gateway.Snapshot;
import dev.gatehouse.core.guardrails.Guardrails;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.KeyIndex;
import dev.gatehouse.core.limits.Counts;
import dev.gatehouse.core.limits.Limits;
import dev.gatehouse.core.pins.Pins;
import dev.gatehouse.core.policy.Policy;
import dev.gatehouse.core.policy.PolicyRules;
import dev.gatehouse.core.policy.ToolSchemas;
import dev.gatehouse.core.registry.Catalogue;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.store.Stores;
import dev.gatehouse.server.desk.Suspicions;
import dev.gatehouse.server.settings.Loaded;
import dev.gatehouse.server.settings.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds what calls are decided from, and makes it anew when settings, stores or known schemas
 * change: built aside, swapped as a whole, or refused with the old one kept. Thread-safe.
 */
final class Decisions implements Supplier<Snapshot> {
  private static final System.Logger LOG = System.getLogger(Decisions.class.getName());

  private final Stores stores;
  private final Authentication authentication;
  private final Function<Catalogue, ToolSchemas> schemas;
  private final Counts counts;
  private final InstantSource clock;
  private final Consumer<ServerName> drifted;
  private final Consumer<Snapshot> whenSwapped;
  private volatile @Nullable Snapshot current;
  private volatile @Nullable Loaded loaded;
  private Set<String> warned = Set.of();
  private volatile Instant loadedAt = Instant.EPOCH;
  private volatile Instant rulesSince = Instant.EPOCH;
  private @Nullable PolicyRules rules;

  /**
   * @param schemas of the tools of these servers that are known at this moment
   * @param drifted told when a client was about to get a definition that nobody knew of; must not
   *     block
   * @param whenSwapped told after each swap
   */
  Decisions(
      Stores stores,
      Authentication authentication,
      Function<Catalogue, ToolSchemas> schemas,
      Counts counts,
      InstantSource clock,
      Consumer<ServerName> drifted,
      Consumer<Snapshot> whenSwapped) {
    this.stores = stores;
    this.authentication = authentication;
    this.schemas = schemas;
    this.counts = counts;
    this.clock = clock;
    this.drifted = drifted;
    this.whenSwapped = whenSwapped;
  }

  @Override
  public Snapshot get() {
    var now = current;
    if (now == null) {
      throw new IllegalStateException("nothing has been loaded yet");
    }
    return now;
  }

  /** Whether there is anything to decide from yet. */
  boolean isLoaded() {
    return current != null;
  }

  /** The same; empty before anything has been loaded. */
  Optional<Snapshot> known() {
    return Optional.ofNullable(current);
  }

  /** The settings that it was made from. */
  Loaded loaded() {
    var now = loaded;
    if (now == null) {
      throw new IllegalStateException("nothing has been loaded yet");
    }
    return now;
  }

  /** When these settings were taken up. */
  Instant loadedAt() {
    return loadedAt;
  }

  /**
   * What would keep settings from being taken up; changes nothing.
   *
   * @return empty when nothing would
   */
  synchronized List<Problem> check(Loaded wanted) {
    return build(wanted, clock.instant()).problems;
  }

  /**
   * Takes up settings.
   *
   * @return why not; empty when they are in use now
   */
  synchronized List<Problem> take(Loaded wanted) {
    var at = clock.instant();
    var built = build(wanted, at);
    if (!built.problems.isEmpty()) {
      return built.problems;
    }
    loaded = wanted;
    loadedAt = at;
    swap(built, wanted);
    return List.of();
  }

  /** The stores or the known schemas have changed: the same settings once more. */
  synchronized void again() {
    var same = loaded;
    if (same != null) {
      swap(build(same, loadedAt), same);
    }
  }

  /** Since when the rules of the policy are what they are, in this run. */
  Instant rulesSince() {
    return rulesSince;
  }

  private void swap(Built built, Loaded from) {
    var snapshot = built.snapshot;
    if (!built.rules.equals(rules)) {
      rules = built.rules;
      rulesSince = clock.instant();
    }
    authentication.use(from.settings().identity(), KeyIndex.of(stores.keys().all()));
    counts.keepOnly(snapshot.limits());
    current = snapshot;
    warn(snapshot);
    whenSwapped.accept(snapshot);
  }

  /** Rules that hold, but look wrong against the tools as they are now. Said once. */
  private void warn(Snapshot snapshot) {
    var warnings =
        snapshot.policy().problems().stream()
            .filter(problem -> !problem.isError())
            .map(dev.gatehouse.core.policy.Problem::toString)
            .collect(Collectors.toSet());
    warnings.stream()
        .filter(warning -> !warned.contains(warning))
        .forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
    warned = warnings;
  }

  private record Built(Snapshot snapshot, PolicyRules rules, List<Problem> problems) {}

  private Built build(Loaded from, Instant at) {
    var settings = from.settings();
    var catalogue = Declared.catalogue(settings, stores, at);
    var rules = Declared.rules(settings, stores);
    var policy = Policy.compile(rules, schemas.apply(catalogue));
    var limits = Limits.of(settings.limits(rules), counts);
    var problems = new ArrayList<Problem>();
    for (var problem : policy.problems()) {
      note(from, problem, problems);
    }
    for (var problem : limits.problems()) {
      note(from, problem, problems);
    }
    var guardrails = Guardrails.of(settings.builtGuardrails());
    var before = current == null ? Pins.NONE : current.pins();
    var pins =
        before.next(catalogue.reachable(), stores.pins().all(), Suspicions::ofDefinition, drifted);
    return new Built(new Snapshot(catalogue, policy, limits, guardrails, pins), rules, problems);
  }

  /** What only warns, or stands in the store and not in the file, does not refuse the file. */
  private static void note(
      Loaded from, dev.gatehouse.core.policy.Problem problem, List<Problem> problems) {
    if (problem.isError() && !problem.source().place().isEmpty()) {
      problems.add(from.problem(problem));
    }
  }
}
