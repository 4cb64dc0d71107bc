package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.AuditEvent.Status;
import dev.gatehouse.core.guardrails.Finding;
import dev.gatehouse.core.limits.Admission;
import dev.gatehouse.core.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How one call ends: once, by whoever is first to {@link #claim} it, with one outcome in the record
 * and everything given back that the call held. Claiming is thread-safe; the rest is for the one
 * who claimed, and for the one thread that hears the answer.
 */
final class CallEnd {
  private static final int MOST_FINDINGS = 100;

  private final Visit visit;
  private final Way way;
  private final Ledger ledger;
  private final @Nullable Admission admission;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile List<Finding> findings;
  private Runnable whenOver = () -> {};
  private long bytes;

  CallEnd(Visit visit, Way way, Ledger ledger, @Nullable Admission admission) {
    this.visit = visit;
    this.way = way;
    this.ledger = ledger;
    this.admission = admission;
    this.findings = visit.findings();
  }

  /** Whether somebody has claimed it. */
  boolean isOver() {
    return over.get();
  }

  /** Whether this caller ends the call: true once. */
  boolean claim() {
    return over.compareAndSet(false, true);
  }

  /** Runs the action when the call ends; to be set before it leaves. */
  void whenOver(Runnable action) {
    whenOver = action;
  }

  /** Counts what the server has said. */
  void heard(int more) {
    bytes += more;
  }

  /** Keeps what guardrails found, as far as the record has room for it. */
  void found(List<Finding> more) {
    if (!more.isEmpty() && findings.size() < MOST_FINDINGS) {
      var all = new ArrayList<>(findings);
      all.addAll(more);
      findings = all;
    }
  }

  /**
   * Records the outcome and answers then; what cannot be recorded is not answered.
   *
   * @param notRecorded tells the client so
   */
  void account(
      Status status, int http, @Nullable Refusal refusal, Runnable answer, Runnable notRecorded) {
    if (admission != null) {
      admission.close();
    }
    whenOver.run();
    forgetInFlight();
    ledger.outcome(visit, status, http, bytes, findings, refusal, answer, notRecorded);
  }

  /** The call has not left: it counts for nothing. */
  void neverLeft() {
    if (admission != null) {
      admission.giveBack();
    }
    forgetInFlight();
  }

  /** The client may use the id again. */
  void forgetInFlight() {
    var client = way.client();
    var id = visit.idText();
    if (client != null && id != null) {
      client.ends(id);
    }
  }
}
