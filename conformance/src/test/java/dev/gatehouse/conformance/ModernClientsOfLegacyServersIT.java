package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients of the modern era at servers that know only sessions: the official suite of the modern
 * revision, and the TypeScript SDK against a published server, over HTTP and over pipes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModernClientsOfLegacyServersIT {
  private final Peers peers = Peers.installed();
  private final HttpPeer fixture = HttpPeer.fixture(peers, FixtureMode.LEGACY);
  private final HttpPeer everything = HttpPeer.everything(peers);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          identity: { anonymous: { roles: [everything] } }
          servers:
            fixture: { url: "%s", approved: true }
            http: { url: "%s", approved: true }
            pipe: { stdio: %s, approved: true }
          roles:
            everything: { grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }] }
          """
              .formatted(
                  fixture.url(),
                  everything.url(),
                  StdioPeer.everything(peers).command().stream()
                      .map(Caller::quoted)
                      .collect(Collectors.joining(",", "[", "]"))));

  @AfterAll
  void endAll() {
    gateway.close();
    everything.close();
    fixture.close();
  }

  private Transcript run(String path, String script) {
    return ScriptedClient.of(peers, gateway.url(path), ScriptedClient.Era.MODERN).run(script);
  }

  @Test
  void passAllThatTheModernRevisionRequires() {
    var suite = new OfficialSuite(peers, Path.of("target/official-suite"));

    var result = suite.run(gateway.url("/mcp/fixture"), Revision.MODERN);

    SuiteTable.shows(FixtureMode.LEGACY, "HTTP", result);
    assertThat(result.failuresOfRequired()).isEmpty();
    assertThat(result.warningsOfRequired()).isEmpty();
    assertThat(result.required()).hasSize(37);
    assertThat(result.exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "pipe"})
  void callAndHearProgress(String server) {
    var saw =
        run(
            "/mcp/" + server,
            """
            [{"list": "tools"},
             {"call": {"name": "echo", "arguments": {"message": "one"}}},
             {"call": {"name": "trigger-long-running-operation",
                       "arguments": {"duration": 0.3, "steps": 3}}},
             {"read": "demo://resource/static/document/features.md"},
             {"prompt": {"name": "simple-prompt"}}]
            """);

    assertThat(saw.connected().path("era").asString()).isEqualTo("modern");
    assertThat(saw.result(0).toString()).contains("trigger-elicitation-request");
    assertThat(saw.text(1)).contains("one");
    assertThat(saw.text(2)).contains("Steps: 3");
    assertThat(saw.heard("notifications/progress")).isNotEmpty();
    assertThat(saw.result(3).path("contents").size()).isPositive();
    assertThat(saw.result(4).path("messages").size()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "pipe"})
  void areAskedForTheirUserAndTheirModel(String server) {
    var saw =
        run(
            "/mcp/" + server,
            """
            [{"elicit": [{"action": "accept", "content": {"name": "Ana"}}]},
             {"sample": ["of course"]},
             {"call": {"name": "trigger-elicitation-request", "arguments": {}}},
             {"call": {"name": "trigger-sampling-request",
                       "arguments": {"prompt": "Well?", "maxTokens": 10}}}]
            """);

    assertThat(saw.asked("elicitation/create")).hasSize(1);
    assertThat(saw.result(2).toString()).contains("Name: Ana");
    assertThat(saw.asked("sampling/createMessage")).hasSize(1);
    assertThat(saw.result(3).toString()).contains("of course");
  }

  @Test
  void areAskedOnTheJoinedRoute() {
    var saw =
        run(
            "/mcp",
            """
            [{"list": "tools"},
             {"elicit": [{"action": "accept", "content": {"username": "ana", "email": "a@b.test"}}]},
             {"roots": [{"uri": "file:///srv"}]},
             {"call": {"name": "fixture__test_elicitation", "arguments": {"message": "Who?"}}},
             {"call": {"name": "fixture__test_input_required_result_multiple_inputs", "arguments": {}}},
             {"call": {"name": "pipe__echo", "arguments": {"message": "two"}}}]
            """);

    assertThat(saw.result(0).toString()).contains("fixture__test_echo", "http__echo", "pipe__echo");
    assertThat(saw.text(3)).contains("a@b.test");
    assertThat(saw.asked("roots/list")).hasSize(1);
    assertThat(saw.text(5)).contains("two");
  }

  @Test
  void hearTheLogThatTheyAskFor() {
    var saw =
        run(
            "/mcp/fixture",
            """
            [{"call": {"name": "test_tool_with_logging", "arguments": {}}},
             {"level": "info"},
             {"call": {"name": "test_tool_with_logging", "arguments": {}}}]
            """);

    assertThat(saw.text(0)).contains("successfully");
    assertThat(saw.text(2)).contains("successfully");
    assertThat(saw.heard("notifications/message")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "pipe"})
  void areToldOfAResourceThatChanges(String server) {
    var saw =
        run(
            "/mcp/" + server,
            """
            [{"subscribe": "demo://resource/dynamic/text/1"},
             {"call": {"name": "toggle-subscriber-updates", "arguments": {}}},
             {"await": "notifications/resources/updated"},
             {"unsubscribe": "demo://resource/dynamic/text/1"},
             {"call": {"name": "toggle-subscriber-updates", "arguments": {}}}]
            """);

    assertThat(saw.result(0).path("honored").toString()).contains("demo://resource/dynamic/text/1");
    assertThat(saw.heard("notifications/resources/updated").getFirst().path("uri").asString())
        .isEqualTo("demo://resource/dynamic/text/1");
  }
}
