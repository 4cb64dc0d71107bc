package dev.gatehouse.core.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the decisions taken so far mean for servers as they are now. Immutable. */
public final class Approvals {
  private final Map<ServerName, ApprovalDecision> decisions = new HashMap<>();

  private Approvals(Collection<ApprovalDecision> decisions) {
    decisions.forEach(decision -> this.decisions.put(decision.server(), decision));
  }

  /** Reads these decisions, at most one a server. */
  public static Approvals of(Collection<ApprovalDecision> decisions) {
    return new Approvals(decisions);
  }

  /**
   * What is to become of definitions that change: as it was decided, and else all of them are held
   * back, since somebody has seen what was approved.
   *
   * @param unseen what is usual where nobody has seen anything
   */
  public DriftMode drift(ServerName server, Connection connection, DriftMode unseen) {
    var decision = decisions.get(server);
    return decision == null || !decision.fingerprint().equals(connection.fingerprint())
        ? unseen
        : decision.drift().orElse(DriftMode.BLOCK);
  }

  /** Whether somebody vouched for exactly this way of reaching the server. */
  public Approval of(ServerName server, Connection connection) {
    var decision = decisions.get(server);
    if (decision == null) {
      return new Approval.Pending("nobody has approved it yet");
    }
    if (!decision.fingerprint().equals(connection.fingerprint())) {
      return new Approval.Pending(
          "its connection has changed since "
              + decision.by()
              + " approved it at "
              + decision.at()
              + "; look at it and approve it again");
    }
    return new Approval.Approved(decision.by(), decision.at());
  }
}
