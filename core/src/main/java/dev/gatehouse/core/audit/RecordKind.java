package dev.gatehouse.core.audit;

import org.jspecify.annotations.Nullable;

/** Which of the audit events a record holds. The code stands in the record's header. */
public enum RecordKind {
  INTENT(1),
  OUTCOME(2),
  DENIED(3),
  CHANGE(4),
  SYSTEM(5);

  private static final RecordKind[] KINDS = values();
  private final byte code;

  RecordKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static @Nullable RecordKind of(byte code) {
    return code >= 1 && code <= KINDS.length ? KINDS[code - 1] : null;
  }
}
