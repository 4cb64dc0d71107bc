package dev.gatehouse.core.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One record as it stands in the journal.
 *
 * @param reference its short name: lane and number
 * @param segment the segment that holds it
 * @param offset where it begins there
 * @param time when, as the clock told it
 * @param kind what it holds
 * @param about the record that it is about: for an outcome, its intent
 * @param payload the event as one JSON object in the shape of OCSF
 * @param hash its SHA-256, chained to the record before
 */
public record AuditRecord(
    Reference reference,
    long segment,
    long offset,
    Instant time,
    RecordKind kind,
    Optional<Reference> about,
    byte[] payload,
    byte[] hash) {
  /**
   * The event again, as far as it was kept: texts may have been shortened.
   *
   * @throws IllegalArgumentException when the payload is not what this version writes
   */
  public AuditEvent event() {
    return EventParser.parse(kind, payload);
  }

  /** The OCSF object with its place in the chain, by the profile {@code record_integrity}. */
  public String json() {
    var text = new String(payload, StandardCharsets.UTF_8);
    return text.substring(0, text.length() - 1)
        + ",\"attestation_list\":[{\"chain_uid\":\"lane-"
        + reference.lane()
        + "\",\"fingerprint\":{\"algorithm\":\"SHA-256\",\"algorithm_id\":3,\"value\":\""
        + HexFormat.of().formatHex(hash)
        + "\"}}]}";
  }

  /** Leaves the payload out. */
  @Override
  public String toString() {
    return "AuditRecord[" + reference + " " + kind + "]";
  }

  /**
   * The record's parts, from its bytes.
   *
   * @throws IllegalArgumentException when they are not a record; the message says why
   */
  static AuditRecord decode(byte[] bytes, int lane, long segment, long offset) {
    if (bytes.length < RecordLayout.SMALLEST || LittleEndian.readInt(bytes, 0) != bytes.length) {
      throw new IllegalArgumentException("the length of the record is damaged");
    }
    var kind = RecordKind.of(bytes[RecordLayout.KIND]);
    var payload = LittleEndian.readLong(bytes, RecordLayout.PAYLOAD_LENGTH);
    if (kind == null) {
      throw new IllegalArgumentException("the kind of the record is not known");
    }
    if (payload < 2 || payload > bytes.length - RecordLayout.SMALLEST) {
      throw new IllegalArgumentException("the length of the payload is damaged");
    }
    var about = LittleEndian.readLong(bytes, RecordLayout.ABOUT);
    var end = RecordLayout.PAYLOAD + (int) payload;
    return new AuditRecord(
        new Reference(lane, LittleEndian.readLong(bytes, RecordLayout.SEQUENCE)),
        segment,
        offset,
        Instant.ofEpochMilli(LittleEndian.readLong(bytes, RecordLayout.TIME)),
        kind,
        about == 0 ? Optional.empty() : Optional.of(Reference.unpack(about)),
        java.util.Arrays.copyOfRange(bytes, RecordLayout.PAYLOAD, end),
        java.util.Arrays.copyOfRange(bytes, bytes.length - RecordLayout.HASH, bytes.length));
  }
}
