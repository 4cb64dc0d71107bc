package dev.gatehouse.core.artifacts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which version of an artifact {@code latest} means: the highest approved one that is not deleted.
 * Where there is none, the highest approved one, and where nothing is approved, the highest of all,
 * so that exactly one always is.
 */
final class Latest {
  private static final List<Predicate<ArtifactVersion>> PREFERRED =
      List.of(
          version -> version.isApproved() && version.status() != Status.DELETED,
          ArtifactVersion::isApproved,
          version -> version.status() != Status.DELETED,
          version -> true);

  private Latest() {}

  /**
   * What must be written when some of the versions of one artifact are new or different.
   *
   * @param kept all versions before
   * @param changed those that are new or different
   * @param at the moment of the change
   */
  static List<ArtifactVersion> written(
      Collection<ArtifactVersion> kept, List<ArtifactVersion> changed, Instant at) {
    var all = new ArrayList<>(changed);
    kept.stream()
        .filter(one -> changed.stream().noneMatch(two -> two.version().equals(one.version())))
        .forEach(all::add);
    var latest = among(all).map(ArtifactVersion::version).orElse("");
    var written = new ArrayList<ArtifactVersion>();
    for (var version : all) {
      var marked = version.latest(version.version().equals(latest), at);
      if (!kept.contains(marked)) {
        written.add(marked);
      }
    }
    return written;
  }

  private static Optional<ArtifactVersion> among(List<ArtifactVersion> all) {
    return PREFERRED.stream()
        .map(preferred -> all.stream().filter(preferred).max(Latest::compare))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static int compare(ArtifactVersion one, ArtifactVersion other) {
    var order =
        VersionOrder.ORDER.compare(
            new VersionOrder.Dated(one.version(), one.publishedAt()),
            new VersionOrder.Dated(other.version(), other.publishedAt()));
    return order != 0 ? order : one.publishedAt().compareTo(other.publishedAt());
  }
}
