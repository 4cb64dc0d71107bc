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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one reader sees: the servers that the gateway reaches for it, and the approved versions of
 * what was published or imported. A name that the gateway has itself is its own, whatever else is
 * kept under it. In the order of (name, version) as texts. Blocks.
 */
public final class Shelf {
  /** Names in the order of lists. */
  static final Comparator<String> AS_TEXT =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private static final Comparator<ArtifactVersion> ORDER =
      Comparator.comparing(ArtifactVersion::name, AS_TEXT)
          .thenComparing(ArtifactVersion::version, AS_TEXT);

  private final List<ArtifactVersion> reached;
  private static final int MOST_AT_ONCE = 250;

  private final Optional<ArtifactStore> kept;
  private final Selection selection;
  private final Set<String> reachedNames;

  /**
   * @param reached the gateway's own
   * @param kept the others, empty for a reader that sees none of them
   * @param selection what of the others is shown
   */
  Shelf(List<ArtifactVersion> reached, Optional<ArtifactStore> kept, Selection selection) {
    this.reached = reached.stream().sorted(ORDER).toList();
    this.kept = kept;
    this.selection = selection;
    this.reachedNames =
        reached.stream().map(ArtifactVersion::name).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The latest version of each name, in the order of names, without the deleted ones; empty when
   * there are more than a number, so that nobody takes a part for the whole.
   */
  public Optional<List<ArtifactVersion>> latest(int most) {
    var found = new ArrayList<ArtifactVersion>();
    var next = Optional.of(Search.LATEST);
    while (next.isPresent()) {
      var page = page(next.get());
      found.addAll(page.versions());
      if (found.size() > most) {
        return Optional.empty();
      }
      next = page.next();
    }
    return Optional.of(List.copyOf(found));
  }

  /** Whether the gateway reaches anything of it. */
  public boolean isReached() {
    return !reached.isEmpty();
  }

  /** The latest version of one name. */
  public Optional<ArtifactVersion> latest(String name) {
    return version(name, "latest", false);
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
    var from = selection.isPart() ? partOf(query) : query;
    while (found.size() <= query.limit()) {
      var more = store.list(ArtifactKind.SERVER, from);
      more.stream()
          .filter(one -> !isReached(one.name()) && selection.takes(one))
          .forEach(found::add);
      if (more.size() < from.limit() || selection.endsBefore(more.getLast().name())) {
        break;
      }
      from = from.behind(more.getLast().name(), more.getLast().version());
    }
    return found;
  }

  /** The same, read in greater pieces and from where there can be something on. */
  private ArtifactQuery partOf(ArtifactQuery query) {
    var first = selection.first().filter(name -> AS_TEXT.compare(name, query.afterName()) > 0);
    return new ArtifactQuery(
        first.orElse(query.afterName()),
        first.isPresent() ? "" : query.afterVersion(),
        Math.max(query.limit(), MOST_AT_ONCE),
        query.text(),
        query.updatedAfter(),
        query.which(),
        query.includeDeleted(),
        query.reviews());
  }

  private static boolean isWanted(ArtifactVersion version, ArtifactQuery query) {
    var after = AS_TEXT.compare(version.name(), query.afterName());
    return (after > 0
            || (after == 0 && AS_TEXT.compare(version.version(), query.afterVersion()) > 0))
        && query.wants(version);
  }

  private boolean isReached(String name) {
    return reachedNames.contains(name);
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

  private boolean isShown(ArtifactVersion version, boolean includeDeleted) {
    return selection.takes(version)
        && version.isApproved()
        && (includeDeleted || version.status() != Status.DELETED);
  }
}
