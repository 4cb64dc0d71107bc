package dev.gatehouse.testkit;

import dev.gatehouse.core.artifacts.ArtifactKind;
import dev.gatehouse.core.artifacts.ArtifactQuery;
import dev.gatehouse.core.artifacts.ArtifactStore;
import dev.gatehouse.core.artifacts.ArtifactVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Versions of artifacts in memory. Thread-safe. */
public final class InMemoryArtifactStore implements ArtifactStore {
  private record Key(ArtifactKind kind, String name, String version) {}

  private static final Comparator<String> BY_CODE_POINTS =
      (one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other));
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::kind)
          .thenComparing(Key::name, BY_CODE_POINTS)
          .thenComparing(Key::version, BY_CODE_POINTS);

  private TreeMap<Key, ArtifactVersion> rows = new TreeMap<>(ORDER);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public synchronized <T> Map<String, T> change(
      ArtifactKind kind, Map<String, Function<List<ArtifactVersion>, Change<T>>> changes) {
    var before = new TreeMap<>(rows);
    var outcomes = new LinkedHashMap<String, T>();
    try {
      changes.forEach((name, change) -> {
        var made = change.apply(versions(kind, name));
        made.written()
            .forEach(version ->
                rows.put(new Key(version.kind(), version.name(), version.version()), version));
        outcomes.put(name, made.outcome());
      });
      return outcomes;
    } catch (RuntimeException e) {
      rows = before;
      throw e;
    }
  }

  private Stream<ArtifactVersion> all(ArtifactKind kind) {
    return rows.values().stream().filter(version -> version.kind() == kind);
  }

  @Override
  public synchronized List<ArtifactVersion> versions(ArtifactKind kind, String name) {
    var found = new ArrayList<>(all(kind).filter(one -> one.name().equals(name)).toList());
    found.sort(
        Comparator.comparing(ArtifactVersion::publishedAt)
            .thenComparing(ArtifactVersion::version, BY_CODE_POINTS)
            .reversed());
    return found;
  }

  @Override
  public synchronized Optional<ArtifactVersion> version(
      ArtifactKind kind, String name, String version) {
    return Optional.ofNullable(rows.get(new Key(kind, name, version)));
  }

  @Override
  public synchronized List<ArtifactVersion> list(ArtifactKind kind, ArtifactQuery query) {
    return all(kind).filter(version -> matches(query, version)).limit(query.limit()).toList();
  }

  private static boolean matches(ArtifactQuery query, ArtifactVersion version) {
    var after = new Key(version.kind(), query.afterName(), query.afterVersion());
    var key = new Key(version.kind(), version.name(), version.version());
    return (query.afterName().isEmpty() || ORDER.compare(key, after) > 0) && query.wants(version);
  }

  @Override
  public synchronized long count(ArtifactKind kind) {
    return all(kind).count();
  }

  @Override
  public synchronized Optional<Instant> newestChange() {
    return rows.values().stream().map(ArtifactVersion::updatedAt).max(Comparator.naturalOrder());
  }
}
