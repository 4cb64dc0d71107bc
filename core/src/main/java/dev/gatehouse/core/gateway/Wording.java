package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ProtocolVersion;
import java.time.Duration;

/**
 * The one place where refusals become words for the caller: what is wrong, what to do instead, when
 * to try again. Never says a rule's text, an upstream's address or a secret.
 *
 * @param status HTTP status, when the answer is not a tool's result
 * @param code JSON-RPC error code; the gateway's own lie outside the range that JSON-RPC reserves
 * @param text one or two sentences that a model understands as "not done"
 * @param rule path of the rule, empty when no rule is to be named
 * @param retryAfter when to try again, zero when that makes no sense
 * @param forModel whether a tool call is answered with a result that the model reads
 * @param data JSON text of the error's own data, empty for none
 */
record Wording(
    int status,
    int code,
    String text,
    String rule,
    Duration retryAfter,
    boolean forModel,
    String data) {
  /** A condition says no. */
  static final int CONDITION = -31001;

  /** A limit is reached. */
  static final int OVER_LIMIT = -31002;

  /** A guardrail says no. */
  static final int GUARDRAIL = -31003;

  /** The server does not answer. */
  static final int UPSTREAM_DOWN = -31004;

  /** It is not known whether the call was carried out. */
  static final int OUTCOME_UNKNOWN = -31005;

  /** Client and server do not speak the same revision. */
  static final int ERA_MISMATCH = -31006;

  /** Not decided or not recorded. */
  static final int NOT_DECIDED = -31007;

  /** Too many requests. */
  static final int FLOODING = -31008;

  /** Its definition has changed since it was approved. */
  static final int DRIFT = -31009;

  /** The client did not answer what the server asked. */
  static final int CLIENT_SILENT = -31010;

  private static final String SILENT_IN_WORDS =
      "Cancelled: the server asked for input, and nobody answered in time. What it had done by then"
          + " is not known. Look at the state of things before you try again.";

  private static final String OUTCOME_IN_WORDS =
      "The server broke off before it answered, so it is not known whether this was done."
          + " Look at the state of things before you try again.";

  /** Words the refusal. Every kind has its words, or this does not compile. */
  static Wording of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Unauthenticated _ -> plain(401, 0, "");
      case Refusal.InsufficientScope _ -> plain(403, 0, "");
      case Refusal.Unknown(var noun, var name, _) ->
          plain(
              noun.equals("server") || noun.equals("toolset") ? 404 : 200,
              JsonRpc.INVALID_PARAMS,
              "Unknown " + noun + ": " + shortened(name));
      case Refusal.Condition(var rule, var advice) ->
          forModel(CONDITION, "Not done. " + advice, rule, Duration.ZERO);
      case Refusal.OverLimit(var rule, var limit, var after) ->
          forModel(OVER_LIMIT, overLimit(limit, after), rule, after);
      case Refusal.Flooding(var after) ->
          new Wording(
              429,
              FLOODING,
              "Too many requests. Try again in " + inWords(after) + ".",
              "",
              after,
              false,
              "");
      case Refusal.Guardrail(var rule, var where, var found) ->
          forModel(GUARDRAIL, guardrail(where, found), rule, Duration.ZERO);
      case Refusal.Drift(var noun, _) -> forModel(DRIFT, drift(noun), "", Duration.ZERO);
      case Refusal.UpstreamDown(_, _, var after) ->
          forModel(
              UPSTREAM_DOWN,
              "Not done: the server behind this does not answer at the moment. Try again in "
                  + inWords(after)
                  + ".",
              "",
              after);
      case Refusal.OutcomeUnknown _ ->
          forModel(OUTCOME_UNKNOWN, OUTCOME_IN_WORDS, "", Duration.ZERO);
      case Refusal.ClientSilent _ -> forModel(CLIENT_SILENT, SILENT_IN_WORDS, "", Duration.ZERO);
      case Refusal.EraMismatch(_, var client, var server) -> eraMismatch(client, server);
      case Refusal.NotDecided(_, var after) ->
          new Wording(
              503,
              NOT_DECIDED,
              "Not done: the gateway cannot decide or record this call at the moment. Try again in "
                  + inWords(after)
                  + ".",
              "",
              after,
              false,
              "");
      case Refusal.BadMessage(var status, var code, var message, var data) ->
          new Wording(status, code, message, "", Duration.ZERO, false, data);
      case Refusal.Internal _ ->
          plain(500, JsonRpc.INTERNAL, "The gateway failed; its log tells why.");
    };
  }

  private static Wording plain(int status, int code, String text) {
    return new Wording(status, code, text, "", Duration.ZERO, false, "");
  }

  private static Wording forModel(int code, String text, String rule, Duration after) {
    return new Wording(200, code, text, rule, after, true, "");
  }

  private static String drift(String noun) {
    return "Not done: this "
        + noun
        + " has changed since it was approved, and somebody has to review it first. Go on without"
        + " it.";
  }

  private static String overLimit(String limit, Duration after) {
    return "Not done: the limit of "
        + limit
        + " is reached. Try again in "
        + inWords(after)
        + ", or go on without this.";
  }

  private static String guardrail(String where, String found) {
    return where.equals("arguments")
        ? "Not done: the arguments contain what looks like a "
            + found
            + ", which must not be sent. Take it out and call again."
        : "The answer is withheld: it contains what looks like a "
            + found
            + ". Ask for something that does not include it.";
  }

  /** A client of the modern era that speaks the legacy one too takes this for a legacy server. */
  private static Wording eraMismatch(String client, String server) {
    var modernClient = client.equals(ProtocolVersion.V2026_07_28.text());
    var data =
        "{\"supported\":["
            + JsonRpc.quote(server)
            + "],\"requested\":"
            + JsonRpc.quote(client)
            + "}";
    return new Wording(
        modernClient ? 400 : 200,
        modernClient ? ERA_MISMATCH : JsonRpc.INVALID_PARAMS,
        "This server speaks MCP " + server + ", but the request is of revision " + client + ".",
        "",
        Duration.ZERO,
        true,
        data);
  }

  /** Rounded up, so that nobody comes back too early. */
  private static String inWords(Duration after) {
    var seconds = Math.max(1, (after.toMillis() + 999) / 1000);
    return seconds < 120 ? seconds + " s" : (seconds + 59) / 60 + " min";
  }

  private static String shortened(String name) {
    return name.length() <= 200 ? name : name.substring(0, 200) + "…";
  }

  /** JSON text of the structured detail, for {@code _meta} or an error's {@code data}. */
  String detail(String kind, String reference) {
    var text = new StringBuilder("{\"kind\":").append(JsonRpc.quote(kind));
    if (!rule.isEmpty()) {
      text.append(",\"rule\":").append(JsonRpc.quote(rule));
    }
    if (!retryAfter.isZero()) {
      text.append(",\"retryAfterMs\":").append(Math.max(1, retryAfter.toMillis()));
    }
    return text.append(",\"reference\":").append(JsonRpc.quote(reference)).append('}').toString();
  }
}
