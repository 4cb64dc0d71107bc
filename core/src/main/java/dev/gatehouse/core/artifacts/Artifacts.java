package dev.gatehouse.core.artifacts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of versions: published here, imported from elsewhere, reviewed, deprecated. Every
 * change of one artifact settles which of its versions is the latest. Thread-safe; blocks.
 */
public final class Artifacts {
  /** How many names are imported in one transaction. */
  private static final int NAMES_AT_ONCE = 200;

  private static final int MOST_VERSIONS = 10_000;

  private final ArtifactStore store;
  private final InstantSource clock;
  private volatile @Nullable Moments moments;

  public Artifacts(ArtifactStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What came of an attempt to publish, to edit or to say something of a version. */
  public sealed interface Outcome {
    /** It is so now. */
    record Done(ArtifactVersion now) implements Outcome {}

    /** It cannot be; what must be put right. */
    record Wrong(List<Issue> issues) implements Outcome {}

    /** It cannot be, in the state that things are in; why, and what to do. */
    record Conflict(String why) implements Outcome {}

    /** There is no such version. */
    record Absent() implements Outcome {}
  }

  /** Versions to look at. */
  public ArtifactStore kept() {
    return store;
  }

  /** Publishes a new version of a server; it waits for its review. */
  public Outcome publish(ServerDocument document, PublishRules rules) {
    var issues = errors(document, rules);
    if (!issues.isEmpty()) {
      return new Outcome.Wrong(issues);
    }
    return one(document.name(), kept -> published(kept, document));
  }

  private ArtifactStore.Change<Outcome> published(
      List<ArtifactVersion> kept, ServerDocument document) {
    if (kept.stream().anyMatch(one -> one.version().equals(document.version()))) {
      return refused(
          document.name()
              + " has a version "
              + document.version()
              + " already, and versions never change: publish another one");
    }
    if (kept.stream().anyMatch(one -> !one.source().equals(ArtifactVersion.OWN))) {
      return refused(
          document.name() + " comes from another registry: publish under a name of your own");
    }
    if (kept.size() >= MOST_VERSIONS) {
      return refused(document.name() + " has " + MOST_VERSIONS + " versions, and no more are kept");
    }
    var at = moments().next();
    var added =
        new ArtifactVersion(
            ArtifactKind.SERVER,
            document.name(),
            document.version(),
            document.toText(),
            document.searched(),
            ArtifactVersion.OWN,
            ReviewState.SUBMITTED,
            Status.ACTIVE,
            Optional.empty(),
            at,
            at,
            at,
            false);
    return done(kept, added, at);
  }

  /**
   * Replaces the document of a version, for repairs: its name and version stay, and what was
   * approved is reviewed again.
   */
  public Outcome edit(String name, String version, ServerDocument document, PublishRules rules) {
    var issues = errors(document, rules);
    if (!issues.isEmpty()) {
      return new Outcome.Wrong(issues);
    }
    if (!document.name().equals(name) || !document.version().equals(version)) {
      return new Outcome.Conflict(
          "the document is of "
              + document.name()
              + " "
              + document.version()
              + "; name and version of a version cannot change");
    }
    return version(
        name,
        version,
        (known, at) -> {
          if (!known.source().equals(ArtifactVersion.OWN)) {
            throw new Refusal(name + " comes from another registry and is edited there");
          }
          return known.with(document, ReviewState.SUBMITTED, at);
        });
  }

  /** Says of one version what its publisher wants. A change that changes nothing is refused. */
  public Outcome say(String name, String version, Status status, Optional<String> message) {
    return version(
        name,
        version,
        (known, at) -> {
          if (known.status() == status && known.statusMessage().equals(message)) {
            throw new Refusal("the status is " + status.text() + " already");
          }
          return known.with(status, message, at);
        });
  }

  /** Says the same of all versions, as one change; the outcome is the latest one afterwards. */
  public List<ArtifactVersion> sayOfAll(String name, Status status, Optional<String> message) {
    return this.<List<ArtifactVersion>>one(
        name,
        kept -> {
          var at = moments().next();
          var changed =
              kept.stream()
                  .filter(
                      known -> known.status() != status || !known.statusMessage().equals(message))
                  .map(known -> known.with(status, message, at))
                  .toList();
          var written = Latest.written(kept, changed, at);
          return new ArtifactStore.Change<>(
              written.stream()
                  .filter(
                      now -> changed.stream().anyMatch(one -> one.version().equals(now.version())))
                  .toList(),
              written);
        });
  }

  /** Brings a version into another state of review, where that may follow. */
  public Outcome review(String name, String version, ReviewState next) {
    return version(
        name,
        version,
        (known, at) -> {
          if (!known.review().next().contains(next)) {
            throw new Refusal(
                "it is "
                    + known.review().text()
                    + ", and after that comes "
                    + words(known.review())
                    + ", not "
                    + next.text());
          }
          return known.with(next, at);
        });
  }

  private static String words(ReviewState state) {
    var next = state.next().stream().map(ReviewState::text).toList();
    return next.isEmpty() ? "nothing" : String.join(" or ", next);
  }

  /**
   * Takes over what another registry lists, several versions of several names.
   *
   * @param source its name here
   */
  public ImportCounts take(String source, List<Listing> listings) {
    var byName = new TreeMap<String, List<Listing>>();
    listings.forEach(listing ->
        byName.computeIfAbsent(listing.document().name(), _ -> new ArrayList<>()).add(listing));
    var imports = new Imports(source, moments());
    var total = ImportCounts.NONE;
    var batch =
        new LinkedHashMap<
            String, Function<List<ArtifactVersion>, ArtifactStore.Change<ImportCounts>>>();
    for (var name : byName.entrySet()) {
      batch.put(name.getKey(), kept -> imports.change(kept, name.getValue()));
      if (batch.size() == NAMES_AT_ONCE) {
        total = total.plus(taken(batch));
        batch.clear();
      }
    }
    return total.plus(taken(batch));
  }

  private ImportCounts taken(
      Map<String, Function<List<ArtifactVersion>, ArtifactStore.Change<ImportCounts>>> batch) {
    return store.change(ArtifactKind.SERVER, batch).values().stream()
        .reduce(ImportCounts.NONE, ImportCounts::plus);
  }

  /** How one version changes. */
  private interface Edit {
    ArtifactVersion of(ArtifactVersion known, Instant at) throws Refusal;
  }

  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String why) {
      super(why, null, false, false);
    }
  }

  private Outcome version(String name, String version, Edit edit) {
    return one(
        name,
        kept -> {
          var known = kept.stream().filter(one -> one.version().equals(version)).findFirst();
          if (known.isEmpty()) {
            return new ArtifactStore.Change<>(new Outcome.Absent(), List.of());
          }
          try {
            var at = moments().next();
            return done(kept, edit.of(known.get(), at), at);
          } catch (Refusal refusal) {
            return refused(String.valueOf(refusal.getMessage()));
          }
        });
  }

  private static ArtifactStore.Change<Outcome> done(
      List<ArtifactVersion> kept, ArtifactVersion changed, Instant at) {
    var written = Latest.written(kept, List.of(changed), at);
    var now = written.stream().filter(one -> one.version().equals(changed.version())).findFirst();
    return new ArtifactStore.Change<>(new Outcome.Done(now.orElse(changed)), written);
  }

  private static ArtifactStore.Change<Outcome> refused(String why) {
    return new ArtifactStore.Change<>(new Outcome.Conflict(why), List.of());
  }

  private <T> T one(String name, Function<List<ArtifactVersion>, ArtifactStore.Change<T>> change) {
    var outcomes = store.change(ArtifactKind.SERVER, Map.of(name, change));
    return Optional.ofNullable(outcomes.get(name)).orElseThrow();
  }

  private static List<Issue> errors(ServerDocument document, PublishRules rules) {
    return document.publishIssues(rules).stream()
        .filter(issue -> issue.severity() == Issue.Severity.ERROR)
        .toList();
  }

  /** The first change asks the store how far its moments go. */
  private Moments moments() {
    var known = moments;
    if (known != null) {
      return known;
    }
    synchronized (this) {
      known = moments;
      if (known == null) {
        known = new Moments(clock, store.newestChange().orElse(Instant.EPOCH));
        moments = known;
      }
      return known;
    }
  }
}
