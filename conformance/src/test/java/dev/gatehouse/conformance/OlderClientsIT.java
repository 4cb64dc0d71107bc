package dev.gatehouse.conformance;

import static dev.gatehouse.conformance.ScriptedClient.Era.LEGACY;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real clients over HTTP+SSE of revision 2024-11-05. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OlderClientsIT {
  private final Peers peers = Peers.installed();
  private final HttpPeer fixture = HttpPeer.fixture(peers, FixtureMode.DUAL);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          sse: true
          servers:
            fixture: { url: "%s", approved: true }
          roles:
            everything:
              grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }]
            reader:
              grants: ["fixture/test_simple_text"]
          """
              .formatted(fixture.url()),
          "everything",
          "reader");

  @AfterAll
  void endBoth() {
    gateway.close();
    fixture.close();
  }

  private Transcript run(String path, String key, String script) {
    return ScriptedClient.of(peers, gateway.url(path), LEGACY)
        .withBearer(key)
        .overEvents()
        .run(script);
  }

  @ParameterizedTest
  @CsvSource({"/sse/fixture, ''", "/sse, fixture__"})
  void useAllThatTheyAreGranted(String path, String prefix) {
    var saw =
        run(
            path,
            gateway.key("everything"),
            """
            [{"list": "tools"},
             {"elicit": [{"action": "accept",
                          "content": {"username": "ana", "email": "ana@acme.example"}}]},
             {"call": {"name": "$test_simple_text", "arguments": {}}},
             {"call": {"name": "$test_elicitation", "arguments": {"message": "Who are you?"}}},
             {"call": {"name": "$test_tool_with_progress", "arguments": {}}},
             {"call": {"name": "$test_trigger_tool_change", "arguments": {}}},
             {"await": "notifications/tools/list_changed"},
             {"call": {"name": "$no_such_tool", "arguments": {}}}]
            """
                .replace("$", prefix));

    assertThat(saw.result(0).path("tools").size()).isGreaterThan(30);
    assertThat(saw.text(2)).contains("simple text response");
    assertThat(saw.text(3)).contains("ana@acme.example");
    assertThat(saw.heard("notifications/progress")).hasSizeGreaterThanOrEqualTo(3);
    assertThat(saw.result(6)).isNotNull();
    assertThat(saw.error(7).path("code").asInt()).isEqualTo(-32602);
  }

  @Test
  void seeOnlyWhatIsGranted() {
    var saw = run("/sse/fixture", gateway.key("reader"), "[{\"list\": \"tools\"}]");

    assertThat(saw.result(0).path("tools").size()).isEqualTo(1);
  }

  @Test
  void areToldAtOnceThatTheirKeyIsNone() {
    var answer = Caller.of(gateway.url("/sse/fixture")).withBearer("gth_none").get();

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"/sse/fixture, ''", "/sse, fixture__"})
  @SuppressWarnings("deprecation") // as the whole transport is
  void areUsedByTheJavaSdk(String path, String prefix) {
    var root = gateway.url("/").toString();
    var transport =
        HttpClientSseClientTransport.builder(root.substring(0, root.length() - 1))
            .sseEndpoint(path)
            .httpRequestCustomizer((request, _, _, _, _) ->
                request.setHeader("Authorization", "Bearer " + gateway.key("everything")))
            .build();
    try (var client = McpClient.sync(transport).requestTimeout(Duration.ofSeconds(20)).build()) {
      var hello = client.initialize();
      var text = JavaSdkClient.call(client, prefix + "test_simple_text", Map.of());

      assertThat(hello.protocolVersion()).isNotEmpty();
      assertThat(client.listTools().tools()).hasSizeGreaterThan(30);
      assertThat(JavaSdkClient.text(text)).contains("simple text");
    }
  }
}
