package dev.gatehouse.core.registry;

import java.util.List;
import java.util.Optional;

/**
 * Decisions about servers, at most one a server. Thread-safe; blocks on I/O, so it is never used on
 * an event loop. What a call has changed is durable when it returns. Every method throws an
 * unchecked exception that names the cause when the store cannot be used.
 */
public interface ApprovalStore {
  /**
   * Keeps a decision and what was seen, both at once, in place of an earlier decision and pin of
   * the same server.
   *
   * @param seen empty when nobody has seen what the server offers: then it is pinned at its first
   *     use
   */
  void approve(ApprovalDecision decision, Optional<Pin> seen);

  /**
   * Takes the decision about a server back, and the pin that came with it.
   *
   * @return false when there was none
   */
  boolean revoke(ServerName server);

  /** All of them, by name of the server. */
  List<ApprovalDecision> all();
}
