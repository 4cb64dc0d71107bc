package dev.gatehouse.core.registry;

import java.time.Instant;

/** Whether somebody vouched for a server as it is now. */
public sealed interface Approval {
  /** Nobody has decided, or the server has changed since: it is not reachable. */
  record Pending(String why) implements Approval {}

  /**
   * Reachable.
   *
   * @param by who decided
   * @param at when
   */
  record Approved(String by, Instant at) implements Approval {}
}
