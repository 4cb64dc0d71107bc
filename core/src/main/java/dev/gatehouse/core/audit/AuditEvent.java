package dev.gatehouse.core.audit;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that must be known later. Texts are shortened to 1 KiB when they are written; what a
 * caller or an upstream can choose passes the {@link Redactor}.
 */
public sealed interface AuditEvent {
  /** The kind of the record that holds it. */
  RecordKind kind();

  /**
   * A call is about to leave for its upstream.
   *
   * @param rule the grant that allows it
   * @param argumentsDigest SHA-256 of the arguments in hex, null when there are none or it is not
   *     kept
   * @param arguments the arguments, already redacted; null when they are not kept
   */
  record Intent(
      CallFacts call, String rule, @Nullable String argumentsDigest, @Nullable String arguments)
      implements AuditEvent {
    @Override
    public RecordKind kind() {
      return RecordKind.INTENT;
    }
  }

  /**
   * What became of a call that left.
   *
   * @param intent the record of the call
   * @param httpStatus status that the client got, 0 for none
   * @param took from the arrival of the call to the end of its answer
   * @param bytesIn size of the request, 0 or more
   * @param bytesOut size of the answer, 0 or more
   * @param findings what guardrails saw, in words, never the thing itself; null for nothing
   * @param refusal kind of the refusal when the answer did not pass, null when it did
   * @param rule the rule that refused it, null for none
   * @param reason why it was refused or failed, for the record only; null when it was not
   */
  record Outcome(
      Reference intent,
      Status status,
      int httpStatus,
      Duration took,
      long bytesIn,
      long bytesOut,
      @Nullable String findings,
      @Nullable String refusal,
      @Nullable String rule,
      @Nullable String reason)
      implements AuditEvent {
    /** One that needs no reason. */
    public Outcome(
        Reference intent,
        Status status,
        int httpStatus,
        Duration took,
        long bytesIn,
        long bytesOut,
        @Nullable String findings,
        @Nullable String refusal,
        @Nullable String rule) {
      this(intent, status, httpStatus, took, bytesIn, bytesOut, findings, refusal, rule, null);
    }

    @Override
    public RecordKind kind() {
      return RecordKind.OUTCOME;
    }
  }

  /**
   * A call that never left.
   *
   * @param refusal kind of the refusal, dashed lower case
   * @param rule the rule that refused it, null for none
   * @param reason why, for the record only
   * @param values what the condition read, by path, in order; at most 16 of them are kept
   * @param retryAfter when trying again makes sense, null for never
   * @param took from the arrival of the call to the refusal
   */
  record Denied(
      CallFacts call,
      String refusal,
      @Nullable String rule,
      String reason,
      Map<String, String> values,
      @Nullable Duration retryAfter,
      Duration took)
      implements AuditEvent {
    public Denied {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public RecordKind kind() {
      return RecordKind.DENIED;
    }
  }

  /**
   * An administrator changed something.
   *
   * @param action what was done, for example {@code server.approve}
   * @param target what it was done to, for example {@code servers/crm}
   * @param before digest of the state before, null for none
   * @param after digest of the state after, null for none
   * @param note words of the administrator, or details; null for none
   */
  record Change(
      CallerFacts who,
      String action,
      String target,
      @Nullable String before,
      @Nullable String after,
      @Nullable String note)
      implements AuditEvent {
    @Override
    public RecordKind kind() {
      return RecordKind.CHANGE;
    }
  }

  /** Something about Gatehouse itself. */
  @SuppressWarnings("JavaLangClash")
  record System(Moment moment, String note) implements AuditEvent {
    @Override
    public RecordKind kind() {
      return RecordKind.SYSTEM;
    }
  }

  /** How a call that left ended. */
  enum Status {
    OK,
    TOOL_ERROR,
    ERROR,
    REFUSED_IN_RESULT,
    CANCELLED,
    UPSTREAM_FAILED
  }

  /** What happened to Gatehouse. */
  enum Moment {
    START,
    STOP,
    /** A record that was being written when the process ended was taken away. */
    TAIL_CUT,
    /** Events could not be written, and how many. */
    RECORDS_LOST,
    /** Segments older than the settings keep were removed, and which. */
    RETENTION,
    SETTINGS_LOADED,
    SETTINGS_REFUSED
  }
}
