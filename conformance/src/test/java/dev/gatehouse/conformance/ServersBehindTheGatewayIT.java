package dev.gatehouse.conformance;

import static dev.gatehouse.conformance.ScriptedClient.Era.AUTO;
import static dev.gatehouse.conformance.ScriptedClient.Era.LEGACY;
import static dev.gatehouse.conformance.ScriptedClient.Era.MODERN;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published servers, over HTTP and over pipes, for real clients, side by side. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServersBehindTheGatewayIT {
  private final Peers peers = Peers.installed();
  private final HttpPeer everything = HttpPeer.everything(peers);
  private final HttpPeer fixture = HttpPeer.fixture(peers, FixtureMode.DUAL);
  private final HttpPeer modernOnly = HttpPeer.fixtureWithExtraTools(peers, 300);
  private RunningGateway gateway;
  private Path docs;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    docs = Files.createDirectories(folder.toRealPath().resolve("docs"));
    Files.writeString(docs.resolve("hello.txt"), "hello from a file");
    gateway =
        RunningGateway.open(
            """
            servers:
              everything: { url: "%s", approved: true }
              fixture: { url: "%s", approved: true }
              many: { url: "%s", approved: true }
              files: { stdio: %s, approved: true }
              memory:
                stdio: %s
                environment: { MEMORY_FILE_PATH: %s }
                approved: true
              pipe: { stdio: %s, approved: true }
              unapproved: { url: "%s" }
            roles:
              everything:
                grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }]
              reader:
                grants: [files/read_*, memory/read_graph, everything/echo]
              pager:
                grants: ["many/*"]
              piper:
                grants: ["pipe/*"]
            """
                .formatted(
                    everything.url(),
                    fixture.url(),
                    modernOnly.url(),
                    words(StdioPeer.filesystem(peers, List.of(docs))),
                    words(StdioPeer.memory(peers, folder.resolve("memory.jsonl"))),
                    folder.resolve("memory.jsonl"),
                    words(StdioPeer.fixture(peers, FixtureMode.DUAL)),
                    fixture.url()),
            "everything",
            "reader",
            "pager",
            "piper");
  }

  private static String words(StdioPeer peer) {
    return peer.command().stream().map(Caller::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  @AfterAll
  void endAll() {
    gateway.close();
    everything.close();
    fixture.close();
    modernOnly.close();
  }

  private Transcript run(ScriptedClient.Era era, String path, String role, String script) {
    return ScriptedClient.of(peers, gateway.url(path), era)
        .withBearer(gateway.key(role))
        .run(script);
  }

  @Test
  void areListedSideBySideToTheirEra() {
    var saw =
        run(
            LEGACY,
            "/mcp",
            "everything",
            """
            [{"list": "tools"},
             {"call": {"name": "everything__echo", "arguments": {"message": "one"}}},
             {"call": {"name": "files__read_text_file", "arguments": {"path": "%s"}}},
             {"call": {"name": "memory__create_entities", "arguments": {"entities": [
                {"name": "Ana", "entityType": "person", "observations": ["senior"]}]}}},
             {"call": {"name": "memory__read_graph", "arguments": {}}},
             {"call": {"name": "fixture__test_simple_text", "arguments": {}}},
             {"call": {"name": "pipe__test_simple_text", "arguments": {}}},
             {"call": {"name": "unapproved__test_simple_text", "arguments": {}}}]
            """
                .formatted(docs.resolve("hello.txt")));

    var names =
        saw.result(0).path("tools").valueStream().map(it -> it.path("name").asString()).toList();
    assertThat(saw.connected().path("capabilities").path("resources").path("subscribe").asBoolean())
        .isTrue();
    assertThat(names)
        .contains("everything__echo", "files__read_text_file", "memory__read_graph")
        .contains("fixture__test_echo", "pipe__test_echo")
        .noneMatch(name -> name.startsWith("unapproved"))
        .isSorted();
    assertThat(saw.text(1)).contains("one");
    assertThat(saw.text(2)).contains("hello from a file");
    assertThat(saw.text(4)).contains("Ana");
    assertThat(saw.text(5)).contains("simple text");
    assertThat(saw.text(6)).contains("simple text");
    assertThat(saw.error(7).path("message").asString()).contains("Unknown tool");
  }

  @Test
  void showAModernClientServersOfEitherEra() {
    var saw =
        run(
            MODERN,
            "/mcp",
            "everything",
            """
            [{"list": "tools"},
             {"call": {"name": "pipe__test_simple_text", "arguments": {}}},
             {"call": {"name": "files__read_text_file", "arguments": {"path": "%s"}}}]
            """
                .formatted(docs.resolve("hello.txt")));

    assertThat(saw.result(0).toString())
        .contains("fixture__test_echo", "pipe__test_echo", "files__", "memory__", "everything__");
    assertThat(saw.text(1)).contains("simple text");
    assertThat(saw.text(2)).contains("hello from a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp/files", "/mcp/memory", "/mcp/everything"})
  void areModernToAClientOfBothEras(String path) {
    var saw = run(AUTO, path, "everything", "[{\"list\": \"tools\"}]");

    assertThat(saw.connected().path("era").asString()).isEqualTo("modern");
    assertThat(saw.result(0).path("tools").size()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/files"})
  void hideWhatIsNotGranted(String path) {
    var prefix = path.equals("/mcp") ? "files__" : "";
    var saw =
        run(
            LEGACY,
            path,
            "reader",
            """
            [{"list": "tools"},
             {"call": {"name": "%1$sread_text_file", "arguments": {"path": "%2$s/hello.txt"}}},
             {"call": {"name": "%1$swrite_file",
                       "arguments": {"path": "%2$s/evil.txt", "content": "x"}}}]
            """
                .formatted(prefix, docs));

    assertThat(saw.result(0).toString())
        .contains(prefix + "read_text_file")
        .doesNotContain("write_file", "create_directory");
    assertThat(saw.text(1)).contains("hello from a file");
    assertThat(saw.error(2).path("message").asString()).contains("Unknown tool: " + prefix);
    assertThat(docs.resolve("evil.txt")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/pipe"})
  void areUsedByTheJavaSdk(String path) {
    var prefix = path.equals("/mcp") ? "pipe__" : "";
    try (var client =
        JavaSdkClient.connected(
            gateway.url(path),
            gateway.key("piper"),
            also ->
                also.capabilities(McpSchema.ClientCapabilities.builder().elicitation().build())
                    .elicitation(_ ->
                        McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.ACCEPT)
                            .content(Map.of("username", "ana", "email", "ana@acme.example"))
                            .build()))) {
      var names = client.listTools().tools().stream().map(McpSchema.Tool::name).toList();
      var text = JavaSdkClient.call(client, prefix + "test_simple_text", Map.of());
      var asked =
          JavaSdkClient.call(client, prefix + "test_elicitation", Map.of("message", "Who?"));

      assertThat(names).contains(prefix + "test_echo").hasSizeGreaterThan(30);
      assertThat(JavaSdkClient.text(text)).contains("simple text");
      assertThat(JavaSdkClient.text(asked)).contains("ana@acme.example");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void areListedPageByPage(String era) {
    var caller = gateway.caller("pager", "/mcp");
    var modern = era.equals("modern");
    var client = modern ? caller : caller.inSession();
    var first = modern ? client.modern("tools/list", "") : client.legacy("tools/list", "");
    var cursor = "\"cursor\":" + first.result().path("nextCursor");
    var second = modern ? client.modern("tools/list", cursor) : client.legacy("tools/list", cursor);

    assertThat(first.result().path("tools").size()).isEqualTo(250);
    assertThat(second.result().path("tools").size()).isGreaterThan(80);
    assertThat(second.result().has("nextCursor")).isFalse();
    var names =
        java.util.stream.Stream.of(first, second)
            .flatMap(page -> page.result().path("tools").valueStream())
            .map(tool -> tool.path("name").asString())
            .toList();
    assertThat(names).isSorted().doesNotHaveDuplicates().contains("many__extra_0300");
  }

  @Test
  void giveAClientOfThePagesAllOfThem() {
    var saw = run(MODERN, "/mcp", "pager", "[{\"list\": \"tools\"}]");

    assertThat(saw.result(0).path("tools").size()).isGreaterThan(330);
  }
}
