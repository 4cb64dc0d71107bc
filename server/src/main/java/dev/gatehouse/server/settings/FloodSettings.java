package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;

/** The listener's own bound, before any rule is asked. */
@Doc(
    "The listener's own bound on requests, before any rule is asked; what exceeds it is answered with"
        + " 429. Meant to keep the gateway alive, not to share it out: that is limits.")
public record FloodSettings(
    @Doc("Requests a second from one connection, 1 to 1,000,000.") @Default("1000")
        int perConnection,
    @Doc("Requests a second from one caller, 1 to 1,000,000.") @Default("2000") int perCaller) {
  private static final int MOST = 1_000_000;

  /**
   * @throws IllegalArgumentException when a rate is out of range
   */
  public FloodSettings {
    check("per-connection", perConnection);
    check("per-caller", perCaller);
  }

  private static void check(String key, int rate) {
    if (rate < 1 || rate > MOST) {
      throw new IllegalArgumentException(key + " is 1 to 1,000,000 requests a second");
    }
  }
}
