package dev.gatehouse.core.registry;

import java.util.List;

/**
 * Decisions about servers, at most one a server. Thread-safe; blocks on I/O, so it is never used on
 * an event loop. What a call has changed is durable when it returns. Every method throws an
 * unchecked exception that names the cause when the store cannot be used.
 */
public interface ApprovalStore {
  /** Keeps a decision, in place of an earlier one about the same server. */
  void approve(ApprovalDecision decision);

  /**
   * Takes the decision about a server back.
   *
   * @return false when there was none
   */
  boolean revoke(ServerName server);

  /** All of them, by name of the server. */
  List<ApprovalDecision> all();
}
