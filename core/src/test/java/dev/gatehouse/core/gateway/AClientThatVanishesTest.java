package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.upstream.AnswerHead.Form;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client of the legacy era is asked something in the middle of a call, and is not there. */
class AClientThatVanishesTest {
  private static final String GET = "{\"name\":\"get\"}";
  private static final String QUESTION =
      "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"method\":\"elicitation/create\",\"params\":{}}";
  private static final String PROGRESS =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}";
  private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"result\":{}}";
  private static final Duration NEARLY_IDLE = Duration.ofMinutes(59);
  private static final Duration IDLE = Duration.ofMinutes(61);
  private static final String ASKS =
      "{\"resultType\":\"input_required\",\"inputRequests\":{\"n\":{\"method\":\"elicitation/create\","
          + "\"params\":{\"message\":\"m\"}}},\"requestState\":\"theirs\"}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer old = ScriptedServer.legacy("old").tools("get");
  ScriptedServer modern =
      ScriptedServer.modern("modern")
          .offers("tools", List.of("{\"name\":\"get\",\"inputSchema\":{\"type\":\"object\"}}"));

  @BeforeEach
  void build() {
    house = House.in(directory).with(old).with(modern).allowing("alice", "old/*", "modern/*");
    old.silentOn("tools/call");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private CapturedReply calls(String path, String session, String id) {
    return house.send(Request.legacy(house.key("alice"), path, session, id, "tools/call", GET));
  }

  private ScriptedServer.Call asking() {
    return old.heard("tools/call").getLast().head(200, Form.EVENTS).message(QUESTION);
  }

  private void says(String session, String message) {
    house.send(Request.inSession(house.key("alice"), "/mcp/old", session, message)).complete();
  }

  private void passes(Duration time) {
    house.nanos.addAndGet(time.toNanos());
    house.sessions().reap();
  }

  @Test
  void keepsItsSessionForTheIdleTimeAndNoLonger() {
    var reply = calls("/mcp/old", house.session("alice", "/mcp/old"), "7");
    asking();
    reply.leave();
    passes(NEARLY_IDLE);
    assertThat(house.sessions().count()).isEqualTo(1);
    passes(IDLE);

    assertThat(house.sessions().count()).isZero();
    assertThat(house.journal()).last().isEqualTo("outcome CANCELLED client-silent");
  }

  @Test
  void leavesNothingOpenAtTheServer() {
    var reply = calls("/mcp/old", house.session("alice", "/mcp/old"), "7");
    var call = asking();
    reply.leave();
    passes(IDLE);

    assertThat(call.isCancelled()).isTrue();
    assertThat(old.only("notifications/cancelled").body())
        .contains("\"requestId\":7", "the client does not answer");
    assertThat(old.heard("DELETE")).hasSize(1);
  }

  @Test
  void givesBackItsTurnOfALimit() {
    house.limitedAtOnce(1);
    var reply = calls("/mcp/old", house.session("alice", "/mcp/old"), "7");
    asking();
    reply.leave();
    passes(IDLE);
    old.on("tools/call", call -> call.result("{}"));

    assertThat(
            house
                .legacy("alice", "/mcp/old", house.session("alice", "/mcp/old"), "tools/call", GET)
                .body())
        .contains("\"result\":{}");
  }

  @Test
  void isToldWhyWhenItIsOnlySilent() {
    var reply = calls("/mcp/old", house.session("alice", "/mcp/old"), "7");
    asking();
    passes(IDLE);

    assertThat(reply.isComplete()).isTrue();
    assertThat(reply.events().getLast())
        .contains("\"id\":7", "nobody answered in time", "\"kind\":\"client-silent\"");
  }

  @Test
  void mayComeBackToItsSessionButNotToTheQuestion() {
    var session = house.session("alice", "/mcp/old");
    var reply = calls("/mcp/old", session, "7");
    asking();
    reply.leave();
    passes(IDLE);
    says(session, ANSWER);
    old.on("tools/call", call -> call.result("{}"));

    assertThat(old.heard("answer")).isEmpty();
    assertThat(house.legacy("alice", "/mcp/old", session, "tools/call", GET).body())
        .contains("\"result\":{}");
  }

  @Test
  void isWaitedForWhileTheServerWorks() {
    var session = house.session("alice", "/mcp/old");
    calls("/mcp/old", session, "7");
    var call = asking();
    call.message(PROGRESS);
    passes(IDLE);
    assertThat(house.sessions().count()).isEqualTo(1);
    says(session, ANSWER);
    passes(IDLE);

    assertThat(house.sessions().count()).isEqualTo(1);
    assertThat(call.isCancelled()).isFalse();
  }

  @Test
  void isWaitedForWhileAnotherOfItsCallsIsUnderWay() {
    var session = house.session("alice", "/mcp/old");
    calls("/mcp/old", session, "7");
    var call = asking();
    calls("/mcp/old", session, "8");
    passes(IDLE);

    assertThat(house.sessions().count()).isEqualTo(1);
    assertThat(call.isCancelled()).isFalse();
  }

  @Test
  void endsItsCallAcrossTheErasInTheSameWay() {
    house.limitedAtOnce(1).views().refreshNow(modern.declared());
    modern.on("tools/call", call -> call.result(ASKS));
    var session = house.session("alice", "/mcp/modern");
    var reply = calls("/mcp/modern", session, "7").speaking();
    passes(NEARLY_IDLE);
    assertThat(reply.isComplete()).isFalse();
    passes(IDLE);
    modern.on("tools/call", call -> call.result("{\"resultType\":\"complete\"}"));

    assertThat(reply.complete().events().getLast()).contains("\"kind\":\"client-silent\"");
    assertThat(house.journal()).last().isEqualTo("outcome CANCELLED client-silent");
    assertThat(house.sessions().count()).isZero();
    assertThat(calls("/mcp/modern", session, "7").complete().body()).contains("\"result\"");
  }
}
