package dev.gatehouse.conformance;

import static dev.gatehouse.conformance.ScriptedClient.Era.AUTO;
import static dev.gatehouse.conformance.ScriptedClient.Era.LEGACY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A published server that speaks HTTP+SSE of 2024-11-05 only, for clients of today. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OlderServersIT {
  private final Peers peers = Peers.installed();
  private final HttpPeer older = HttpPeer.everythingOverEvents(peers);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          egress: { allow: ["127.0.0.1"] }
          servers:
            found: { url: "%1$s", approved: true }
            said: { url: "%1$s", transport: sse, approved: true }
            wrong: { url: "%1$s", transport: streamable, approved: true }
          roles:
            everything:
              grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }]
            reader:
              grants: ["*/echo"]
          """
              .formatted(older.url()),
          "everything",
          "reader",
          "administrator");

  @AfterAll
  void endBoth() {
    gateway.close();
    older.close();
  }

  private Transcript run(ScriptedClient.Era era, String path, String role, String script) {
    return ScriptedClient.of(peers, gateway.url(path), era)
        .withBearer(gateway.key(role))
        .run(script);
  }

  @ParameterizedTest
  @CsvSource({"/mcp/found, ''", "/mcp/said, ''", "/mcp, found__", "/mcp, said__"})
  void answerAskAndTellOfProgress(String path, String prefix) {
    var saw =
        run(
            LEGACY,
            path,
            "everything",
            """
            [{"list": "tools"},
             {"call": {"name": "$echo", "arguments": {"message": "one"}}},
             {"sample": ["a model's words"]},
             {"call": {"name": "$trigger-sampling-request",
                       "arguments": {"prompt": "Say something", "maxTokens": 10}}},
             {"call": {"name": "$trigger-long-running-operation",
                       "arguments": {"duration": 1, "steps": 3}}},
             {"together": [
                {"call": {"name": "$echo", "arguments": {"message": "two"}}},
                {"call": {"name": "$echo", "arguments": {"message": "three"}}}]},
             {"prompt": {"name": "$simple-prompt", "arguments": {}}}]
            """
                .replace("$", prefix));

    assertThat(saw.result(0).toString()).contains("\"" + prefix + "echo\"");
    assertThat(saw.text(1)).contains("one");
    assertThat(saw.text(3)).contains("a model's words");
    assertThat(saw.heard("notifications/progress")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(saw.result(6).path("messages").size()).isPositive();
  }

  @Test
  void areAddedWithTheirTransportByTheCommandLine() throws Exception {
    var added = command("server", "add", "added", older.url().toString(), "--transport", "sse");
    assertThat(added).contains("transport sse", "legacy", "server approve added");
    assertThat(command("server", "approve", "added", "--yes")).contains("approved added");
    var saw =
        run(
            LEGACY,
            "/mcp/added",
            "everything",
            "[{\"call\": {\"name\": \"echo\", \"arguments\": {\"message\": \"one\"}}}]");

    assertThat(saw.text(0)).contains("one");
  }

  /** What the command line says, with the key of an administrator. */
  private String command(String... words) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("dev.gatehouse.server.command.Main");
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("GATEHOUSE_URL", gateway.url("/").toString());
    builder.environment().put("GATEHOUSE_KEY", gateway.key("administrator"));
    builder.environment().put("COLUMNS", "200");
    var process = builder.start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void areUsedInTheModernEraByAClientOfBoth() {
    var saw = run(AUTO, "/mcp/found", "everything", "[{\"list\": \"tools\"}]");

    assertThat(saw.connected().path("era").asString()).isEqualTo("modern");
    assertThat(saw.result(0).path("tools").size()).isPositive();
  }

  @Test
  void areHeldToWhatIsGranted() {
    var saw =
        run(
            LEGACY,
            "/mcp/found",
            "reader",
            """
            [{"list": "tools"},
             {"call": {"name": "echo", "arguments": {"message": "one"}}},
             {"call": {"name": "get-env", "arguments": {}}}]
            """);

    assertThat(saw.result(0).path("tools").size()).isEqualTo(1);
    assertThat(saw.text(1)).contains("one");
    assertThat(saw.error(2).path("message").asString()).contains("Unknown tool");
  }

  @Test
  void cannotBeReachedOverATransportThatTheyDoNotSpeak() {
    var answer = gateway.caller("everything", "/mcp/wrong").legacy("initialize", "");

    assertThat(answer.message().path("error").path("code").asInt()).isNegative();
    assertThat(answer.message().has("result")).isFalse();
  }
}
