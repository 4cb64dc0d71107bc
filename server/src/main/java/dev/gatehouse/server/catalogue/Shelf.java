package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.artifacts.ArtifactKind;
import dev.gatehouse.core.artifacts.ArtifactQuery;
import dev.gatehouse.core.artifacts.ArtifactStore;
import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.core.artifacts.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one reader sees: the servers that the gateway reaches for it, and the approved versions of
 * what was published or imported. A name that the gateway has itself is its own, whatever else is
 * kept under it. In the order of (name, version) as texts. Blocks.
 */
final class Shelf {
  private static final Comparator<String> AS_TEXT =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  private static final Comparator<ArtifactVersion> ORDER =
      Comparator.comparing(ArtifactVersion::name, AS_TEXT)
          .thenComparing(ArtifactVersion::version, AS_TEXT);

  private final List<ArtifactVersion> reached;
  private final Optional<ArtifactStore> kept;

  /**
   * @param reached the gateway's own
   * @param kept the others, empty for a reader that sees none of them
   */
  Shelf(List<ArtifactVersion> reached, Optional<ArtifactStore> kept) {
    this.reached = reached.stream().sorted(ORDER).toList();
    this.kept = kept;
  }

  /** Some versions, and the search that goes on behind them. */
  record Page(List<ArtifactVersion> versions, Optional<Search> next) {}

  /** One page of what the search asks for. */
  Page page(Search search) {
    var query = search.query();
    var wanted = query.limit();
    var found = new ArrayList<>(reached.stream().filter(one -> isWanted(one, query)).toList());
    kept.ifPresent(store -> found.addAll(others(store, query)));
    found.sort(ORDER);
    if (found.size() <= wanted) {
      return new Page(found, Optional.empty());
    }
    var page = List.copyOf(found.subList(0, wanted));
    return new Page(page, Optional.of(search.behind(page.getLast())));
  }

  /** One more than a page holds, so that it shows whether another follows. */
  private List<ArtifactVersion> others(ArtifactStore store, ArtifactQuery query) {
    var found = new ArrayList<ArtifactVersion>();
    var from = query;
    while (found.size() <= query.limit()) {
      var more = store.list(ArtifactKind.SERVER, from);
      more.stream().filter(one -> !isReached(one.name())).forEach(found::add);
      if (more.size() < from.limit()) {
        break;
      }
      from = from.behind(more.getLast().name(), more.getLast().version());
    }
    return found;
  }

  private static boolean isWanted(ArtifactVersion version, ArtifactQuery query) {
    var after = AS_TEXT.compare(version.name(), query.afterName());
    return (after > 0
            || (after == 0 && AS_TEXT.compare(version.version(), query.afterVersion()) > 0))
        && query.wants(version);
  }

  private boolean isReached(String name) {
    return reached.stream().anyMatch(one -> one.name().equals(name));
  }

  /** All versions of one name, the newest publication first. */
  List<ArtifactVersion> versions(String name, boolean includeDeleted) {
    var own = reached.stream().filter(one -> one.name().equals(name)).toList();
    return own.isEmpty()
        ? kept.map(store -> store.versions(ArtifactKind.SERVER, name)).orElse(List.of()).stream()
            .filter(one -> isShown(one, includeDeleted))
            .toList()
        : own;
  }

  /** One version, or the one that {@code latest} means. */
  Optional<ArtifactVersion> version(String name, String version, boolean includeDeleted) {
    if (version.equals("latest") || isReached(name)) {
      return versions(name, includeDeleted).stream()
          .filter(one -> version.equals("latest") ? one.isLatest() : one.version().equals(version))
          .findFirst();
    }
    return kept.flatMap(store -> store.version(ArtifactKind.SERVER, name, version))
        .filter(one -> isShown(one, includeDeleted));
  }

  private static boolean isShown(ArtifactVersion version, boolean includeDeleted) {
    return version.isApproved() && (includeDeleted || version.status() != Status.DELETED);
  }
}
