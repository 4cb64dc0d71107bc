package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.refusal.Refusal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The words of every refusal, one row each: a change of what callers read is a visible change. */
class RefusalWordingTest {
  private static final Duration SOON = Duration.ofMillis(1_500);

  /** One row: the refusal, its words, and what stands in its structured detail. */
  record Row(Refusal refusal, int status, int code, String text, boolean forModel, String detail) {
    @Override
    public String toString() {
      return refusal.kind() + (text.isEmpty() ? "" : ": " + text);
    }
  }

  static List<Row> rows() {
    return Stream.of(ofCallersAndNames(), ofRules(), ofServers(), ofTheGateway())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Row> ofCallersAndNames() {
    return List.of(
        new Row(new Refusal.Unauthenticated("no such API key"), 401, 0, "", false, ""),
        new Row(new Refusal.InsufficientScope(List.of("mcp")), 403, 0, "", false, ""),
        new Row(
            new Refusal.Unknown("tool", "get", "not granted"),
            200,
            -32602,
            "Unknown tool: get",
            false,
            ""),
        new Row(
            new Refusal.Unknown("server", "crm", "not approved"),
            404,
            -32602,
            "Unknown server: crm",
            false,
            ""),
        new Row(
            new Refusal.Unknown("toolset", "t", "none"),
            404,
            -32602,
            "Unknown toolset: t",
            false,
            ""));
  }

  private static List<Row> ofRules() {
    return List.of(
        new Row(
            new Refusal.Condition("roles.a.grants[1]", "Choose another priority."),
            200,
            -31001,
            "Not done. Choose another priority.",
            true,
            ",\"rule\":\"roles.a.grants[1]\""),
        new Row(
            new Refusal.OverLimit("roles.a.limits[0]", "20 calls per 1m", SOON),
            200,
            -31002,
            "Not done: the limit of 20 calls per 1m is reached. Try again in 2 s, or go on without"
                + " this.",
            true,
            ",\"rule\":\"roles.a.limits[0]\",\"retryAfterMs\":1500"),
        new Row(
            new Refusal.Flooding(SOON),
            429,
            -31008,
            "Too many requests. Try again in 2 s.",
            false,
            ",\"retryAfterMs\":1500"),
        new Row(
            new Refusal.Guardrail("guardrails[0]", "arguments", "github token"),
            200,
            -31003,
            "Not done: the arguments contain what looks like a github token, which must not be"
                + " sent. Take it out and call again.",
            true,
            ",\"rule\":\"guardrails[0]\""),
        new Row(
            new Refusal.Guardrail("guardrails[0]", "result", "github token"),
            200,
            -31003,
            "The answer is withheld: it contains what looks like a github token. Ask for something"
                + " that does not include it.",
            true,
            ",\"rule\":\"guardrails[0]\""));
  }

  private static List<Row> ofServers() {
    return List.of(
        new Row(
            new Refusal.Drift("tool", "crm/get"),
            200,
            -31009,
            "Not done: this tool has changed since it was approved, and somebody has to review it"
                + " first. Go on without it.",
            true,
            ""),
        new Row(
            new Refusal.UpstreamDown("crm", "no route to 10.1.2.3", Duration.ofMinutes(5)),
            200,
            -31004,
            "Not done: the server behind this does not answer at the moment. Try again in 5 min.",
            true,
            ",\"retryAfterMs\":300000"),
        new Row(
            new Refusal.OutcomeUnknown("crm", "lost 10.1.2.3"),
            200,
            -31005,
            "The server broke off before it answered, so it is not known whether this was done."
                + " Look at the state of things before you try again.",
            true,
            ""),
        new Row(
            new Refusal.ClientSilent("crm", "idle"),
            200,
            -31010,
            "Cancelled: the server asked for input, and nobody answered in time. What it had done by"
                + " then is not known. Look at the state of things before you try again.",
            true,
            ""),
        new Row(
            new Refusal.EraMismatch("crm", "2026-07-28", "2025-11-25"),
            400,
            -31006,
            "This server speaks MCP 2025-11-25, but the request is of revision 2026-07-28.",
            true,
            ""),
        new Row(
            new Refusal.EraMismatch("crm", "2025-11-25", "2026-07-28"),
            200,
            -32602,
            "This server speaks MCP 2026-07-28, but the request is of revision 2025-11-25.",
            true,
            ""));
  }

  private static List<Row> ofTheGateway() {
    return List.of(
        new Row(
            new Refusal.NotDecided("disk full at /data", SOON),
            503,
            -31007,
            "Not done: the gateway cannot decide or record this call at the moment. Try again in 2"
                + " s.",
            false,
            ",\"retryAfterMs\":1500"),
        new Row(
            new Refusal.BadMessage(400, -32700, "no JSON (byte 3)", ""),
            400,
            -32700,
            "no JSON (byte 3)",
            false,
            ""),
        new Row(
            new Refusal.Internal("NullPointerException"),
            500,
            -32603,
            "The gateway failed; its log tells why.",
            false,
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isWhatTheCallerReads(Row row) {
    var wording = Wording.of(row.refusal());

    assertThat(wording.status()).isEqualTo(row.status());
    assertThat(wording.code()).isEqualTo(row.code());
    assertThat(wording.text()).isEqualTo(row.text());
    assertThat(wording.forModel()).isEqualTo(row.forModel());
    assertThat(wording.detail(row.refusal().kind(), "r-1"))
        .isEqualTo(
            "{\"kind\":\""
                + row.refusal().kind()
                + "\""
                + row.detail()
                + ",\"reference\":\"r-1\"}");
  }

  @Test
  void hasARowForEveryKind() {
    var kinds = Arrays.stream(Refusal.class.getPermittedSubclasses()).collect(Collectors.toSet());

    assertThat(rows().stream().map(row -> row.refusal().getClass()).collect(Collectors.toSet()))
        .isEqualTo(kinds);
  }

  @Test
  void neverSaysWhatIsForTheRecordOnly() {
    var said =
        rows().stream()
            .filter(row -> !(row.refusal() instanceof Refusal.BadMessage))
            .flatMap(row -> Stream.of(Wording.of(row.refusal()).toString()))
            .toList();

    assertThat(said)
        .noneMatch(text -> text.contains("10.1.2.3"))
        .noneMatch(text -> text.contains("/data"))
        .noneMatch(text -> text.contains("not granted"))
        .noneMatch(text -> text.contains("no such API key"))
        .noneMatch(text -> text.contains("NullPointer"));
  }

  @Test
  void usesNoCodeThatJsonRpcOrMcpReserve() {
    for (var row : rows()) {
      var own = !(row.refusal() instanceof Refusal.BadMessage) && row.code() > -32_000;
      assertThat(own && row.code() != 0 ? row.code() : -31_000).isBetween(-31_099, -31_000);
    }
  }

  @Test
  void shortensNamesThatWereMadeToBeLong() {
    assertThat(Wording.of(new Refusal.Unknown("tool", "x".repeat(10_000), "")).text())
        .hasSizeLessThan(220);
  }
}
