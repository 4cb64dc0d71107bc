package dev.gatehouse.core.artifacts;

import java.util.Locale;
import java.util.Optional;

/** What the publisher says of a version; every change from one to another is allowed. */
public enum Status {
  /** To be used. */
  ACTIVE,
  /** Still there, and not to be begun with. */
  DEPRECATED,
  /** Not to be used, shown only to those who ask for it. */
  DELETED;

  /** As documents write it, in small letters. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of that text, empty for an unknown one. */
  public static Optional<Status> of(String text) {
    for (var status : values()) {
      if (status.text().equals(text)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
