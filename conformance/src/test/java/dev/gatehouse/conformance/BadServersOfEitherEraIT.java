package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that answer badly, for clients that speak another era than they do, and for legacy
 * clients of legacy servers. The caller gets words, other servers go on meanwhile, and so does the
 * same one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadServersOfEitherEraIT {
  private static final Map<String, HostileServer.Behaviour> BEHAVIOURS = BadAnswers.all();

  private final HostileServer modern = HostileServer.onCall(BadServersOfEitherEraIT::bad);
  private final HostileServer legacy =
      HostileServer.always(new LegacyManners(BadServersOfEitherEraIT::bad));
  private final HostileServer well =
      HostileServer.onCall((request, out) ->
          HostileServer.json(out, 200, HostileServer.result(request, BadAnswers.GOOD)));
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          servers:
            modern: { url: "%s", approved: true, era: modern, deadline: 2s }
            legacy: { url: "%s", approved: true, era: legacy, deadline: 2s }
            well: { url: "%s", approved: true, era: modern }
          roles: { all: { grants: ["*/*"] } }
          """
              .formatted(modern.url(), legacy.url(), well.url()),
          "all");

  private static void bad(HostileServer.Request request, java.io.OutputStream out)
      throws java.io.IOException {
    var how = request.message().path("params").path("arguments").path("how").asString("");
    Objects.requireNonNull(BEHAVIOURS.get(how), how).answer(request, out);
  }

  @AfterAll
  void endAll() {
    gateway.close();
    modern.close();
    legacy.close();
    well.close();
  }

  static Stream<Arguments> badAnswers() {
    return BEHAVIOURS.keySet().stream()
        .filter(how -> !how.equals("good"))
        .flatMap(how ->
            Side.all()
                .filter(
                    side -> side.client() != PairingEra.MODERN || side.server() != side.client())
                .map(side -> Arguments.of(how, side)));
  }

  @ParameterizedTest
  @MethodSource("badAnswers")
  void areTurnedIntoWords(String how, Side side) {
    var name = side.server() == PairingEra.MODERN ? "modern" : "legacy";
    var caller = side.ready(gateway, "all", name);
    var tool = side.tool(name, "act");
    var call =
        CompletableFuture.supplyAsync(
            () -> side.call(caller, tool, "{\"how\":" + Caller.quoted(how) + "}"));
    var others = gateway.caller("all", "/mcp/well").callTool("act", "{}");
    var answer = call.join();
    var again = side.call(caller, tool, "{\"how\":\"good\"}");

    assertThat(others.result().has("content")).isTrue();
    assertThat(answer.message().has("result") || answer.message().has("error")).isTrue();
    assertThat(answer.result().path("isError").asBoolean()).as(answer.body()).isTrue();
    assertThat(answer.refusal().path("kind").asString()).isIn("outcome-unknown", "upstream-down");
    assertThat(withoutIds(answer.body())).doesNotContain("Exception", "127.0.0.1", "acme", "html");
    assertThat(again.result().has("content")).as(again.body()).isTrue();
  }

  /**
   * Ids of events are random letters, which spell anything when there are hundreds of thousands.
   */
  private static String withoutIds(String body) {
    return body.lines().filter(line -> !line.startsWith("id: ")).collect(Collectors.joining("\n"));
  }
}
