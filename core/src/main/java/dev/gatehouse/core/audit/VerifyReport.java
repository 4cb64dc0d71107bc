package dev.gatehouse.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What verifying a journal found.
 *
 * @param segments segments that were read
 * @param records records that follow from one another
 * @param unsealed records behind the newest head, which no signature covers yet
 * @param from time of the oldest record
 * @param to time of the newest record
 * @param heads heads that follow from one another
 * @param keyName name of the key that signed the newest head, empty when there is none
 * @param bytes bytes that were read
 * @param bad at most one place for the heads and one for each lane, heads first; empty when all is
 *     whole
 */
public record VerifyReport(
    long segments,
    long records,
    long unsealed,
    Optional<Instant> from,
    Optional<Instant> to,
    long heads,
    String keyName,
    long bytes,
    List<BadPlace> bad) {
  public VerifyReport {
    bad = List.copyOf(bad);
  }

  /** Whether everything is whole. */
  public boolean isWhole() {
    return bad.isEmpty();
  }

  /** The first place where something is wrong. */
  public Optional<BadPlace> first() {
    return bad.stream().findFirst();
  }
}
