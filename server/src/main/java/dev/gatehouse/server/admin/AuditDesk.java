package dev.gatehouse.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where records are read and verified. Its methods may block on the disk. */
public interface AuditDesk {
  /**
   * The newest records, oldest first; with {@code after}, the oldest of those behind that record.
   *
   * @param limit 1 to 1,000
   * @param after the {@code next} of the tail before
   */
  TailView tail(int limit, Optional<String> after);

  /** One whole record as it stands in the journal; empty when there is none of this reference. */
  Optional<RecordView> show(String reference);

  /** Reads everything and checks that the chain is whole. */
  VerifyView verify();

  /**
   * Some records.
   *
   * @param next gives those that come behind them, now or later
   */
  record TailView(List<LineView> items, String next) {}

  /**
   * One record in short.
   *
   * @param what the target of a call, or what an administrator changed
   * @param outcome {@code ok}, {@code tool-error}, {@code refused}, {@code change} …
   * @param kind of a refusal
   * @param note what else a person should see, for example {@code 1 secret masked in result}
   */
  record LineView(
      String reference,
      Instant at,
      String caller,
      String what,
      String outcome,
      Optional<String> kind,
      Optional<Double> millis,
      Optional<String> note) {}

  /**
   * A record with what belongs to it.
   *
   * @param evidence {@code sealed}, {@code chained} (so new that no head covers it) or {@code
   *     broken}
   * @param events in the words of OCSF: for a call that left, its intent and then its outcome
   */
  record RecordView(String reference, String evidence, List<JsonNode> events) {}

  /**
   * What verifying found.
   *
   * @param whole whether every record follows from the one before
   * @param unsealed records so new that no signature covers them yet
   * @param signedBy name of the key that signed the newest head, empty when there is none
   * @param bad what is wrong, in words; empty when all is whole
   */
  record VerifyView(
      boolean whole,
      long segments,
      long records,
      long unsealed,
      Optional<Instant> from,
      Optional<Instant> to,
      String signedBy,
      long bytes,
      long millis,
      List<String> bad) {}
}
