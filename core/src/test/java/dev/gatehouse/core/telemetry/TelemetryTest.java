package dev.gatehouse.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TelemetryTest {
  private final Telemetry telemetry = new Telemetry("0.1.0");

  @Test
  void timesOperationsUnderTheNamesOfTheConventions() {
    var call = telemetry.served("tools/call", "crm", "get_ticket");
    call.succeeded(2_000_000);
    call.failed(400_000, "condition");
    telemetry.forwarded("tools/call", "crm").failed(9_000_000_000L, "tool_error");

    assertThat(text())
        .contains(
            "mcp_server_operation_duration_seconds_bucket{error_type=\"\",gen_ai_tool_name=\"get_ticket\",mcp_method_name=\"tools/call\",server=\"crm\",le=\"0.0025\"}"
                + " 1")
        .contains(
            "mcp_server_operation_duration_seconds_count{error_type=\"condition\",gen_ai_tool_name=\"get_ticket\",mcp_method_name=\"tools/call\",server=\"crm\"}"
                + " 1")
        .contains(
            "mcp_client_operation_duration_seconds_sum{error_type=\"tool_error\",mcp_method_name=\"tools/call\",server=\"crm\"}"
                + " 9.0");
  }

  @Test
  void countsRefusalsAndFindings() {
    telemetry.refused("unknown");
    telemetry.refused("unknown");
    telemetry.found("guardrails[0]", "mask");

    assertThat(text())
        .contains("gatehouse_refusals_total{kind=\"unknown\"} 2")
        .contains("gatehouse_findings_total{action=\"mask\",guardrail=\"guardrails[0]\"} 1");
  }

  @Test
  void readsLevelsWhenAsked() {
    var streams = new AtomicLong(3);
    telemetry.level("gatehouse_open_streams", "Streams to clients.", streams::get);

    assertThat(text()).contains("gatehouse_open_streams 3");
    streams.set(5);
    assertThat(text()).contains("gatehouse_open_streams 5");
  }

  @Test
  void namesTheVersion() {
    assertThat(text()).contains("gatehouse_build_info{version=\"0.1.0\"} 1");
  }

  @Test
  void keepsTheNumberOfSeriesBounded() {
    var call = telemetry.served("tools/call", "crm", "get_ticket");
    for (var code = 0; code < 200; code++) {
      call.failed(1, "-" + code);
    }
    for (var tool = 0; tool < 6_000; tool++) {
      telemetry.served("tools/call", "crm", "tool-" + tool).succeeded(1);
    }

    assertThat(text().lines().filter(line -> line.contains("duration_seconds_count{")).count())
        .isLessThan(5_100);
    assertThat(text()).contains("gen_ai_tool_name=\"_OTHER\"", "error_type=\"_OTHER\"");
  }

  @Test
  void givesTheSameTimerForTheSameOperation() {
    assertThat(telemetry.served("tools/call", "crm", "a"))
        .isSameAs(telemetry.served("tools/call", "crm", "a"));
  }

  private String text() {
    return new String(telemetry.exposition(), StandardCharsets.UTF_8);
  }
}
