package dev.gatehouse.core.registry;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Somebody vouched for a server as it was then.
 *
 * @param server its name in the catalogue, declared in the settings file or the store
 * @param fingerprint of its connection: the decision holds for this one and no other
 * @param by who decided, 1 to 200 characters
 * @param at when
 * @param drift what is to become of definitions that change afterwards; empty for the usual
 * @see Connection#fingerprint()
 */
public record ApprovalDecision(
    ServerName server, String fingerprint, String by, Instant at, Optional<DriftMode> drift) {
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST_CHARACTERS = 200;

  /**
   * @throws IllegalArgumentException when the fingerprint is not one or nobody is named
   */
  public ApprovalDecision {
    if (!FINGERPRINT.matcher(fingerprint).matches()) {
      throw new IllegalArgumentException("a fingerprint is 64 hex digits in lower case");
    }
    named(by);
  }

  /** Checks that a change says who made it. */
  static void named(String by) {
    if (by.isBlank() || by.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException("a change names who made it, in 1 to 200 characters");
    }
  }
}
