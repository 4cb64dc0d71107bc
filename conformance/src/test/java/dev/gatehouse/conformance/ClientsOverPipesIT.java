package dev.gatehouse.conformance;

import static dev.gatehouse.conformance.ScriptedClient.Era.LEGACY;
import static dev.gatehouse.conformance.ScriptedClient.Era.MODERN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The TypeScript client over pipes, which starts {@code gatehouse stdio} as its server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsOverPipesIT {
  private final Peers peers = Peers.installed();
  private final HttpPeer fixture = HttpPeer.fixture(peers, FixtureMode.DUAL);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          servers:
            fixture: { url: "%s", approved: true }
          roles:
            everything:
              grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }]
          """
              .formatted(fixture.url()),
          "everything");

  @AfterAll
  void endBoth() {
    gateway.close();
    fixture.close();
  }

  private Transcript run(ScriptedClient.Era era, List<String> more, String script) {
    return ScriptedClient.of(peers, gateway.url("/"), era)
        .withBearer(gateway.key("everything"))
        .starting(command(more))
        .run(script);
  }

  private List<String> command(List<String> more) {
    var at = gateway.url("/").toString();
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.gatehouse.server.command.Main",
                "stdio",
                "--at",
                at));
    command.addAll(more);
    return command;
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void useAllThatTheyAreGranted(ScriptedClient.Era era) {
    var saw =
        run(
            era,
            List.of("--server", "fixture"),
            """
            [{"list": "tools"}, {"list": "prompts"}, {"read": "test://static-text"},
             {"elicit": [{"action": "accept",
                          "content": {"username": "ana", "email": "ana@acme.example"}}]},
             {"call": {"name": "test_simple_text", "arguments": {}}},
             {"call": {"name": "test_elicitation", "arguments": {"message": "Who are you?"}}},
             {"call": {"name": "test_tool_with_progress", "arguments": {}}},
             {"call": {"name": "no_such_tool", "arguments": {}}},
             {"together": [
                {"call": {"name": "test_slow", "arguments": {"ms": 300}}},
                {"call": {"name": "test_simple_text", "arguments": {}}}]}]
            """);

    assertThat(saw.result(0).path("tools").size()).isGreaterThan(30);
    assertThat(saw.result(1).path("prompts").size()).isEqualTo(6);
    assertThat(saw.result(2).path("contents").size()).isEqualTo(1);
    assertThat(saw.text(4)).contains("simple text response");
    assertThat(saw.text(5)).contains("ana@acme.example");
    assertThat(saw.heard("notifications/progress")).hasSizeGreaterThanOrEqualTo(3);
    assertThat(saw.error(7).path("code").asInt()).isEqualTo(-32602);
  }

  @Test
  void hearThatListsHaveChanged() {
    var saw =
        run(
            LEGACY,
            List.of("--server", "fixture"),
            """
            [{"call": {"name": "test_trigger_tool_change", "arguments": {}}},
             {"await": "notifications/tools/list_changed"}]
            """);

    assertThat(saw.result(1)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void cancelACallThatTheServerThenGivesUp(ScriptedClient.Era era) {
    var counts = "[{\"call\": {\"name\": \"test_call_count\", \"arguments\": {}}}]";
    var before = cancelled(run(MODERN, List.of("--server", "fixture"), counts), 0);
    var saw =
        run(
            era,
            List.of("--server", "fixture"),
            """
            [{"call": {"name": "test_slow", "arguments": {}}, "cancelOnProgress": true},
             {"call": {"name": "test_slow", "arguments": {"ms": 200}}},
             {"call": {"name": "test_call_count", "arguments": {}}}]
            """);

    assertThat(cancelled(saw, 2)).isEqualTo(before + 1);
  }

  private static int cancelled(Transcript saw, int step) {
    return saw.result(step).path("structuredContent").path("cancelled").path("test_slow").asInt(0);
  }

  @Test
  void seeAllServersSideBySide() {
    var saw = run(MODERN, List.of(), "[{\"list\": \"tools\"}]");

    assertThat(saw.result(0).toString()).contains("fixture__test_simple_text");
  }
}
