package dev.gatehouse.core.audit;

import java.util.Optional;

/**
 * One record with what belongs to it.
 *
 * @param record the record that was asked for
 * @param intent the call that left, when it is about one
 * @param outcome what became of that call, when it has ended
 * @param evidence whether the chain around the record is whole
 */
public record Story(
    AuditRecord record,
    Optional<AuditRecord> intent,
    Optional<AuditRecord> outcome,
    Evidence evidence) {
  /** How far a record is proven. Signatures are checked by {@link AuditReader#verify}. */
  public enum Evidence {
    /** The chain leads from the record to a head. */
    SEALED,
    /** The chain is whole, and no head covers the record yet: it is about a second old. */
    CHAINED,
    /** The chain is broken at or near the record: run verify. */
    BROKEN
  }
}
