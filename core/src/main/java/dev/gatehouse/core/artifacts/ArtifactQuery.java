package dev.gatehouse.core.artifacts;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a list asks for.
 *
 * @param afterName only what stands behind this name, or at it behind {@code afterVersion}; empty
 *     for all
 * @param limit most versions, 1 to 1,000
 * @param text only what mentions it, in small letters; empty for all
 * @param updatedAfter only what was changed later
 * @param which which versions of each name
 * @param includeDeleted whether deleted ones come, too
 * @param reviews only versions in one of these states
 */
public record ArtifactQuery(
    String afterName,
    String afterVersion,
    int limit,
    String text,
    Optional<Instant> updatedAfter,
    Which which,
    boolean includeDeleted,
    Set<ReviewState> reviews) {
  private static final int MOST = 1_000;

  /** Which versions of a name are meant. */
  public sealed interface Which {
    /** Whether this version is one of them. */
    default boolean means(ArtifactVersion version) {
      return switch (this) {
        case All() -> true;
        case Latest() -> version.isLatest();
        case Exactly(var text) -> version.version().equals(text);
      };
    }

    /** Every one. */
    record All() implements Which {}

    /** The one that {@code latest} means. */
    record Latest() implements Which {}

    /** The one of this text. */
    record Exactly(String version) implements Which {}
  }

  /**
   * @throws IllegalArgumentException when the limit is out of range or no state is asked for
   */
  public ArtifactQuery {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a limit is 1 to " + MOST);
    }
    if (reviews.isEmpty()) {
      throw new IllegalArgumentException("a query asks for some state of review");
    }
    reviews = Set.copyOf(reviews);
  }

  /** The same, going on behind this version. */
  public ArtifactQuery behind(String name, String version) {
    return new ArtifactQuery(
        name, version, limit, text, updatedAfter, which, includeDeleted, reviews);
  }

  /** Whether a version is asked for, wherever it stands in the list. */
  public boolean wants(ArtifactVersion version) {
    return reviews.contains(version.review())
        && (includeDeleted || version.status() != Status.DELETED)
        && version.searched().contains(text)
        && updatedAfter.map(version.updatedAt()::isAfter).orElse(true)
        && which.means(version);
  }
}
