package dev.gatehouse.core.bridges;

import static dev.gatehouse.core.bridges.Bridge.ALL;
import static dev.gatehouse.core.bridges.Bridge.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.bridges.Bridge.Heard;
import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server of the legacy era asks the client of a modern call. */
class AServerAsksTest {
  private static final String ACCEPTED = "{\"action\":\"accept\",\"content\":{\"name\":\"Ana\"}}";

  private final ScriptedServer server = ScriptedServer.legacy("crm").tools("add", "drop");
  private final Bridge bridge = new Bridge(server);

  private static String elicitation(String id) {
    return elicitation(id, "");
  }

  private static String elicitation(String id, String more) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\",\"x\":1"
        + more
        + ",\"requestedSchema\":{\"type\":\"object\"}}}";
  }

  private static String roots(String id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"roots/list\"}";
  }

  /** A call during which the server has asked these, and the client has heard so. */
  private Heard asked(String... questions) {
    server.on(
        "tools/call",
        call -> {
          call.head(200, Form.EVENTS);
          List.of(questions).forEach(call::message);
        });
    var heard = bridge.calls("1", "add");
    bridge.gathers();
    return heard;
  }

  private ScriptedServer.Call call() {
    return server.heard("tools/call").getFirst();
  }

  private List<String> answers() {
    return server.heard("answer").stream().map(ScriptedServer.Call::body).toList();
  }

  @Test
  void getsAResultThatAsksInstead() {
    var heard = asked(elicitation("0", ",\"elicitationId\":\"e\",\"_meta\":{\"a\":1}"));

    assertThat(heard.ended).isTrue();
    assertThat(heard.result().path("resultType").asString()).isEqualTo("input_required");
    assertThat(heard.result().path("inputRequests").path("input-1").toString())
        .isEqualTo(
            "{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\",\"x\":1,"
                + "\"requestedSchema\":{\"type\":\"object\"}}}");
    assertThat(heard.state()).isNotEmpty();
    assertThat(call().isCancelled()).isFalse();
  }

  @Test
  void asksAllThatCameTogetherAtOnce() {
    var heard = asked(elicitation("0"), roots("1"), elicitation("\"x\""));

    assertThat(heard.keys()).containsExactly("input-1", "input-2", "input-3");
  }

  @Test
  void goesOnWithTheSameCallWhenTheAnswersCome() {
    var heard = asked(elicitation("0"));

    var params =
        "{\"name\":\"add\",\"_meta\":{\"progressToken\":\"p\"},\"requestState\":\""
            + heard.state()
            + "\",\"inputResponses\":{\"input-1\":"
            + ACCEPTED
            + ",\"other\":{}}}";
    var retry = bridge.as("ana", request("\"again\"", "tools/call", params, ALL));
    call()
        .message(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                + "{\"progressToken\":1,\"progress\":5}}")
        .message(call().answer("result", "{\"content\":[]}"));

    assertThat(answers())
        .containsExactly("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":" + ACCEPTED + "}");
    assertThat(server.heard("tools/call")).hasSize(1);
    assertThat(retry.messages.getFirst()).contains("\"progressToken\":\"p\"");
    assertThat(retry.last().path("id").asString()).isEqualTo("again");
    assertThat(retry.result().path("resultType").asString()).isEqualTo("complete");
  }

  @Test
  void asksAgainForWhatTheClientLeftOutOrGotWrong() {
    var heard = asked(elicitation("0"), roots("1"));

    var wrong = "{\"input-1\":{\"action\":7},\"input-2\":{\"roots\":[]}}";
    var second = bridge.retries("2", "add", heard.state(), wrong);
    bridge.gathers();

    assertThat(answers())
        .containsExactly("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"roots\":[]}}");
    assertThat(second.keys()).containsExactly("input-1");
    assertThat(second.state()).isNotEmpty().isNotEqualTo(heard.state());
  }

  @Test
  void asksInSeveralRounds() {
    var heard = asked(elicitation("0"));
    var second = bridge.retries("2", "add", heard.state(), "{\"input-1\":" + ACCEPTED + "}");
    call().message(elicitation("1"));
    bridge.gathers();

    assertThat(second.keys()).containsExactly("input-2");
    var third = bridge.retries("3", "add", second.state(), "{\"input-2\":" + ACCEPTED + "}");
    call().message(call().answer("result", "{\"content\":[]}"));
    assertThat(third.result().path("resultType").asString()).isEqualTo("complete");
  }

  @Test
  void refusesAStateThatWasUsedWithoutDoingAnythingAgain() {
    var heard = asked(elicitation("0"));
    bridge.retries("2", "add", heard.state(), "{\"input-1\":" + ACCEPTED + "}");

    var replay = bridge.retries("3", "add", heard.state(), "{\"input-1\":" + ACCEPTED + "}");

    assertThat(replay.last().path("error").path("code").asInt()).isEqualTo(-32602);
    assertThat(server.heard("tools/call")).hasSize(1);
    assertThat(answers()).hasSize(1);
  }

  @Test
  void refusesAStateForAnotherTargetOrCaller() {
    var heard = asked(elicitation("0"));
    var responses = "{\"input-1\":" + ACCEPTED + "}";

    var other = bridge.retries("2", "drop", heard.state(), responses);
    var params =
        "{\"name\":\"add\",\"requestState\":\"" + heard.state() + "\",\"inputResponses\":{}}";
    var bob = bridge.as("bob", request("1", "tools/call", params, ALL));

    assertThat(other.last().path("error").path("code").asInt()).isEqualTo(-32602);
    assertThat(bob.last().path("error").path("code").asInt()).isEqualTo(-32602);
    assertThat(answers()).isEmpty();
    bridge.retries("4", "add", heard.state(), responses);
    assertThat(answers()).hasSize(1);
  }

  @Test
  void isToldWhenTheClientNeverAnswers() {
    asked(elicitation("0"));
    bridge.nanos.addAndGet(Duration.ofMinutes(11).toNanos());

    bridge.faces.reap();

    assertThat(answers()).hasSize(1);
    assertThat(answers().getFirst()).contains("\"id\":0,\"error\"");
    assertThat(server.only("notifications/cancelled").body()).contains("\"requestId\":1");
    assertThat(call().isCancelled()).isTrue();
    assertThat(bridge.faces.parked()).isZero();
  }

  @Test
  void keepsTheCallWhenTheClientHangsUpAfterItWasAsked() {
    var heard = asked(elicitation("0"));

    heard.leaves();

    assertThat(call().isCancelled()).isFalse();
    assertThat(server.heard("notifications/cancelled")).isEmpty();
  }

  @Test
  void keepsAnAnswerThatComesWhileTheClientIsAsked() {
    var heard = asked(elicitation("0"));
    call().message(call().answer("result", "{\"content\":[]}"));

    var retry = bridge.retries("2", "add", heard.state(), "{}");

    assertThat(retry.result().path("resultType").asString()).isEqualTo("complete");
    assertThat(retry.last().path("id").asInt()).isEqualTo(2);
  }

  @Test
  void hearsAtOnceThatTheClientCannotAnswer() {
    server.on(
        "tools/call",
        call ->
            call.head(200, Form.EVENTS)
                .message(elicitation("0"))
                .message(call.answer("result", "{\"content\":[],\"isError\":true}"))
                .end());

    var heard =
        bridge.as("ana", request("1", "tools/call", "{\"name\":\"add\"}", "{\"roots\":{}}"));

    assertThat(answers().getFirst()).contains("\"id\":0,\"error\"");
    assertThat(heard.status()).isEqualTo(400);
    assertThat(heard.last().path("error").path("code").asInt()).isEqualTo(-32021);
    assertThat(heard.last().path("error").path("data").toString())
        .isEqualTo("{\"requiredCapabilities\":{\"elicitation\":{\"form\":{}}}}");
  }

  @Test
  void mayDoWithoutTheAnswer() {
    server.on(
        "tools/call",
        call ->
            call.head(200, Form.EVENTS)
                .message(elicitation("0"))
                .message(call.answer("result", "{\"content\":[]}"))
                .end());

    var heard = bridge.as("ana", request("1", "tools/call", "{\"name\":\"add\"}", "{}"));

    assertThat(heard.result().path("resultType").asString()).isEqualTo("complete");
  }

  @Test
  void isAnsweredAPingAtOnce() {
    asked("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}");

    assertThat(answers()).containsExactly("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}");
    assertThat(bridge.faces.parked()).isZero();
  }

  @Test
  void isNotAnsweredTwiceUnderOneId() {
    var heard = asked(elicitation("0"), elicitation("0"));

    assertThat(heard.keys()).hasSize(1);
    assertThat(answers()).isEmpty();
  }

  @Test
  void mayNotHoldMoreCallsThanACallerHasPlacesFor() {
    asked(elicitation("0"));
    asked(elicitation("1"));
    asked(elicitation("2"));

    assertThat(bridge.faces.parked()).isEqualTo(2);
    assertThat(answers()).hasSize(1);
    assertThat(answers().getFirst()).contains("\"id\":2,\"error\"");
  }

  @Test
  void mayNameAQuestionSoThatAnEarlyAnswerFindsIt() {
    var ids = new java.util.concurrent.atomic.AtomicInteger();
    server.on(
        "tools/call",
        call ->
            call.head(200, Form.EVENTS)
                .message(
                    elicitation(
                        Integer.toString(ids.getAndIncrement()),
                        ",\"_meta\":{\"dev.gatehouse/input-key\":\"user_name\"}")));
    var params = "{\"name\":\"add\",\"inputResponses\":{\"user_name\":" + ACCEPTED + ",\"x\":{}}}";

    var asked = bridge.calls("1", "add");
    bridge.gathers();
    bridge.as("ana", request("2", "tools/call", params, ALL));

    assertThat(asked.keys()).containsExactly("user_name");
    assertThat(answers())
        .containsExactly("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + ACCEPTED + "}");
  }

  @Test
  void isSentToItsPageWhenAnErrorDemandsIt() {
    var error =
        "{\"code\":-32042,\"message\":\"m\",\"data\":{\"elicitations\":[{\"mode\":\"url\","
            + "\"elicitationId\":\"e\",\"url\":\"https://crm.test/in\",\"message\":\"Sign in\"}]}}";
    server.on("tools/call", call -> call.error(200, error));
    var heard = bridge.calls("1", "add");
    server.on("tools/call", call -> call.result("{\"content\":[]}"));

    var retry = bridge.retries("2", "add", heard.state(), "{\"input-1\":{\"action\":\"accept\"}}");

    assertThat(heard.result().path("inputRequests").toString())
        .isEqualTo(
            "{\"input-1\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\","
                + "\"url\":\"https://crm.test/in\",\"message\":\"Sign in\"}}}");
    assertThat(retry.result().path("resultType").asString()).isEqualTo("complete");
    assertThat(server.heard("tools/call").getLast().body())
        .doesNotContain("requestState", "inputResponses");
  }

  @Test
  void isHeardOnTheStandingStreamWhenOneCallIsOpen() {
    server.on("GET", call -> call.head(200, Form.EVENTS));
    server.silentOn("tools/call");
    var heard = bridge.calls("1", "add");
    var standing = server.only("GET");
    standing.message(elicitation("0"));
    bridge.gathers();
    bridge.calls("2", "add");
    bridge.calls("3", "add");
    standing.message(elicitation("1"));

    assertThat(heard.keys()).containsExactly("input-1");
    assertThat(answers()).hasSize(1);
    assertThat(answers().getFirst()).contains("\"id\":1,\"error\"");
  }

  @Test
  void keepsASessionWithoutIdWhereNothingIsFoundForItsStream() {
    server
        .on("GET", call -> call.head(404, Form.OTHER).message("Cannot GET /mcp").end())
        .on(
            "initialize",
            call -> call.result("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}"))
        .silentOn("tools/call");
    var heard = bridge.calls("1", "add");
    server.only("tools/call").result("{\"content\":[]}");

    assertThat(heard.failure).isNull();
    assertThat(heard.result().path("resultType").asString()).isEqualTo("complete");
    assertThat(server.heard("initialize")).hasSize(1);
    assertThat(server.heard("GET")).hasSize(1);
  }

  @Test
  void keepsASessionThatHasJustBegunWhereNothingIsFoundForItsStream() {
    server.on("GET", call -> call.head(404, Form.OTHER).message("Cannot GET /mcp").end());

    bridge.calls("1", "add");
    bridge.calls("2", "add");

    assertThat(server.heard("initialize")).hasSize(1);
    assertThat(server.heard("GET")).hasSize(1);
  }

  @Test
  void isCalledInANewSessionWhenItsStandingStreamIsNotFoundAfterARest() throws Exception {
    server.on("GET", call -> call.head(200, Form.EVENTS));
    bridge.calls("1", "add");
    bridge.nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    bridge.faces.reap();
    server.on("GET", call -> call.head(404, Form.EMPTY).end());

    var heard = bridge.calls("2", "add").awaited();

    assertThat(heard.failure).isNull();
    assertThat(server.heard("initialize")).hasSize(2);
    assertThat(server.heard("tools/call")).hasSize(2);
  }

  @Test
  void getsItsStandingStreamBackBeforeTheFirstCallAfterARest() {
    server.on("GET", call -> call.head(200, Form.EVENTS));
    bridge.calls("1", "add");
    bridge.nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    bridge.faces.reap();
    assertThat(server.only("GET").isCancelled()).isTrue();
    server.silentOn("GET");

    bridge.calls("2", "add");
    assertThat(server.heard("tools/call")).hasSize(1);
    server.heard("GET").getLast().head(200, Form.EVENTS);

    assertThat(server.heard("GET")).hasSize(2);
    assertThat(server.heard("tools/call")).hasSize(2);
    assertThat(server.heard("initialize")).hasSize(1);
  }

  @Test
  void isRefusedOnAPipeWhenTwoCallsCouldBeMeant() {
    server.overPipes().silentOn("tools/call");
    var first = bridge.calls("1", "add");
    bridge.calls("2", "add");
    server.heard("tools/call").getLast().head(200, Form.EVENTS).message(elicitation("1"));
    bridge.gathers();

    assertThat(first.ended).isFalse();
    assertThat(answers()).hasSize(1);
    assertThat(answers().getFirst()).contains("\"id\":1,\"error\"");
  }

  @Test
  void meansTheOneCallThatRunsOnAPipeWhileAnotherWaitsForItsClient() {
    server.overPipes().silentOn("tools/call");
    var left = bridge.calls("1", "add");
    server.heard("tools/call").getFirst().head(200, Form.EVENTS).message(elicitation("0"));
    bridge.gathers();
    var runs = bridge.calls("2", "add");
    var second = server.heard("tools/call").getLast().head(200, Form.EVENTS);
    second.message(elicitation("\"of 2\""));
    bridge.gathers();

    assertThat(left.keys()).containsExactly("input-1");
    assertThat(answers()).isEmpty();
    var params = "{\"input-1\":" + ACCEPTED + "}";
    bridge.retries("3", "add", runs.state(), params);
    assertThat(answers())
        .containsExactly("{\"jsonrpc\":\"2.0\",\"id\":\"of 2\",\"result\":" + ACCEPTED + "}");
  }

  @Test
  void isRefusedOnAPipeWhenTwoCallsWaitForTheirClients() {
    server.overPipes().silentOn("tools/call");
    bridge.calls("1", "add");
    server.heard("tools/call").getFirst().head(200, Form.EVENTS).message(elicitation("0"));
    bridge.gathers();
    bridge.calls("2", "add");
    var second = server.heard("tools/call").getLast().head(200, Form.EVENTS);
    second.message(elicitation("1"));
    bridge.gathers();
    second.message(elicitation("2"));

    assertThat(answers()).hasSize(1);
    assertThat(answers().getFirst()).contains("\"id\":2,\"error\"");
  }
}
