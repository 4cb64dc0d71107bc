package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A server that speaks revision 2026-07-28 only passes, through the gateway, all that the legacy
 * revision requires of a server, too; and real legacy clients use it on the joined route.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModernServersForLegacyClientsIT implements OfficialSuiteContract {
  private static final int MOST_QUESTIONS = 30;

  private final HttpPeer fixture = HttpPeer.fixture(Peers.installed(), FixtureMode.MODERN);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          identity: { anonymous: { roles: [everything] } }
          servers:
            fixture: { url: "%s", approved: true }
            piped: { stdio: %s, approved: true }
          roles:
            everything: { grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }] }
          """
              .formatted(fixture.url(), command()));

  private static String command() {
    return StdioPeer.fixture(Peers.installed(), FixtureMode.MODERN).command().stream()
        .map(Caller::quoted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public URI url() {
    return gateway.url("/mcp/fixture");
  }

  @Override
  public void show(SuiteResult result) {
    SuiteTable.shows(FixtureMode.MODERN, "HTTP", result);
    if (result.revision() == Revision.MODERN) {
      SuiteTable.showsUnscored(FixtureMode.MODERN, "HTTP", result);
    }
  }

  @AfterAll
  void endBoth() {
    gateway.close();
    fixture.close();
  }

  private Transcript legacy(String path, String script) {
    return ScriptedClient.of(Peers.installed(), gateway.url(path), ScriptedClient.Era.LEGACY)
        .run(script);
  }

  @Test
  void askARealLegacyClientSeveralTimesAndSeveralThings() {
    var saw =
        legacy(
            "/mcp/fixture",
            """
            [{"elicit": [{"action": "accept", "content": {"name": "Ana"}},
                         {"action": "accept", "content": {"color": "blue"}},
                         {"action": "accept", "content": {"name": "Ben"}},
                         {"action": "accept", "content": {"context": "rain"}}]},
             {"call": {"name": "test_input_required_result_multi_round", "arguments": {}}},
             {"sample": ["Good day"]},
             {"roots": [{"uri": "file:///a"}, {"uri": "file:///b"}]},
             {"call": {"name": "test_input_required_result_multiple_inputs", "arguments": {}}},
             {"prompt": {"name": "test_input_required_result_prompt", "arguments": {}}}]
            """);

    assertThat(saw.connected().path("protocolVersion").asString()).isEqualTo("2025-11-25");
    assertThat(saw.text(1)).isEqualTo("Ana likes blue");
    assertThat(saw.text(4)).isEqualTo("Good day Ben, of 2 roots");
    assertThat(saw.result(5).toString()).contains("Prompt with the context: rain");
    assertThat(saw.asked("elicitation/create")).hasSize(4);
  }

  @Test
  void tellARealLegacyClientOfChangesThatItSubscribedTo() {
    var saw =
        legacy(
            "/mcp/fixture",
            """
            [{"subscribe": "test://watched-resource"},
             {"call": {"name": "test_trigger_resource_change", "arguments": {}}},
             {"await": "notifications/resources/updated"},
             {"call": {"name": "test_trigger_tool_change", "arguments": {}}},
             {"await": "notifications/tools/list_changed"},
             {"unsubscribe": "test://watched-resource"},
             {"level": "info"},
             {"call": {"name": "test_logging_tool", "arguments": {}}}]
            """);

    assertThat(saw.result(2).isMissingNode()).isFalse();
    assertThat(saw.result(4).isMissingNode()).isFalse();
    assertThat(saw.heard("notifications/resources/updated"))
        .allSatisfy(params -> assertThat(params.toString()).doesNotContain("subscriptionId"));
    assertThat(saw.heard("notifications/message").toString()).contains("A line of the log");
  }

  @Test
  void areCancelledByARealLegacyClient() {
    var saw =
        legacy(
            "/mcp/fixture",
            """
            [{"call": {"name": "test_slow", "arguments": {}}, "cancelOnProgress": true}]
            """);

    assertThat(saw.error(0).path("message").asString()).contains("the script said so");
    hasCancelledOnce("/mcp/fixture");
  }

  /** What says that a call is cancelled may still be on its way when the client has gone on. */
  private void hasCancelledOnce(String path) {
    var asked = 0;
    while (cancelledCalls(path) == 0) {
      assertThat(++asked).isLessThan(MOST_QUESTIONS);
    }
    assertThat(cancelledCalls(path)).isEqualTo(1);
  }

  private int cancelledCalls(String path) {
    var saw = legacy(path, "[{\"call\": {\"name\": \"test_call_count\", \"arguments\": {}}}]");
    return saw.result(0).path("structuredContent").path("cancelled").path("test_slow").asInt();
  }

  @Test
  void doTheSameOverPipes() {
    var saw =
        legacy(
            "/mcp/piped",
            """
            [{"call": {"name": "test_slow", "arguments": {}}, "cancelOnProgress": true},
             {"elicit": [{"action": "accept", "content": {"name": "Ana"}},
                         {"action": "accept", "content": {"color": "blue"}}]},
             {"call": {"name": "test_input_required_result_multi_round", "arguments": {}}},
             {"subscribe": "test://watched-resource"},
             {"call": {"name": "test_trigger_resource_change", "arguments": {}}},
             {"await": "notifications/resources/updated"}]
            """);

    assertThat(saw.text(2)).isEqualTo("Ana likes blue");
    assertThat(saw.result(5).isMissingNode()).isFalse();
    hasCancelledOnce("/mcp/piped");
  }

  @Test
  void areUsedOnTheJoinedRouteByARealLegacyClient() {
    var saw =
        legacy(
            "/mcp",
            """
            [{"list": "tools"},
             {"call": {"name": "fixture__test_simple_text", "arguments": {}}},
             {"elicit": [{"action": "decline"}]},
             {"call": {"name": "fixture__test_elicitation", "arguments": {"message": "?"}}}]
            """);

    assertThat(saw.result(0).toString()).contains("fixture__test_simple_text");
    assertThat(saw.text(1)).isEqualTo("This is a simple text response for testing.");
    assertThat(saw.text(3)).contains("action=decline");
  }
}
