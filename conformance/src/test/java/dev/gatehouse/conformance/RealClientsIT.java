package dev.gatehouse.conformance;

import static dev.gatehouse.conformance.ScriptedClient.Era.AUTO;
import static dev.gatehouse.conformance.ScriptedClient.Era.LEGACY;
import static dev.gatehouse.conformance.ScriptedClient.Era.MODERN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clients of the tests, each against a server without a gateway between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClientsIT {
  private static final String EVERYTHING_A_CLIENT_DOES =
      """
      [{"list": "tools"},
       {"call": {"name": "test_tool_with_progress", "arguments": {}}},
       {"elicit": [{"action": "accept", "content": {"username": "ana", "email": "ana@acme.example"}}]},
       {"call": {"name": "test_elicitation", "arguments": {"message": "Who are you?"}}},
       {"read": "test://no-such-thing"},
       {"subscribe": "test://watched-resource"},
       {"call": {"name": "test_trigger_resource_change", "arguments": {}}},
       {"await": "notifications/resources/updated"},
       {"call": {"name": "test_slow", "arguments": {}}, "cancelOnProgress": true},
       {"call": {"name": "test_echo_headers", "arguments": {}}},
       {"call": {"name": "test_call_count", "arguments": {}}}]
      """;

  private final Peers peers = Peers.installed();
  private final HttpPeer fixture = HttpPeer.fixture(peers, FixtureMode.DUAL);

  @AfterAll
  void endTheFixture() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void ofTheTypeScriptSdkSpeakBothEras(ScriptedClient.Era era) {
    var saw = ScriptedClient.of(peers, fixture.url(), era).run(EVERYTHING_A_CLIENT_DOES);

    var revision = era == MODERN ? Revision.MODERN : Revision.LEGACY;
    assertThat(saw.connected().path("protocolVersion").asString()).isEqualTo(revision.text());
    assertThat(saw.result(0).path("tools").size()).isGreaterThan(30);
    assertThat(saw.heard("notifications/progress")).hasSizeGreaterThanOrEqualTo(3);
    assertThat(saw.asked("elicitation/create")).hasSize(1);
    assertThat(saw.text(3)).contains("action=accept").contains("ana@acme.example");
    assertThat(saw.error(4).path("code").asInt()).isEqualTo(-32602);
    assertThat(saw.heard("notifications/resources/updated")).hasSize(1);
    assertThat(saw.error(8).path("message").asString()).contains("the script said so");
    assertThat(saw.result(10).path("structuredContent").path("cancelled").has("test_slow"))
        .isTrue();
  }

  @Test
  void showWhatReachedTheServer() {
    var saw =
        ScriptedClient.of(peers, fixture.url(), MODERN)
            .withBearer("key-of-the-caller")
            .run("[{\"call\": {\"name\": \"test_echo_headers\", \"arguments\": {}}}]");

    var headers = saw.result(0).path("structuredContent").path("headers");
    assertThat(headers.path("authorization").asString()).isEqualTo("Bearer key-of-the-caller");
    assertThat(headers.path("mcp-name").asString()).isEqualTo("test_echo_headers");
  }

  @Test
  void ofTheJavaSdkSendTheirToken() {
    try (var client = JavaSdkClient.connected(fixture.url(), "key-of-the-caller")) {
      var result = JavaSdkClient.call(client, "test_echo_headers", Map.of());

      assertThat(JavaSdkClient.text(result)).contains("Bearer key-of-the-caller");
      assertThat(client.listTools().tools()).hasSizeGreaterThan(30);
    }
  }

  @Test
  void findTheReferenceServerLegacy() {
    try (var everything = HttpPeer.everything(peers)) {
      var saw =
          ScriptedClient.of(peers, everything.url(), AUTO)
              .run("[{\"call\": {\"name\": \"echo\", \"arguments\": {\"message\": \"hello\"}}}]");

      assertThat(saw.connected().path("era").asString()).isEqualTo("legacy");
      assertThat(saw.text(0)).contains("hello");
    }
  }

  @Test
  void areToldWhichEraAServerLacks() {
    try (var modernOnly = HttpPeer.fixture(peers, FixtureMode.MODERN);
        var legacyOnly = HttpPeer.fixture(peers, FixtureMode.LEGACY)) {
      var tooOld = ScriptedClient.of(peers, modernOnly.url(), LEGACY).run("[]");
      var tooNew = ScriptedClient.of(peers, legacyOnly.url(), MODERN).run("[]");

      assertThat(List.of(tooOld.notConnected(), tooNew.notConnected()))
          .allSatisfy(error -> assertThat(error.path("message").asString()).isNotEmpty());
    }
  }
}
