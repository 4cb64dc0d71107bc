package dev.gatehouse.core.artifacts;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How far an organisation has come with a version. Nobody but reviewers sees one that is not
 * approved.
 */
public enum ReviewState {
  /** Came from another registry; nobody has asked for it. */
  CANDIDATE,
  /** Somebody here is still writing it. */
  DRAFT,
  /** Somebody wants it to be used. */
  SUBMITTED,
  /** Somebody is looking at it. */
  IN_REVIEW,
  /** To be used. */
  APPROVED,
  /** Not to be used. */
  REJECTED,
  /** Was approved, and something is wrong with it. */
  QUARANTINED,
  /** Was approved, and is of no use any more; final. */
  RETIRED;

  /** As documents write it, in small letters. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that text, empty for an unknown one. */
  public static Optional<ReviewState> of(String text) {
    for (var state : values()) {
      if (state.text().equals(text)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  /** The states that may follow. */
  public Set<ReviewState> next() {
    return switch (this) {
      case CANDIDATE, DRAFT -> EnumSet.of(SUBMITTED, REJECTED);
      case SUBMITTED -> EnumSet.of(IN_REVIEW, DRAFT, REJECTED);
      case IN_REVIEW -> EnumSet.of(APPROVED, REJECTED, SUBMITTED);
      case APPROVED -> EnumSet.of(QUARANTINED, RETIRED, IN_REVIEW);
      case REJECTED -> EnumSet.of(SUBMITTED);
      case QUARANTINED -> EnumSet.of(IN_REVIEW, RETIRED, REJECTED);
      case RETIRED -> EnumSet.noneOf(ReviewState.class);
    };
  }
}
