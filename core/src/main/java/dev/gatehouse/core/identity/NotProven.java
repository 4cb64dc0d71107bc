package dev.gatehouse.core.identity;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import java.time.Duration;

/** How this room says no. Reasons go to the record only and never hold a credential. */
final class NotProven {
  private static final int SHOWN = 120;

  private NotProven() {}

  /** The credential does not hold. */
  static Refused because(String reason) {
    return new Refused(new Refusal.Unauthenticated(reason));
  }

  /** Whether the credential holds could not be found out. */
  static Refused undecided(String cause, long retryAfterMillis) {
    return new Refused(
        new Refusal.NotDecided(cause, Duration.ofMillis(Math.max(1_000, retryAfterMillis))));
  }

  /** Text that a stranger wrote, cut and cleaned so that it can stand in a record. */
  static String shown(String foreign) {
    var text = new StringBuilder("\"");
    foreign
        .chars()
        .limit(SHOWN)
        .forEach(c -> text.append(c >= 0x20 && c < 0x7f && c != '"' ? (char) c : '?'));
    return text.append(foreign.length() > SHOWN ? "…\"" : "\"").toString();
  }
}
