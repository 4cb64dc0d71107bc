package dev.gatehouse.core.artifacts;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One version of one artifact, as it is kept. What it is never changes; what is said of it does.
 * Moments are kept in microseconds.
 *
 * @param kind what it is a version of
 * @param name of the artifact, unique among its kind; capitals and small letters are different
 * @param version any exact version, unique among those of the name
 * @param document JSON in the newest form
 * @param searched what a search looks through, in small letters
 * @param source name of where it came from, {@link #OWN} for what was published here
 * @param review how far the organisation has come with it
 * @param status what the publisher says of it
 * @param statusMessage why, at most 500 characters; only beside a status other than active
 * @param statusChangedAt when that was said last
 * @param publishedAt when it was published first, wherever that was
 * @param updatedAt when anything was changed here last; of two changes, the later has the later
 *     moment
 * @param isLatest whether it is the one that {@code latest} means
 */
public record ArtifactVersion(
    ArtifactKind kind,
    String name,
    String version,
    String document,
    String searched,
    String source,
    ReviewState review,
    Status status,
    Optional<String> statusMessage,
    Instant statusChangedAt,
    Instant publishedAt,
    Instant updatedAt,
    boolean isLatest) {
  /** The source of what was published here. */
  public static final String OWN = "own";

  /** The source of what is not kept, but shown: the servers that the gateway reaches. */
  public static final String GATEWAY = "gateway";

  private static final int LONGEST_MESSAGE = 500;

  /**
   * @throws IllegalArgumentException when a message is too long, or stands beside active
   */
  public ArtifactVersion {
    statusChangedAt = statusChangedAt.truncatedTo(ChronoUnit.MICROS);
    publishedAt = publishedAt.truncatedTo(ChronoUnit.MICROS);
    updatedAt = updatedAt.truncatedTo(ChronoUnit.MICROS);
    statusMessage.ifPresent(message -> {
      if (status == Status.ACTIVE) {
        throw new IllegalArgumentException("an active version has no status message");
      }
      if (message.length() > LONGEST_MESSAGE) {
        throw new IllegalArgumentException(
            "a status message has at most " + LONGEST_MESSAGE + " characters");
      }
    });
  }

  /** As much of a message as is kept. */
  static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }

  /** Whether readers of the registry may see it, deleted ones only when they ask for them. */
  public boolean isApproved() {
    return review == ReviewState.APPROVED;
  }

  /** The same with another status. */
  public ArtifactVersion with(Status next, Optional<String> message, Instant at) {
    return new ArtifactVersion(
        kind,
        name,
        version,
        document,
        searched,
        source,
        review,
        next,
        message,
        at,
        publishedAt,
        at,
        isLatest);
  }

  /** The same in another state of review. */
  public ArtifactVersion with(ReviewState next, Instant at) {
    return changed(document, searched, next, isLatest, at);
  }

  /** The same with another document, in the state of review that it has then. */
  ArtifactVersion with(ServerDocument next, ReviewState state, Instant at) {
    return changed(next.toText(), next.searched(), state, isLatest, at);
  }

  /** The same, latest or not; when that changes it was updated. */
  ArtifactVersion latest(boolean latest, Instant at) {
    return latest == isLatest ? this : changed(document, searched, review, latest, at);
  }

  private ArtifactVersion changed(
      String text, String words, ReviewState state, boolean latest, Instant at) {
    return new ArtifactVersion(
        kind,
        name,
        version,
        text,
        words,
        source,
        state,
        status,
        statusMessage,
        statusChangedAt,
        publishedAt,
        at,
        latest);
  }
}
