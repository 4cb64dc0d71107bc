package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that answer badly or not at all. Their callers are told in words that nothing of the
 * server's inside is in; the record tells the cause.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadServersIT {
  private static final String INSIDE = "java.lang.NullPointerException at com.acme.Inside";
  private static final Map<String, HostileServer.Behaviour> BEHAVIOURS = behaviours();

  private final HostileServer server =
      HostileServer.onCall((request, out) -> {
        var how = request.message().path("params").path("arguments").path("how").asString("");
        Objects.requireNonNull(BEHAVIOURS.get(how), how).answer(request, out);
      });
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          servers:
            bad: { url: "%s", approved: true, deadline: 2s }
            gone: { url: "http://127.0.0.1:1/mcp", approved: true, era: modern }
            garbage: { stdio: [yes, not-mcp], approved: true, era: modern, deadline: 2s }
            exits: { stdio: ["false"], approved: true, era: modern, deadline: 2s }
            hangs: { stdio: [sleep, "600"], approved: true, era: modern, deadline: 2s }
            missing: { stdio: [/no/such/program], approved: true, era: modern, deadline: 2s }
          roles:
            all: { grants: ["*/*"] }
            administrator: { grants: ["*/*"] }
          """
              .formatted(server.url()),
          "all",
          "administrator");

  @AfterAll
  void endBoth() {
    gateway.close();
    server.close();
  }

  private static final String GOOD = "{\"resultType\":\"complete\",\"content\":[]}";

  private static Map<String, HostileServer.Behaviour> behaviours() {
    var all = new LinkedHashMap<String, HostileServer.Behaviour>();
    all.put(
        "good",
        (request, out) -> HostileServer.json(out, 200, HostileServer.result(request, GOOD)));
    all.put("a stack trace", (_, out) -> whole(out, 500, "text/plain", INSIDE));
    all.put("a page", (_, out) -> whole(out, 200, "text/html", "<html>" + INSIDE + "</html>"));
    all.put("a page called JSON", (_, out) -> whole(out, 200, "application/json", "<p>" + INSIDE));
    all.put("half a message", (_, out) -> whole(out, 200, "application/json", "{\"jsonrpc\":"));
    all.put("no message", (_, out) -> whole(out, 200, "application/json", ""));
    all.put("its credential is refused", (_, out) -> whole(out, 401, "text/plain", INSIDE));
    all.put("nothing at all", (_, _) -> {});
    all.put("no HTTP", (_, out) -> HostileServer.text(out, "220 " + INSIDE + "\r\n\r\n"));
    all.put(
        "less than announced",
        (_, out) -> {
          HostileServer.head(out, 200, "Content-Type: application/json", "Content-Length: 1000");
          HostileServer.text(out, "{\"jsonrpc\":\"2.0\"");
        });
    all.put("silence", (request, _) -> request.hang());
    withStrangeBodies(all);
    return all;
  }

  private static void withStrangeBodies(Map<String, HostileServer.Behaviour> all) {
    all.put("comments without end", (_, out) -> endless(out, ": still here\n\n"));
    all.put(
        "notifications without end",
        (_, out) ->
            endless(out, "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n"));
    all.put("100 MB", BadServersIT::hundredMegabytes);
    all.put("100 MB in one event", (_, out) -> endless(out, "data: " + "x".repeat(1 << 20)));
    all.put(
        "invalid UTF-8",
        (request, out) -> {
          var body = HostileServer.result(request, "{\"text\":\"\u00ff\"}");
          HostileServer.whole(
              out, 200, "application/json", body.getBytes(StandardCharsets.ISO_8859_1));
        });
    all.put(
        "a member twice",
        (request, out) ->
            HostileServer.json(
                out, 200, HostileServer.result(request, "{\"content\":[],\"content\":[]}")));
    all.put(
        "the answer to another question",
        (_, out) ->
            HostileServer.json(out, 200, "{\"jsonrpc\":\"2.0\",\"id\":999999,\"result\":{}}"));
    all.put(
        "a question",
        (_, out) ->
            HostileServer.json(
                out, 200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}"));
    all.put(
        "a batch",
        (request, out) ->
            HostileServer.json(out, 200, "[" + HostileServer.result(request, GOOD) + "]"));
    all.put(
        "compressed",
        (_, out) -> {
          HostileServer.head(out, 200, "Content-Type: application/json", "Content-Encoding: gzip");
          HostileServer.text(out, INSIDE);
        });
    all.put(
        "events without an answer",
        (_, out) -> {
          HostileServer.head(out, 200, "Content-Type: text/event-stream");
          HostileServer.text(out, "data: " + INSIDE + "\n\n");
        });
  }

  private static void whole(OutputStream out, int status, String type, String body)
      throws IOException {
    HostileServer.whole(out, status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void endless(OutputStream out, String piece) throws IOException {
    HostileServer.head(out, 200, "Content-Type: text/event-stream");
    while (true) {
      HostileServer.text(out, piece);
    }
  }

  private static void hundredMegabytes(HostileServer.Request request, OutputStream out)
      throws IOException {
    HostileServer.head(out, 200, "Content-Type: application/json");
    HostileServer.text(
        out, "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{\"a\":\"");
    for (var i = 0; i < 100; i++) {
      HostileServer.text(out, "x".repeat(1_000_000));
    }
    HostileServer.text(out, "\"}}");
  }

  static Stream<Arguments> badAnswers() {
    return BEHAVIOURS.keySet().stream()
        .filter(how -> !how.equals("good"))
        .flatMap(how -> Stream.of("/mcp/bad", "/mcp").map(route -> Arguments.of(how, route)));
  }

  @ParameterizedTest
  @MethodSource("badAnswers")
  void areTurnedIntoWords(String how, String route) {
    var caller = gateway.caller("all", route);
    var tool = route.equals("/mcp") ? "bad__act" : "act";
    var before = server.heard("tools/call");
    var answer = caller.callTool(tool, "{\"how\":" + Caller.quoted(how) + "}");

    assertThat(server.heard("tools/call")).isEqualTo(before + 1);
    assertThat(answer.result().path("isError").asBoolean()).isTrue();
    assertThat(answer.refusal().path("kind").asString()).isIn("outcome-unknown", "upstream-down");
    assertThat(answer.body()).doesNotContain("Exception", "127.0.0.1", "acme", "html");
    assertThat(recorded(answer)).isNotEmpty().doesNotContain("Exception at");
    assertThat(caller.callTool(tool, "{\"how\":\"good\"}").status()).isEqualTo(200);
  }

  /** What the record says of why the call was refused. */
  private String recorded(Caller.Answer refused) {
    var reference = refused.refusal().path("reference").asString();
    assertThat(reference).startsWith("r-");
    var lines =
        gateway.caller("administrator", "/admin/v1/audit?limit=10").get().message().path("items");
    return lines
        .valueStream()
        .filter(line -> line.toString().contains(reference))
        .map(line -> line.path("note").asString(""))
        .filter(note -> !note.isEmpty())
        .findFirst()
        .orElse("");
  }

  @Test
  void thatAnswerTwiceAreHeardOnce() {
    try (var twice =
            HostileServer.onCall((request, out) -> {
              HostileServer.head(out, 200, "Content-Type: text/event-stream");
              for (var text : List.of("first", "second")) {
                var content = "[{\"type\":\"text\",\"text\":\"" + text + "\"}]";
                var result = "{\"resultType\":\"complete\",\"content\":" + content + "}";
                HostileServer.text(out, "data: " + HostileServer.result(request, result) + "\n\n");
              }
            });
        var behind =
            RunningGateway.open(
                "servers: { twice: { url: \"%s\", approved: true } }\n".formatted(twice.url())
                    + "roles: { all: { grants: [\"*/*\"] } }",
                "all")) {
      var answer = behind.caller("all", "/mcp/twice").callTool("act", "{}");

      assertThat(answer.text()).isEqualTo("first");
      assertThat(answer.messages()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "garbage", "exits", "hangs", "missing"})
  void thatCannotBeReachedAreSaidToBeSo(String name) {
    var answer = gateway.caller("all", "/mcp/" + name).callTool("act", "{}");

    assertThat(answer.result().path("isError").asBoolean()).isTrue();
    assertThat(answer.refusal().path("kind").asString()).isIn("outcome-unknown", "upstream-down");
    assertThat(answer.body()).doesNotContain("not-mcp", "127.0.0.1", "/no/such", "exit");
    assertThat(recorded(answer)).isNotEmpty();
  }
}
