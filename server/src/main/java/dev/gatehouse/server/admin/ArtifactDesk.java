package dev.gatehouse.server.admin;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.core.artifacts.ImportCounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where versions of artifacts are looked at, reviewed and taken over from other registries. */
public interface ArtifactDesk {
  /**
   * Versions in the order of (name, version), at most {@code limit}.
   *
   * @param review only those in this state
   * @param text only those that mention it
   * @param after only what stands behind this {@code name@version}
   */
  List<VersionView> list(
      Optional<String> review, Optional<String> text, Optional<String> after, int limit);

  /** All versions of one name, the newest publication first; empty for a name that is unknown. */
  List<VersionView> versions(String name);

  /** Brings a version into another state of review. */
  VersionView review(String name, String version, String next);

  /** Takes over records of another registry. */
  Imported take(ImportOrder order);

  /**
   * Which state a version shall be in.
   *
   * @param state one of those that may follow
   */
  record ReviewOrder(String state) {}

  /**
   * What to take over.
   *
   * @param source what the other registry is called here, 1 to 64 of small letters, digits, {@code
   *     -}
   * @param records as the other registry lists them, one JSON object a line
   */
  record ImportOrder(String source, String records) {
    private static final int MOST_RECORDS = 1_000;

    /**
     * @throws IllegalArgumentException when the source has no such name, is our own, or there are
     *     more than 1,000 records
     */
    public ImportOrder {
      if (!source.matches("[a-z0-9][a-z0-9-]{0,63}")
          || List.of(ArtifactVersion.OWN, ArtifactVersion.GATEWAY).contains(source)) {
        throw new IllegalArgumentException(
            "source is what the other registry is called here: 1 to 64 of small letters, digits and"
                + " -, and not "
                + ArtifactVersion.OWN
                + " or "
                + ArtifactVersion.GATEWAY);
      }
      if (records.lines().count() > MOST_RECORDS) {
        throw new IllegalArgumentException("send at most " + MOST_RECORDS + " records at once");
      }
    }

    /** The lines that are not empty. */
    List<String> lines() {
      return records.lines().filter(line -> !line.isBlank()).toList();
    }
  }

  /**
   * What came of it.
   *
   * @param unreadable records of which nothing could be made, at most 100 of them, each with the
   *     reason
   */
  record Imported(ImportCounts counts, List<String> unreadable) {}

  /** A version as an administrator sees it. */
  record VersionView(
      String name,
      String version,
      String source,
      String review,
      String status,
      Optional<String> statusMessage,
      Instant publishedAt,
      Instant updatedAt,
      boolean isLatest,
      @JsonRawValue String document) {
    /** This version. */
    public static VersionView of(ArtifactVersion version) {
      return new VersionView(
          version.name(),
          version.version(),
          version.source(),
          version.review().text(),
          version.status().text(),
          version.statusMessage(),
          version.publishedAt(),
          version.updatedAt(),
          version.isLatest(),
          version.document());
    }
  }
}
