package dev.gatehouse.core.refusal;

import java.time.Duration;
import java.util.List;

/**
 * A reason why a call does not go on. What reaches the caller is worded by {@code Refusals}; what
 * stands here may name rules and servers, for the audit record.
 */
public sealed interface Refusal {
  /** The word for this kind of refusal on the wire and in records, dashed lower case. */
  String kind();

  /**
   * No credential, or one that does not hold. The reason is for the record, never for the caller.
   */
  record Unauthenticated(String reason) implements Refusal {
    @Override
    public String kind() {
      return "unauthenticated";
    }
  }

  /** The token is genuine but lacks scopes that this operation needs. */
  record InsufficientScope(List<String> scopes) implements Refusal {
    public InsufficientScope {
      scopes = List.copyOf(scopes);
    }

    @Override
    public String kind() {
      return "insufficient-scope";
    }
  }

  /**
   * The target is not granted, not approved, hidden or not existing: one answer for all four.
   *
   * @param noun {@code tool}, {@code prompt} or {@code resource}
   * @param name as the caller wrote it
   * @param reason which of the four and why, for the record only
   */
  record Unknown(String noun, String name, String reason) implements Refusal {
    @Override
    public String kind() {
      return "unknown";
    }
  }

  /**
   * Granted, but a condition on this call does not hold.
   *
   * @param rule path of the rule in the settings, for example {@code roles.agent.grants[1]}
   * @param advice one sentence for the model, without the text of the rule
   */
  record Condition(String rule, String advice) implements Refusal {
    @Override
    public String kind() {
      return "condition";
    }
  }

  /**
   * A limit of the caller, a role, a server or a tool is reached.
   *
   * @param rule path of the limit in the settings
   * @param limit the limit in words, for example {@code 20 calls per 1m}
   * @param retryAfter when trying again makes sense, more than zero
   */
  record OverLimit(String rule, String limit, Duration retryAfter) implements Refusal {
    @Override
    public String kind() {
      return "limit";
    }
  }

  /** More requests than the listener takes from one connection or caller. */
  record Flooding(Duration retryAfter) implements Refusal {
    @Override
    public String kind() {
      return "flooding";
    }
  }

  /**
   * A guardrail found something that must not pass.
   *
   * @param rule path of the guardrail in the settings
   * @param where {@code arguments} or {@code result}
   * @param found what kind of thing was found, never the thing itself
   */
  record Guardrail(String rule, String where, String found) implements Refusal {
    @Override
    public String kind() {
      return "guardrail";
    }
  }

  /**
   * What would be called is not what was approved any more, and waits for review.
   *
   * @param noun {@code tool} or {@code prompt}
   * @param target server and name, for the record only
   */
  record Drift(String noun, String target) implements Refusal {
    @Override
    public String kind() {
      return "drift";
    }
  }

  /**
   * The server did not answer as it must.
   *
   * @param server its name in the catalogue
   * @param cause what happened, for the record only
   * @param retryAfter when trying again makes sense
   */
  record UpstreamDown(String server, String cause, Duration retryAfter) implements Refusal {
    @Override
    public String kind() {
      return "upstream-down";
    }
  }

  /**
   * The call left, but no whole answer came: whether it was carried out is not known, and it is
   * never sent again.
   *
   * @param server its name in the catalogue
   * @param cause what happened, for the record only
   */
  record OutcomeUnknown(String server, String cause) implements Refusal {
    @Override
    public String kind() {
      return "outcome-unknown";
    }
  }

  /**
   * The server asked the client something in the middle of the call, and the client has neither
   * answered nor said anything else for as long as a session may be idle: the call was cancelled.
   *
   * @param server its name in the catalogue
   * @param cause what happened, for the record only
   */
  record ClientSilent(String server, String cause) implements Refusal {
    @Override
    public String kind() {
      return "client-silent";
    }
  }

  /**
   * Client and server speak different eras of the protocol.
   *
   * @param clientSpeaks the revision of the client
   * @param serverSpeaks the newest revision that the server speaks
   */
  record EraMismatch(String server, String clientSpeaks, String serverSpeaks) implements Refusal {
    @Override
    public String kind() {
      return "era-mismatch";
    }
  }

  /** Gatehouse could not decide or could not record, and so says no. */
  record NotDecided(String cause, Duration retryAfter) implements Refusal {
    @Override
    public String kind() {
      return "not-decided";
    }
  }

  /**
   * The message itself breaks the protocol.
   *
   * @param status HTTP status, 400 to 499
   * @param code JSON-RPC error code
   * @param message names the cause and the remedy
   * @param data JSON text of the error's {@code data}, empty for none
   */
  record BadMessage(int status, int code, String message, String data) implements Refusal {
    @Override
    public String kind() {
      return "bad-message";
    }
  }

  /** A bug in Gatehouse; the reference leads to its log line. */
  record Internal(String what) implements Refusal {
    @Override
    public String kind() {
      return "internal";
    }
  }
}
