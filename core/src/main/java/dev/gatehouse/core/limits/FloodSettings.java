package dev.gatehouse.core.limits;

import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;

/** How many requests the listener takes before it looks at them. */
@Doc("How many requests per second are taken at all, before anything else is decided.")
public record FloodSettings(
    @Doc("Requests per second of one caller, 1 to 1,000,000.") @Default("2000") int perCaller,
    @Doc("Requests per second on one connection, 1 to 1,000,000.") @Default("1000")
        int perConnection) {
  /** What holds when nothing is written. */
  public static final FloodSettings DEFAULT = new FloodSettings(2_000, 1_000);

  /**
   * @throws IllegalArgumentException when out of range
   */
  public FloodSettings {
    if (perCaller < 1 || perCaller > 1_000_000 || perConnection < 1 || perConnection > 1_000_000) {
      throw new IllegalArgumentException("per-caller and per-connection are 1 to 1,000,000");
    }
  }
}
