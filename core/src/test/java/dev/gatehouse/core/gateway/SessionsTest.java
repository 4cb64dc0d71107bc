package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Arrival.Verb;
import dev.gatehouse.core.gateway.Gateway.Threads;
import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the legacy era at one server: sessions, questions, streams that stand. */
class SessionsTest {
  private static final String CRM = "/mcp/crm";
  private static final String GET = "{\"name\":\"get\"}";
  private static final String QUESTION =
      "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"method\":\"elicitation/create\",\"params\":{}}";
  private static final String SAYS =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"x\"}}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.legacy("crm").tools("get");

  @BeforeEach
  void build() {
    house = House.in(directory).with(crm).allowing("alice", "crm/*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** Sends a call that the server has not answered yet. */
  private CapturedReply calling(String session) {
    crm.silentOn("tools/call");
    return house.send(Request.legacy(house.key("alice"), CRM, session, "7", "tools/call", GET));
  }

  private CapturedReply sends(String session, String message) {
    return house.send(Request.inSession(house.key("alice"), CRM, session, message)).complete();
  }

  private CapturedReply listens(String session) {
    return house.send(Request.without(Verb.GET, house.key("alice"), CRM, session));
  }

  private ScriptedServer.Call heard() {
    return crm.heard("tools/call").getLast();
  }

  @Nested
  class ASession {
    @Test
    void pairsWithOneAtTheServerUnderAnotherId() {
      var hello = house.initialize("alice", CRM);
      house.legacy("alice", CRM, hello.sessionId(), "tools/call", GET);

      assertThat(hello.body()).contains("\"id\":0", "\"serverInfo\":{\"name\":\"crm\"");
      assertThat(hello.sessionId()).hasSizeGreaterThan(20).isNotEqualTo("s-1");
      assertThat(heard().outgoing.headers().sessionId()).isEqualTo("s-1");
      assertThat(heard().outgoing.headers().protocolVersion()).isEqualTo("2025-11-25");
    }

    @Test
    void beginsTheSameOnAVirtualThread() {
      house.on(Threads.VIRTUAL);
      var session = house.session("alice", CRM);

      assertThat(house.legacy("alice", CRM, session, "tools/call", GET).status()).isEqualTo(200);
    }

    @Test
    void isOpenForTheClientWhenItIsOpenAtTheServer() {
      var session = house.initialize("alice", CRM).sessionId();
      crm.silentOn("notifications/initialized");
      var told =
          house.send(
              Request.inSession(
                  house.key("alice"),
                  CRM,
                  session,
                  "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
      assertThat(told.isComplete()).isFalse();
      crm.heard("notifications/initialized").getLast().head(202, Form.EMPTY);

      assertThat(told.complete().status()).isEqualTo(202);
    }

    @Test
    void isRecordedUnderAHashOfItsId() {
      var session = house.session("alice", CRM);
      house.legacy("alice", CRM, session, "tools/call", GET);

      assertThat(house.journal())
          .contains("intent tools/call crm/get by roles.alice.grants[0]", "outcome OK");
      assertThat(house.sessionsInJournal()).isNotEmpty().noneMatch(session::startsWith);
    }

    @Test
    void doesNotExistForAnotherCallerOrOnAnotherRoute() {
      house.allowing("bob", "crm/*");
      var session = house.session("alice", CRM);
      var stolen = house.legacy("bob", CRM, session, "tools/call", GET);
      var moved = house.legacy("alice", "/mcp", session, "tools/call", GET);
      var none = house.legacy("alice", CRM, "none", "tools/call", GET);

      assertThat(stolen).hasToString(none.toString());
      assertThat(moved).hasToString(none.toString());
      assertThat(none.status()).isEqualTo(404);
      assertThat(crm.heard("tools/call")).isEmpty();
    }

    @Test
    void endsAtBothSidesWhenTheClientSaysSo() {
      var session = house.session("alice", CRM);
      var goodbye = house.send(Request.without(Verb.DELETE, house.key("alice"), CRM, session));

      assertThat(goodbye.status()).isEqualTo(204);
      assertThat(crm.heard("DELETE")).hasSize(1);
      assertThat(house.legacy("alice", CRM, session, "tools/call", GET).status()).isEqualTo(404);
    }

    @Test
    void isRefusedWhenTheServerRefusesIt() {
      crm.on("initialize", call -> call.error(400, "{\"code\":-32022,\"message\":\"no\"}"));
      var modernOnly = house.initialize("alice", CRM);
      crm.on("initialize", call -> call.fails(Cause.UNREACHABLE, Sent.NO));
      var down = house.initialize("alice", CRM);

      assertThat(modernOnly.body()).contains("-32602", "\"supported\":[\"2026-07-28\"]");
      assertThat(down.body()).contains("-31004");
      assertThat(house.sessions().count()).isZero();
      assertThat(house.journal()).last().isEqualTo("outcome UPSTREAM_FAILED upstream-down");
    }
  }

  @Nested
  class ASessionThatTheServerHasForgotten {
    private void forgetsOnce(ScriptedServer.Script forgetting) {
      crm.on(
          "tools/call",
          call -> {
            if ("s-1".equals(call.outgoing.headers().sessionId())) {
              forgetting.answer(call);
            } else {
              call.result("{}");
            }
          });
    }

    @Test
    void isOpenedAgainAndTheCallSentOnceMore() {
      var forgetting =
          List.<ScriptedServer.Script>of(
              call -> call.error(404, "{\"code\":-32001,\"message\":\"Session not found\"}"),
              call -> call.error(400, "{\"code\":-32000,\"message\":\"no session\"}"),
              call -> call.head(404, Form.EMPTY).end(),
              call -> call.head(404, Form.OTHER).message("Session not found").end());
      for (var script : forgetting) {
        var old = ScriptedServer.legacy("old" + forgetting.indexOf(script)).tools("get");
        crm = old;
        house = House.in(directory.resolve(old.name.text())).with(old).allowing("alice", "old*/*");
        var path = "/mcp/" + old.name;
        var session = house.session("alice", path);
        forgetsOnce(script);
        var reply = house.legacy("alice", path, session, "tools/call", GET);

        assertThat(reply).hasToString("200 {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
        assertThat(old.heard("tools/call")).hasSize(2);
        assertThat(house.journal())
            .endsWith(
                "intent tools/call " + old.name + "/get by roles.alice.grants[0]", "outcome OK");
        house.close();
      }
    }

    @Test
    void isGivenUpWhenItIsForgottenTwice() {
      var session = house.session("alice", CRM);
      crm.on("tools/call", call -> call.error(404, "{\"code\":-32001,\"message\":\"gone\"}"));
      var reply = house.legacy("alice", CRM, session, "tools/call", GET);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(crm.heard("tools/call")).hasSize(2);
    }

    @Test
    void leavesNothingBehindWhenItCannotBeOpenedAgain() {
      house.limitedAtOnce(1);
      var session = house.session("alice", CRM);
      crm.on("tools/call", call -> call.error(404, "{\"code\":-32001,\"message\":\"gone\"}"));
      crm.on("initialize", call -> call.fails(Cause.UNREACHABLE, Sent.NO));
      var reply = house.legacy("alice", CRM, session, "tools/call", GET);

      assertThat(reply.body()).contains("\"kind\":\"upstream-down\"");
      assertThat(house.journal()).last().isEqualTo("outcome UPSTREAM_FAILED upstream-down");
      var next = house.legacy("alice", CRM, session, "tools/call", GET);
      assertThat(next.body()).contains("\"kind\":\"upstream-down\"");
    }
  }

  @Nested
  class ACancelledCall {
    @Test
    void endsForServerClientAndJournal() {
      house.limitedAtOnce(1);
      var session = house.session("alice", CRM);
      var reply = calling(session);
      sends(
          session,
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");

      assertThat(crm.only("notifications/cancelled").body()).contains("\"requestId\":7");
      assertThat(heard().isCancelled()).isTrue();
      assertThat(reply.isComplete()).isTrue();
      assertThat(reply.events()).isEmpty();
      assertThat(house.journal()).last().isEqualTo("outcome CANCELLED");
      crm.on("tools/call", call -> call.result("{}"));
      assertThat(house.legacy("alice", CRM, session, "tools/call", GET).body()).contains("result");
    }

    @Test
    void ofAnotherSessionIsNotTouched() {
      var one = house.session("alice", CRM);
      var other = house.session("alice", CRM);
      calling(one);
      sends(
          other,
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");

      assertThat(heard().isCancelled()).isFalse();
    }
  }

  @Nested
  class ACallInASession {
    @Test
    void goesOnWhenItsClientHasLeft() {
      var session = house.session("alice", CRM);
      var reply = calling(session);
      reply.leave();
      heard().result("{}");

      assertThat(heard().isCancelled()).isFalse();
      assertThat(reply.isAnswered()).isFalse();
      assertThat(house.journal()).last().isEqualTo("outcome OK");
    }

    @Test
    void isRefusedUnderAnIdThatIsInUse() {
      var session = house.session("alice", CRM);
      calling(session);
      var second = house.legacy("alice", CRM, session, "tools/call", GET);

      assertThat(second.status()).isEqualTo(400);
      assertThat(second.body()).contains("this id is in use");
      assertThat(crm.heard("tools/call")).hasSize(1);
    }

    @Test
    void leavesNoTraceInTheSessionWhenItCannotBeRecorded() {
      var session = house.session("alice", CRM);
      house.closeJournal();
      house.legacy("alice", CRM, session, "tools/call", GET);
      var again = house.legacy("alice", CRM, session, "tools/call", GET);

      assertThat(again.body()).contains("cannot decide or record").doesNotContain("in use");
      assertThat(isIdle()).isTrue();
    }

    @Test
    void keepsTheProcessOfItsSessionWhenItIsOnlySlow() {
      var pipe = ScriptedServer.legacy("pipe").overPipes().tools("get");
      house.with(pipe).allowing("alice", "pipe/*");
      var session = house.session("alice", "/mcp/pipe");
      pipe.on("tools/call", call -> call.fails(Cause.TIMEOUT, Sent.MAYBE));
      house.legacy("alice", "/mcp/pipe", session, "tools/call", GET);
      pipe.on("tools/call", call -> call.result("{}"));
      house.legacy("alice", "/mcp/pipe", session, "tools/call", GET);

      assertThat(pipe.heard("initialize")).hasSize(1);
    }
  }

  private boolean isIdle() {
    house.nanos.addAndGet(Duration.ofHours(2).toNanos());
    house.sessions().reap();
    return house.sessions().count() == 0;
  }

  @Nested
  class AQuestionOfTheServer {
    @Test
    void reachesTheClientAndItsAnswerTheServer() {
      var session = house.session("alice", CRM);
      var reply = calling(session);
      heard().head(200, Form.EVENTS).message(QUESTION);
      var answer = "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"result\":{\"action\":\"accept\"}}";

      assertThat(reply.events()).containsExactly(QUESTION);
      assertThat(sends(session, answer).status()).isEqualTo(202);
      assertThat(crm.only("answer").body()).isEqualTo(answer);
    }

    /** Calls in sessions of their own, which run out of time at the same moment. */
    private void asksAndIsGivenUp(boolean isAnswered) {
      var asking = new ArrayList<ScriptedServer.Call>();
      for (var i = 0; i < 3; i++) {
        var session = house.session("alice", CRM);
        calling(session);
        asking.add(heard().head(200, Form.EVENTS).message(QUESTION));
        if (isAnswered) {
          sends(session, "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"result\":{}}");
        }
      }
      asking.forEach(call -> call.fails(Cause.TIMEOUT, Sent.MAYBE));
      crm.on("tools/call", call -> call.result("{}"));
    }

    @Test
    void isNotHeldAgainstTheServerWhileNobodyAnswersIt() {
      var session = house.session("alice", CRM);
      asksAndIsGivenUp(false);

      assertThat(house.legacy("alice", CRM, session, "tools/call", GET).body())
          .contains("\"result\":{}");
    }

    @Test
    void isNoExcuseOnceItIsAnswered() {
      var session = house.session("alice", CRM);
      asksAndIsGivenUp(true);

      assertThat(house.legacy("alice", CRM, session, "tools/call", GET).body())
          .contains("does not answer at the moment");
    }

    @Test
    void isAnsweredOnceAndByItsOwnSessionOnly() {
      var session = house.session("alice", CRM);
      var other = house.session("alice", CRM);
      calling(session);
      heard().head(200, Form.EVENTS).message(QUESTION);
      var answer = "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"result\":{}}";
      sends(other, answer);
      assertThat(crm.heard("answer")).isEmpty();
      sends(session, answer);
      sends(session, answer);

      assertThat(crm.heard("answer")).hasSize(1);
    }

    @Test
    void thatNobodyAskedIsNotAnswered() {
      var session = house.session("alice", CRM);
      sends(session, "{\"jsonrpc\":\"2.0\",\"id\":\"q9\",\"result\":{}}");

      assertThat(crm.heard("answer")).isEmpty();
    }

    @Test
    void isDeclinedWhenTheClientHasLeft() {
      var session = house.session("alice", CRM);
      var reply = calling(session);
      heard().head(200, Form.EVENTS);
      reply.leave();
      heard().message(QUESTION);

      assertThat(crm.only("answer").body()).contains("\"id\":\"q1\",\"error\"");
    }

    @Test
    void thatIsAPingIsAnsweredHere() {
      var session = house.session("alice", CRM);
      var reply = calling(session);
      heard().head(200, Form.EVENTS).message("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}");

      assertThat(crm.only("answer").body())
          .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{}}");
      assertThat(reply.events()).isEmpty();
    }

    @Test
    void thatAGuardrailRefusesStaysUnasked() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.BLOCK));
      var session = house.session("alice", CRM);
      calling(session);
      heard()
          .head(200, Form.EVENTS)
          .message(QUESTION.replace("{}", "{\"message\":\"" + Guards.TOKEN + "\"}"));
      sends(session, "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"result\":{}}");

      assertThat(crm.only("answer").body()).contains("\"id\":\"q1\"").contains("\"error\"");
    }
  }

  @Nested
  class AStandingStream {
    @Test
    void bringsWhatBelongsToNoCall() {
      crm.silentOn("GET");
      var reply = listens(house.session("alice", CRM));
      crm.only("GET").head(200, Form.EVENTS).message(SAYS, "e1").message(QUESTION);

      assertThat(reply.events()).containsExactly(SAYS, QUESTION);
      assertThat(reply.eventIds()).containsExactly("e1", "null");
      reply.leave();
      assertThat(crm.only("GET").isCancelled()).isTrue();
    }

    @Test
    void thatTheServerHasNotIsSaidAndForgotten() {
      var session = house.session("alice", CRM);

      assertThat(listens(session).complete()).hasToString("405 ");
      assertThat(isIdle()).isTrue();
    }

    @Test
    void thatTheServerEndsIsForgotten() {
      crm.silentOn("GET");
      var session = house.session("alice", CRM);
      var reply = listens(session);
      crm.only("GET").head(200, Form.EVENTS).end();

      assertThat(reply.isComplete()).isTrue();
      assertThat(isIdle()).isTrue();
    }

    @Test
    void isInspectedLikeEveryAnswer() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.MASK));
      crm.silentOn("GET");
      var reply = listens(house.session("alice", CRM));
      crm.only("GET")
          .head(200, Form.EVENTS)
          .message(SAYS.replace("\"x\"", "\"" + Guards.TOKEN + "\""));

      assertThat(reply.events().getFirst()).contains("[masked github token]");
    }

    @Test
    void bringsTheRestOfACallInspectedAndOfNoOther() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.MASK));
      crm.silentOn("GET");
      var session = house.session("alice", CRM);
      var first = calling(session);
      heard().head(200, Form.EVENTS).message(SAYS, "e1").end();
      assertThat(first.isComplete()).isTrue();
      var reply = listens(session);
      crm.only("GET")
          .head(200, Form.EVENTS)
          .message("{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}")
          .message(heard().answer("result", "{\"t\":\"" + Guards.TOKEN + "\"}"));

      assertThat(reply.events()).singleElement().asString().contains("[masked github token]");
    }

    @Test
    void endsWithItsSession() {
      crm.silentOn("GET");
      var session = house.session("alice", CRM);
      var reply = listens(session);
      crm.only("GET").head(200, Form.EVENTS);
      house.send(Request.without(Verb.DELETE, house.key("alice"), CRM, session));

      assertThat(reply.isComplete()).isTrue();
      assertThat(crm.only("GET").isCancelled()).isTrue();
    }

    @Test
    void holdsTheServerWhileTheClientDoesNotKeepUp() {
      crm.silentOn("GET");
      var reply = listens(house.session("alice", CRM));
      crm.only("GET").head(200, Form.EVENTS);
      reply.fillUp();
      crm.only("GET").message(SAYS);
      assertThat(crm.only("GET").isPaused()).isTrue();
      reply.drain();

      assertThat(crm.only("GET").isPaused()).isFalse();
    }
  }
}
