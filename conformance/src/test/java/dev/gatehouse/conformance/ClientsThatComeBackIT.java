package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real legacy client at a real server that speaks revision 2026-07-28 only: its connection breaks
 * in the middle of a call, and it reads on by the last event's id. The server keeps nothing.
 */
class ClientsThatComeBackIT {
  private static Transcript run(CutLine line, String path, String script) {
    var peers = Peers.installed();
    try (line;
        var fixture = HttpPeer.fixture(peers, FixtureMode.MODERN);
        var gateway =
            RunningGateway.open(
                """
                identity: { anonymous: { roles: [everything] } }
                allowed-hosts: ["%s"]
                servers:
                  fixture: { url: "%s", approved: true }
                roles:
                  everything: { grants: [{ tools: ["*/*"] }] }
                """
                    .formatted(line.authority(), fixture.url()))) {
      var url = line.to(gateway.url(path));
      return ScriptedClient.of(peers, url, ScriptedClient.Era.LEGACY).run(script);
    }
  }

  @ParameterizedTest
  @CsvSource({"/mcp/fixture, ''", "/mcp, fixture__"})
  void hearTheRestOfTheirCallOnce(String path, String prefix) {
    var line = CutLine.behind("notifications/progress");
    var saw =
        run(
            line,
            path,
            """
            [{"call": {"name": "%1$stest_tool_with_progress", "arguments": {}}},
             {"call": {"name": "%1$stest_call_count", "arguments": {}}}]
            """
                .formatted(prefix));

    assertThat(line.cuts()).isEqualTo(1);
    assertThat(saw.text(0)).isEqualTo("Tool with progress executed successfully");
    assertThat(saw.heard("notifications/progress"))
        .extracting(progress -> progress.path("progress").asInt())
        .containsExactly(0, 50, 100);
    // It was not sent again, so that the rest can only have come by another way.
    assertThat(saw.result(1).at("/structuredContent/calls/test_tool_with_progress").asInt())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"/mcp/fixture, ''", "/mcp, fixture__"})
  void areAskedWhenTheyAreBack(String path, String prefix) {
    var line = CutLine.behind("retry: ");
    var saw =
        run(
            line,
            path,
            """
            [{"elicit": [{"action": "decline"}]},
             {"call": {"name": "%stest_elicitation", "arguments": {"message": "?"}}}]
            """
                .formatted(prefix));

    assertThat(line.cuts()).isEqualTo(1);
    assertThat(saw.asked("elicitation/create")).hasSize(1);
    assertThat(saw.text(1)).contains("action=decline");
  }
}
