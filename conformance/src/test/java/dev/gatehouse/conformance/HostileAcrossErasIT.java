package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that say what nobody asked for, or ask without end, for clients of either era. */
class HostileAcrossErasIT {
  private static final String ABLE = AskingServer.ABLE;

  static Stream<Side> sides() {
    return Side.all();
  }

  private static RunningGateway gateway(HostileServer server) {
    return RunningGateway.open(
        """
        servers: { one: { url: "%s", approved: true, deadline: 30s } }
        roles: { ana: { grants: ["*/*"] }, ben: { grants: ["*/*"] } }
        """
            .formatted(server.url()),
        "ana",
        "ben");
  }

  private static HostileServer server(PairingEra era, HostileServer.Behaviour onCall) {
    return era == PairingEra.MODERN
        ? HostileServer.onCall(onCall)
        : HostileServer.always(new LegacyManners(onCall));
  }

  private static void event(OutputStream out, String json) throws IOException {
    HostileServer.text(out, "data: " + json + "\n\n");
  }

  private static String good(HostileServer.Request request) {
    return HostileServer.result(
        request,
        "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"good\"}]}");
  }

  private static String notification(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  /** Each of them comes before the right answer, and must not stand in its place. */
  private static void strange(HostileServer.Request request, OutputStream out) throws IOException {
    HostileServer.head(out, 200, "Content-Type: text/event-stream");
    event(out, "{\"jsonrpc\":\"2.0\",\"id\":\"nobody-asked\",\"result\":{\"forged\":1}}");
    event(out, "{\"jsonrpc\":\"2.0\",\"id\":987654,\"error\":{\"code\":1,\"message\":\"forged\"}}");
    event(out, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1,\"message\":\"forged\"}}");
    event(
        out,
        notification("notifications/progress", "{\"progressToken\":\"forged\",\"progress\":1}"));
    event(out, notification("notifications/cancelled", "{\"requestId\":" + request.id() + "}"));
    event(
        out,
        notification("notifications/x", "{\"_meta\":{\"forged\":[{}]}}").replace("[{}]", "[}"));
    HostileServer.text(out, "data: \u0000\n\nevent: a\rdata: forged\rid: b\u0000c\r\n\n");
    HostileServer.text(out, "retry: -1\n:\n\ndata\n\ndata:\n\n");
    // one message in pieces of lines, and a blank one among them
    HostileServer.text(out, "data: {\"jsonrpc\":\"2.0\",\ndata:\ndata:\n");
    HostileServer.text(out, "data: " + good(request).substring("{\"jsonrpc\":\"2.0\",".length()));
    HostileServer.text(out, "\n\n");
    event(out, good(request).replace("good", "forged"));
  }

  @ParameterizedTest
  @MethodSource("sides")
  void whoSayStrangeThingsAreHeardOnlyInTheirAnswer(Side side) {
    try (var server = server(side.server(), HostileAcrossErasIT::strange);
        var gateway = gateway(server)) {
      var caller = side.ready(gateway, "ana", "one");
      var answer = side.call(caller, side.tool("one", "act"), "{}");
      var messages = events(answer);

      assertThat(messages.stream().filter(it -> it.contains("\"result\"")))
          .as(answer.body())
          .singleElement()
          .asString()
          .contains("good");
      assertThat(messages).noneMatch(it -> it.contains("\"error\""));
      assertThat(answer.body()).doesNotContain("\u0000", "987654", "nobody-asked");
    }
  }

  /** The data of each event, put together as the standard says. */
  private static List<String> events(Caller.Answer answer) {
    if (!answer.header("content-type").orElse("").startsWith("text/event-stream")) {
      return List.of(answer.body());
    }
    return Arrays.stream(answer.body().split("\n\n", -1))
        .map(event ->
            event
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5))
                .collect(Collectors.joining("\n")))
        .filter(data -> !data.isBlank())
        .toList();
  }

  /** Bytes that are no text are no message, wherever the pieces of them end. */
  @ParameterizedTest
  @MethodSource("sides")
  void whoSendBytesThatAreNoTextAreNotPassedOn(Side side) {
    try (var server =
            server(
                side.server(),
                (request, out) -> {
                  HostileServer.head(out, 200, "Content-Type: text/event-stream");
                  var text = good(request).getBytes(StandardCharsets.UTF_8);
                  out.write(
                      "data: {\"jsonrpc\":\"2.0\",\"method\":\"x\u00e2"
                          .getBytes(StandardCharsets.ISO_8859_1));
                  out.flush();
                  out.write("\u0082\"}\n\ndata: ".getBytes(StandardCharsets.ISO_8859_1));
                  out.flush();
                  out.write(text);
                  HostileServer.text(out, "\n\n");
                });
        var gateway = gateway(server)) {
      var caller = side.ready(gateway, "ana", "one");
      var answer = side.call(caller, side.tool("one", "act"), "{}");

      assertThat(answer.text()).isEqualTo("good");
      assertThat(answer.messages()).hasSize(1);
    }
  }

  /** MUST NOT be sent in the modern era. */
  @ParameterizedTest
  @MethodSource("sides")
  void whoAskByRequestsInTheModernEraAreNotPassedOn(Side side) {
    var answers = new AtomicInteger();
    try (var server =
            server(
                PairingEra.MODERN,
                (request, out) -> {
                  HostileServer.head(out, 200, "Content-Type: text/event-stream");
                  for (var i = 0; i < 100; i++) {
                    event(
                        out,
                        "{\"jsonrpc\":\"2.0\",\"id\":"
                            + i
                            + ",\"method\":\"roots/list\",\"params\":{}}");
                  }
                  answers.incrementAndGet();
                  event(out, good(request));
                });
        var gateway = gateway(server)) {
      var caller = side.ready(gateway, "ana", "one");
      var answer = side.call(caller, side.tool("one", "act"), "{}");

      assertThat(answer.text()).isEqualTo("good");
      assertThat(answer.body()).doesNotContain("roots/list");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoAskARoundAfterTheOtherAreLeftAfterSome(boolean withEmptyOnes) {
    var questions = withEmptyOnes ? ",\"inputRequests\":{}" : "";
    try (var server =
            HostileServer.onCall((request, out) ->
                HostileServer.json(
                    out,
                    200,
                    HostileServer.result(
                        request,
                        "{\"resultType\":\"input_required\",\"requestState\":\"s\""
                            + questions
                            + "}")));
        var gateway = gateway(server)) {
      var caller = gateway.caller("ana", "/mcp/one").inSession(ABLE);
      var answer = caller.legacyTool("act", "{}");

      assertThat(answer.body()).contains("asked for input more than 8 times");
      assertThat(server.heard("tools/call")).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5_000, 50_000})
  void whoAskThousandsAtOnceInTheModernEraAreNotAnswered(int many) {
    var requests =
        IntStream.range(0, many)
            .mapToObj(i ->
                "\"k"
                    + i
                    + "\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"?\","
                    + "\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}")
            .collect(Collectors.joining(",", "{", "}"));
    try (var server =
            HostileServer.onCall((request, out) ->
                HostileServer.json(
                    out,
                    200,
                    HostileServer.result(
                        request,
                        "{\"resultType\":\"input_required\",\"inputRequests\":"
                            + requests
                            + "}")));
        var gateway = gateway(server)) {
      for (var route : new String[] {"/mcp", "/mcp/one"}) {
        var tool = route.equals("/mcp") ? "one__act" : "act";
        var answer = gateway.caller("ana", route).inSession(ABLE).legacyTool(tool, "{}");

        assertThat(answer.messages()).hasSize(1);
        assertThat(answer.body()).contains("questions at once; 32 may be");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/one"})
  void whoAskThousandsAtOnceInTheLegacyEraAskAModernClientAFew(String route) {
    try (var server =
            server(
                PairingEra.LEGACY,
                (request, out) -> {
                  HostileServer.head(out, 200, "Content-Type: text/event-stream");
                  for (var i = 0; i < 5_000; i++) {
                    event(
                        out,
                        "{\"jsonrpc\":\"2.0\",\"id\":\"q"
                            + i
                            + "\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"?\","
                            + "\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}");
                  }
                  request.hang();
                });
        var gateway = gateway(server)) {
      var tool = route.equals("/mcp") ? "one__act" : "act";
      var asked = Side.ask(gateway.caller("ana", route), ABLE, tool, ",\"arguments\":{}");

      assertThat(asked.result().path("resultType").asString()).isEqualTo("input_required");
      assertThat(asked.result().path("inputRequests").size()).isBetween(1, 32);
    }
  }

  /** What stands in a list is data: it is neither followed nor made deeper than the bounds. */
  @ParameterizedTest
  @MethodSource("sides")
  void whoseSchemasAreBombsHarmNobody(Side side) {
    var deep = "{\"properties\":{\"a\":".repeat(400) + "{}" + "}}".repeat(400);
    var wide =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"p" + i + "\":{\"type\":\"string\"}")
            .collect(Collectors.joining(",", "{\"type\":\"object\",\"properties\":{", "}}"));
    var self = "{\"type\":\"object\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}},\"$ref\":\"#\"}";
    for (var schema : new String[] {deep, wide, self}) {
      var tools =
          "{\"resultType\":\"complete\",\"ttlMs\":60000,\"cacheScope\":\"private\",\"tools\":[{\"name\":"
              + "\"bomb\",\"inputSchema\":"
              + schema
              + ",\"outputSchema\":"
              + schema
              + "}]}";
      var usual =
          (HostileServer.Behaviour) (request, out) -> HostileServer.json(out, 200, good(request));
      var manners =
          side.server() == PairingEra.MODERN
              ? HostileServer.modern(usual)
              : new LegacyManners(usual);
      try (var server =
              HostileServer.always((request, out) -> {
                if (request.method().equals("tools/list")) {
                  HostileServer.json(out, 200, HostileServer.result(request, tools));
                } else {
                  manners.answer(request, out);
                }
              });
          var well = server(PairingEra.MODERN, usual);
          var gateway =
              RunningGateway.open(
                  """
                  servers:
                    one: { url: "%s", approved: true, deadline: 10s }
                    well: { url: "%s", approved: true }
                  roles: { all: { grants: ["*/*"] } }
                  """
                      .formatted(server.url(), well.url()),
                  "all")) {
        var caller = side.ready(gateway, "all", "one");
        var list =
            side.isModern() ? caller.modern("tools/list", "") : caller.legacy("tools/list", "");
        var call = side.call(caller, side.tool("one", "bomb"), "{}");
        var others = gateway.caller("all", "/mcp/well").callTool("act", "{}");

        assertThat(list.status()).isEqualTo(200);
        assertThat(list.messages()).hasSize(1);
        assertThat(call.message().has("result") || call.errorCode() != 0).isTrue();
        assertThat(others.text()).isEqualTo("good");
        if (side.isJoined()) {
          assertThat(list.result().toString()).contains("well__act");
        }
      }
    }
  }

  /** What one caller says ends nothing of another's, whatever ids both have. */
  @Test
  void aCallIsCancelledByItsCallerOnly() throws InterruptedException {
    var go = new CountDownLatch(1);
    var arrived = new CountDownLatch(1);
    try (var server =
            server(
                PairingEra.MODERN,
                (request, out) -> {
                  arrived.countDown();
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  HostileServer.json(out, 200, good(request));
                });
        var gateway = gateway(server)) {
      var ana = gateway.caller("ana", "/mcp/one").inSession();
      var ben = gateway.caller("ben", "/mcp/one").inSession();
      var body =
          "{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"tools/call\",\"params\":{\"name\":\"act\"}}";
      var call = CompletableFuture.supplyAsync(() -> ana.post(body, Map.of()));
      arrived.await();
      ben.post(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":77}}",
          Map.of());
      go.countDown();

      assertThat(call.join().text()).isEqualTo("good");
    }
  }
}
