package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

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
  private static final Map<String, HostileServer.Behaviour> BEHAVIOURS = BadAnswers.all();

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
