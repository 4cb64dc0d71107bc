package dev.gatehouse.core.bridges;

import static dev.gatehouse.core.bridges.Bridge.ALL;
import static dev.gatehouse.core.bridges.Bridge.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.core.waiting.MustWait;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A request of the modern era at a server of the legacy one, without questions. */
class AModernCallTest {
  private static final String HELLO =
      "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},\"logging\":{},\"tasks\":{}},"
          + "\"serverInfo\":{\"name\":\"crm\",\"version\":\"1\",\"x\":2},\"instructions\":\"Be kind.\"}";

  private final ScriptedServer server = ScriptedServer.legacy("crm").tools("add");
  private final Bridge bridge = new Bridge(server);

  @Test
  void isMadeInASessionWithTheCallersCapabilities() {
    var params = "{\"name\":\"add\",\"x\":1,\"_meta\":{\"traceparent\":\"00-a\"}}";
    var capabilities = "{\"sampling\":{},\"tasks\":{\"list\":{}}}";

    var heard = bridge.as("ana", request("\"c-1\"", "tools/call", params, capabilities));

    assertThat(server.only("initialize").body())
        .contains("\"protocolVersion\":\"2025-11-25\"", "\"capabilities\":{\"sampling\":{}}");
    assertThat(server.only("tools/call").body())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"add\","
                + "\"x\":1,\"_meta\":{\"traceparent\":\"00-a\"}}}");
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.last().path("id").asString()).isEqualTo("c-1");
    assertThat(heard.result().path("resultType").asString()).isEqualTo("complete");
    assertThat(heard.ended).isTrue();
  }

  @Test
  void hasAnIdThatNoOtherHadWhateverTheClientsChoose() {
    bridge.calls("7", "add");
    bridge.calls("7", "add");

    assertThat(server.heard("tools/call"))
        .extracting(ScriptedServer.Call::idText)
        .doesNotHaveDuplicates();
  }

  @Test
  void sharesASessionWithNobodyElse() {
    bridge.calls("1", "add");
    bridge.as("bob", request("1", "tools/call", "{\"name\":\"add\"}", ALL));
    bridge.calls("2", "add");

    assertThat(server.heard("initialize")).hasSize(2);
  }

  @Test
  void waitsOnlyForItsFirstSession() throws Exception {
    var text = request("1", "tools/list", "{}", "{}");
    var envelope = Envelope.scan(text.getBytes(StandardCharsets.UTF_8), StrictJson.Bounds.DEFAULT);
    assertThatThrownBy(() -> bridge.faces.of(server.declared(), "ana", envelope, Waiting.FORBIDDEN))
        .isInstanceOf(MustWait.class);
    bridge.as("ana", text);

    assertThat(bridge.faces.of(server.declared(), "ana", envelope, Waiting.FORBIDDEN)).isNotNull();
  }

  @Test
  void readsWhatTheServerIsFromItsHandshake() {
    server.on("initialize", call -> call.result(HELLO));

    var heard = bridge.as("ana", request("9", "server/discover", "{}", "{}"));

    assertThat(heard.result().toString())
        .isEqualTo(
            "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":"
                + "{\"tools\":{},\"logging\":{}},\"instructions\":\"Be kind.\",\"ttlMs\":60000,"
                + "\"cacheScope\":\"private\",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
                + "{\"name\":\"crm\",\"version\":\"1\",\"x\":2}}}");
    assertThat(server.heard("server/discover")).isEmpty();
  }

  @Test
  void getsListsThatNoCacheMayKeep() {
    var heard = bridge.as("ana", request("1", "tools/list", "{}", "{}"));

    assertThat(heard.result().path("ttlMs").asInt(-1)).isZero();
    assertThat(heard.result().path("cacheScope").asString()).isEqualTo("private");
    assertThat(heard.result().path("tools").size()).isEqualTo(1);
  }

  @Test
  void getsErrorsInTheWordsOfItsEra() {
    server.on(
        "resources/read",
        call -> call.error(200, "{\"code\":-32002,\"message\":\"gone\",\"x\":1}"));
    server.on(
        "completion/complete", call -> call.error(200, "{\"code\":-32601,\"message\":\"no\"}"));

    var gone = bridge.as("ana", request("1", "resources/read", "{\"uri\":\"a:b\"}", "{}"));
    var unknown = bridge.as("ana", request("2", "completion/complete", "{}", "{}"));

    assertThat(gone.messages.getLast())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"gone\",\"x\":1}}");
    assertThat(gone.status()).isEqualTo(200);
    assertThat(unknown.status()).isEqualTo(404);
  }

  @Test
  void hearsItsOwnProgressOnly() {
    server.on(
        "tools/call",
        call ->
            call.head(200, Form.EVENTS)
                .message(progress(call.idText(), 1))
                .message(progress("99", 2))
                .message(progress("\"mine\"", 3))
                .message("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{\"content\":\"foreign\"}}")
                .message(call.answer("result", "{\"content\":[]}"))
                .message(call.answer("result", "{\"content\":[1]}"))
                .end());

    var params = "{\"name\":\"add\",\"_meta\":{\"progressToken\":\"mine\"}}";
    var heard = bridge.as("ana", request("5", "tools/call", params, "{}"));

    assertThat(server.only("tools/call").body()).contains("\"_meta\":{\"progressToken\":1}");
    assertThat(heard.messages).hasSize(2);
    assertThat(heard.messages.getFirst()).contains("\"progressToken\":\"mine\",\"progress\":1");
    assertThat(heard.result().toString()).contains("\"content\":[]");
  }

  private static String progress(String token, int progress) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
        + token
        + ",\"progress\":"
        + progress
        + "}}";
  }

  @Test
  void hearsTheLogThatItAskedForAndNoOther() {
    server.on("initialize", call -> call.result(HELLO));
    server.on(
        "tools/call",
        call ->
            call.head(200, Form.EVENTS)
                .message(log("info"))
                .message(log("error"))
                .message(call.answer("result", "{\"content\":[]}"))
                .end());
    var asking = "{\"name\":\"add\",\"_meta\":{\"io.modelcontextprotocol/logLevel\":\"warning\"}}";

    var loud = bridge.as("ana", request("1", "tools/call", asking, "{}"));
    var silent = bridge.as("ana", request("2", "tools/call", "{\"name\":\"add\"}", "{}"));
    bridge.as("ana", request("3", "tools/call", asking, "{}"));

    assertThat(server.only("logging/setLevel").body()).contains("\"level\":\"warning\"");
    assertThat(loud.messages).hasSize(2);
    assertThat(loud.messages.getFirst()).contains("\"error\"");
    assertThat(silent.messages).hasSize(1);
  }

  private static String log(String level) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\""
        + level
        + "\",\"data\":1}}";
  }

  @Test
  void isCancelledAtTheServerWhenItsClientLeaves() {
    server.silentOn("tools/call");
    var heard = bridge.calls("1", "add");

    heard.leaves();

    assertThat(server.only("notifications/cancelled").body()).contains("\"requestId\":1");
    assertThat(server.only("tools/call").isCancelled()).isTrue();
  }

  @Test
  void isMadeOnceMoreWhenTheServerHasForgottenTheSession() throws InterruptedException {
    var first = new java.util.concurrent.atomic.AtomicBoolean(true);
    server.on(
        "tools/call",
        call -> {
          if (first.getAndSet(false)) {
            call.error(404, "{\"code\":-32001,\"message\":\"Session not found\"}");
          } else {
            call.result("{\"content\":[]}");
          }
        });

    var heard = bridge.calls("1", "add").awaited();

    assertThat(heard.result().path("resultType").asString()).isEqualTo("complete");
    assertThat(server.heard("initialize")).hasSize(2);
    assertThat(server.heard("tools/call")).hasSize(2);
  }

  @Test
  void isNotMadeAThirdTime() throws InterruptedException {
    server.on(
        "tools/call", call -> call.error(400, "{\"code\":-32000,\"message\":\"No session\"}"));

    var heard = bridge.calls("1", "add").awaited();

    assertThat(heard.last().path("error").path("code").asInt()).isEqualTo(-32000);
    assertThat(server.heard("tools/call")).hasSize(2);
  }

  @Test
  void isNotMadeAgainWhenItMayHaveBeenDone() {
    server.on("tools/call", call -> call.fails(Cause.LOST, Sent.MAYBE));

    var heard = bridge.calls("1", "add");

    assertThat(heard.failure).isNotNull();
    assertThat(server.heard("tools/call")).hasSize(1);
  }

  @Test
  void isReadOnWhereTheServerLetGoOfItsStream() {
    server.on(
        "tools/call", call -> call.head(200, Form.EVENTS).message(progress("7", 1), "e-1").end());
    var heard = bridge.calls("1", "add");
    var id = server.only("tools/call").idText();
    server.on(
        "GET",
        call ->
            call.head(200, Form.EVENTS)
                .message("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"content\":[]}}"));

    bridge.passes(Duration.ofMillis(300));

    assertThat(server.heard("GET").getLast().outgoing.headers().lastEventId()).isEqualTo("e-1");
    assertThat(heard.isOver()).isTrue();
    assertThat(server.heard("tools/call")).hasSize(1);
  }

  @Test
  void letsGoOfTheStreamThatItWasReadOnWhenTheAnswerHasCome() {
    server.on("tools/call", call -> call.head(200, Form.EVENTS).mark("e-1", 0).end());
    var heard = bridge.calls("1", "add");
    var id = server.only("tools/call").idText();
    server.on("GET", call -> call.head(200, Form.EVENTS));
    bridge.passes(Duration.ofMillis(300));
    var reading = server.heard("GET").getLast();
    assertThat(reading.isCancelled()).isFalse();

    reading.message("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"content\":[]}}");

    assertThat(heard.result().path("content").isArray()).isTrue();
    assertThat(reading.isCancelled()).isTrue();
  }

  @Test
  void isReadOnNotBeforeTheTimeThatTheServerNamed() {
    server.on("tools/call", call -> call.head(200, Form.EVENTS).mark("e-1", 500).end());
    bridge.calls("1", "add");
    server.on("GET", call -> call.head(200, Form.EVENTS));

    bridge.passes(Duration.ofMillis(499));
    assertThat(server.heard("GET")).noneMatch(call -> isReadingOn(call));
    bridge.passes(Duration.ofMillis(500));

    assertThat(server.heard("GET")).anyMatch(call -> isReadingOn(call));
  }

  private static boolean isReadingOn(ScriptedServer.Call call) {
    return "e-1".equals(call.outgoing.headers().lastEventId());
  }

  @Test
  void endsWhenItTakesTooLong() {
    server.on("tools/call", call -> call.head(200, Form.EVENTS));
    var heard = bridge.calls("1", "add");

    bridge.passes(Duration.ofSeconds(30));

    assertThat(heard.failure).extracting(UpstreamFailure::cause).isEqualTo(Cause.TIMEOUT);
    assertThat(server.heard("notifications/cancelled")).hasSize(1);
  }

  @Test
  void findsNoRoomBesideBusySessionsOfItsCaller() {
    server.silentOn("tools/call");
    bridge.as("ana", request("1", "tools/call", "{\"name\":\"add\"}", "{\"a\":{}}"));
    bridge.as("ana", request("1", "tools/call", "{\"name\":\"add\"}", "{\"b\":{}}"));

    assertThatThrownBy(
            () -> bridge.as("ana", request("1", "tools/call", "{\"name\":\"add\"}", "{\"c\":{}}")))
        .isInstanceOf(Refused.class);
    assertThat(server.heard("DELETE")).isEmpty();
  }

  @Test
  void isRefusedByAServerThatHasNoSessions() {
    server.on(
        "initialize", call -> call.error(404, "{\"code\":-32601,\"message\":\"no such method\"}"));

    assertThatThrownBy(() -> bridge.calls("1", "add"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.refusal().toString()).contains("set era to auto"));
    assertThat(bridge.faces.count()).isZero();
  }

  @Test
  void takesThePlaceOfTheLongestIdleSession() {
    bridge.as("ana", request("1", "tools/list", "{}", "{\"a\":{}}"));
    bridge.nanos.addAndGet(5);
    bridge.as("ana", request("1", "tools/list", "{}", "{\"b\":{}}"));
    bridge.as("ana", request("1", "tools/list", "{}", "{\"c\":{}}"));

    assertThat(bridge.faces.count()).isEqualTo(2);
    assertThat(server.only("DELETE").outgoing.headers().sessionId()).isEqualTo("s-1");
  }

  @Test
  void leavesASessionThatEndsWhenNobodyUsesIt() {
    bridge.calls("1", "add");
    bridge.nanos.addAndGet(Duration.ofMinutes(61).toNanos());

    bridge.faces.reap();

    assertThat(bridge.faces.count()).isZero();
    assertThat(server.heard("DELETE")).hasSize(1);
  }
}
