package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Gateway.Threads;
import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an answer: inspected, recorded, and only then sent on. */
class AnAnswerComesBackTest {
  private static final String GET = "{\"name\":\"get\"}";
  private static final String PROGRESS =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progress\":1}}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").tools("get");

  @BeforeEach
  void build() {
    house = House.in(directory).with(crm).allowing("alice", "crm/*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** Sends a call that the server has not answered yet. */
  private CapturedReply calling() {
    crm.silentOn("tools/call");
    house.knowing(crm);
    return house.send(Request.modern(house.key("alice"), "/mcp/crm", "7", "tools/call", GET));
  }

  private ScriptedServer.Call heard() {
    return crm.only("tools/call");
  }

  private String lastRecord() {
    return house.journal().getLast();
  }

  @Nested
  class OneBody {
    @Test
    void keepsItsBytes() {
      var reply = calling();
      heard().result("{ \"content\" : [],\n\"odd\":1e2 }");

      assertThat(reply)
          .hasToString(
              "200 {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{ \"content\" : [],\n\"odd\":1e2 }}");
    }

    @Test
    void withAnErrorKeepsItsStatus() {
      var reply = calling();
      heard().error(404, "{\"code\":-32601,\"message\":\"no\"}");

      assertThat(reply)
          .hasToString(
              "404 {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32601,\"message\":\"no\"}}");
      assertThat(lastRecord()).isEqualTo("outcome ERROR");
    }

    @Test
    void ofAToolThatFailedIsRecordedAsThat() {
      calling();
      heard().result("{\"content\":[],\"isError\":true}");

      assertThat(lastRecord()).isEqualTo("outcome TOOL_ERROR");
    }

    @Test
    void toAnotherQuestionIsNotPassedOn() {
      var reply = calling();
      heard().head(200, Form.JSON).message("{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}").end();

      assertThat(reply.body()).contains("\"kind\":\"outcome-unknown\"").contains("\"id\":7");
    }

    @Test
    void withASecretIsMaskedAndTheFindingRecorded() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.MASK));
      var reply = calling();
      heard().result("{\"content\":[{\"type\":\"text\",\"text\":\"" + Guards.TOKEN + "\"}]}");

      assertThat(reply.body()).contains("[masked github token]").doesNotContain(Guards.TOKEN);
      assertThat(lastRecord()).isEqualTo("outcome OK 1 github token");
    }

    @Test
    void thatAGuardrailRefusesIsWithheld() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.BLOCK));
      var reply = calling();
      heard().result("{\"content\":[{\"type\":\"text\",\"text\":\"" + Guards.TOKEN + "\"}]}");

      assertThat(reply.body()).contains("The answer is withheld").doesNotContain(Guards.TOKEN);
      assertThat(lastRecord()).isEqualTo("outcome REFUSED_IN_RESULT guardrail");
    }

    @Test
    void thatAGuardrailFailsOnIsWithheld() {
      house.guardedBy(Guards.broken()).limitedAtOnce(1);
      var reply = calling();
      heard().result("{\"content\":[\"x\"]}");

      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.body()).contains("The gateway failed").doesNotContain("\"x\"");
      assertThat(lastRecord()).isEqualTo("outcome UPSTREAM_FAILED internal");
    }
  }

  @Nested
  class AnAnswerThatIsNone {
    @Test
    void isAnUnknownOutcomeWhenItIsHtml() {
      var reply = calling();
      heard().head(500, Form.OTHER).message("<html>stack trace</html>").end();

      assertThat(reply.body()).contains("\"kind\":\"outcome-unknown\"").doesNotContain("html");
      assertThat(lastRecord()).isEqualTo("outcome UPSTREAM_FAILED outcome-unknown");
    }

    @Test
    void isAnUnknownOutcomeWhenItIsEmpty() {
      var reply = calling();
      heard().head(202, Form.EMPTY).end();

      assertThat(reply.body()).contains("\"kind\":\"outcome-unknown\"");
    }

    @Test
    void neverShowsThatTheServerRefusesOurCredential() {
      for (var status : new int[] {401, 403}) {
        crm.on("tools/call", call -> call.error(status, "{\"code\":-1,\"message\":\"who?\"}"));
        var reply = house.calls("alice", "/mcp/crm", "get");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.head().wwwAuthenticate()).isNull();
        assertThat(reply.body()).contains("\"kind\":\"upstream-down\"").doesNotContain("who?");
      }
    }

    @Test
    void isAnUnknownOutcomeWhenTheConnectionBreaksAfterSending() {
      var reply = calling();
      heard().fails(Cause.LOST, Sent.MAYBE);

      assertThat(reply.body())
          .contains("not known whether this was done", "\"kind\":\"outcome-unknown\"")
          .doesNotContain("10.1.2.3");
      assertThat(crm.heard("tools/call")).hasSize(1);
    }

    @Test
    void isAnErrorForMethodsWithoutResultsForModels() {
      crm.on("tools/list", call -> call.fails(Cause.LOST, Sent.MAYBE));
      var reply = house.modern("alice", "/mcp/crm", "tools/list", "{}");

      assertThat(reply.body())
          .contains("\"error\":{\"code\":-31005")
          .contains("\"data\":{\"dev.gatehouse/refusal\":{\"kind\":\"outcome-unknown\"");
    }
  }

  @Nested
  class AStream {
    @Test
    void bringsProgressAndThenTheAnswer() {
      var reply = calling();
      heard().head(200, Form.EVENTS).message(PROGRESS);
      assertThat(reply.events()).containsExactly(PROGRESS);
      assertThat(reply.isComplete()).isFalse();
      var answer = heard().answer("result", "{}");
      heard().message(answer).end();

      assertThat(reply.events()).containsExactly(PROGRESS, answer);
      assertThat(reply.isComplete()).isTrue();
      assertThat(lastRecord()).isEqualTo("outcome OK");
    }

    @Test
    void passesOverAnswersToOtherQuestionsAndWhatIsNoMessage() {
      var reply = calling();
      var answer = heard().answer("result", "{}");
      heard()
          .head(200, Form.EVENTS)
          .message("{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}")
          .message("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1,\"message\":\"\"}}")
          .message("hello")
          .message(answer)
          .message(answer);

      assertThat(reply.events()).containsExactly(answer);
    }

    @Test
    void endsWithTheRefusalWhenAGuardrailFindsSomethingInIt() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.BLOCK));
      var reply = calling();
      heard()
          .head(200, Form.EVENTS)
          .message(PROGRESS)
          .message(PROGRESS.replace("1}", "\"" + Guards.TOKEN + "\"}"));

      assertThat(reply.events()).hasSize(2);
      assertThat(reply.events().getLast())
          .contains("\"kind\":\"guardrail\"")
          .doesNotContain(Guards.TOKEN);
      assertThat(reply.isComplete()).isTrue();
      assertThat(heard().isCancelled()).isTrue();
    }

    @Test
    void thatBreaksOffEndsWithWhatIsKnown() {
      var reply = calling();
      heard().head(200, Form.EVENTS).message(PROGRESS).fails(Cause.LOST, Sent.MAYBE);

      assertThat(reply.events().getLast()).contains("\"kind\":\"outcome-unknown\"");
      assertThat(reply.isComplete()).isTrue();
    }

    @Test
    void holdsTheServerWhileTheClientDoesNotKeepUp() {
      var reply = calling();
      reply.fillUp();
      heard().head(200, Form.EVENTS).message(PROGRESS);
      assertThat(heard().isPaused()).isTrue();
      reply.drain();

      assertThat(heard().isPaused()).isFalse();
    }

    @Test
    void bringsNoQuestionToClientsOfTheModernEra() {
      var reply = calling();
      heard()
          .head(200, Form.EVENTS)
          .message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"elicitation/create\"}");

      assertThat(reply.events()).isEmpty();
    }
  }

  @Nested
  class AClientThatLeaves {
    @Test
    void cancelsItsCallInTheModernEra() {
      house.limitedAtOnce(1);
      var reply = calling();
      reply.leave();

      assertThat(heard().isCancelled()).isTrue();
      assertThat(lastRecord()).isEqualTo("outcome CANCELLED");
      heard().head(200, Form.JSON).message(heard().answer("result", "{}")).end();
      assertThat(reply.isAnswered()).isFalse();
      calling();
      assertThat(crm.heard("tools/call")).hasSize(2);
    }

    @Test
    void isNotWaitedForOnAStream() {
      var reply = calling();
      heard().head(200, Form.EVENTS).message(PROGRESS);
      reply.leave();

      assertThat(heard().isCancelled()).isTrue();
      assertThat(house.journal()).filteredOn(line -> line.startsWith("outcome")).hasSize(1);
    }
  }

  @Nested
  class AnAnswerThatMeetsItsClientLeaving {
    @Test
    void endsTheCallOnceAndNotTwice() throws InterruptedException {
      crm.silentOn("tools/call");
      house.knowing(crm);
      for (var i = 0; i < 40; i++) {
        var reply =
            house.send(Request.modern(house.key("alice"), "/mcp/crm", "7", "tools/call", GET));
        var call = crm.heard("tools/call").getLast();
        var leaving = Thread.ofVirtual().start(reply::leave);
        call.result("{}");
        leaving.join();
      }

      assertThat(house.journal()).filteredOn(line -> line.startsWith("intent")).hasSize(40);
      assertThat(house.journal()).filteredOn(line -> line.startsWith("outcome")).hasSize(40);
    }
  }

  @Nested
  class AnAnswerBeforeTheSenderHasItsExchange {
    @Test
    void thatIsRefusedStillEndsTheExchange() throws InterruptedException {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.BLOCK)).on(Threads.VIRTUAL);
      crm.on(
          "tools/call",
          call ->
              call.head(200, Form.EVENTS)
                  .message(PROGRESS.replace("1", "\"" + Guards.TOKEN + "\"")));
      var reply =
          house
              .send(Request.modern(house.key("alice"), "/mcp/crm", "7", "tools/call", GET))
              .complete();

      assertThat(reply.events().getLast()).contains("\"kind\":\"guardrail\"");
      assertThat(heard().isCancelledSoon()).isTrue();
    }
  }

  @Nested
  class AnUpstreamThatThrows {
    @Test
    void isABugThatIsAnsweredRecordedAndGivenBack() {
      house.limitedAtOnce(1);
      crm.on(
          "tools/call",
          _ -> {
            throw new IllegalStateException("a bug");
          });
      var reply = house.calls("alice", "/mcp/crm", "get");

      assertThat(reply.status()).isEqualTo(500);
      assertThat(lastRecord()).isEqualTo("outcome UPSTREAM_FAILED internal");
      assertThat(house.calls("alice", "/mcp/crm", "get").body()).doesNotContain("limit");
    }
  }

  @Nested
  class AState {
    private final String interim =
        "{\"resultType\":\"input_required\",\"requestState\":\"inner\",\"inputRequests\":{}}";

    @Test
    void isSealedForTheClientAndOpenedForTheServer() {
      var sealed = handedOut("alice");
      house.modern("alice", "/mcp/crm", "tools/call", retry("get", sealed));

      assertThat(sealed).doesNotContain("inner");
      assertThat(crm.heard("tools/call").getLast().body())
          .contains("\"requestState\":\"inner\"")
          .doesNotContain(sealed);
    }

    @Test
    void opensForNobodyElseNoOtherToolAndNoOtherMethod() {
      house.allowing("bob", "crm/*");
      var sealed = handedOut("alice");
      var stolen = house.modern("bob", "/mcp/crm", "tools/call", retry("get", sealed));
      var moved = house.modern("alice", "/mcp/crm", "tools/call", retry("put", sealed));
      var forged = house.modern("alice", "/mcp/crm", "tools/call", retry("get", "inner"));

      for (var reply : new CapturedReply[] {stolen, moved, forged}) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("-32602", "requestState is not the one");
      }
      assertThat(crm.heard("tools/call")).hasSize(1);
    }

    @Test
    void opensForTheSameArgumentsOnlyHoweverTheyAreWritten() {
      var sealed = handedOut("alice", "{\"name\":\"get\",\"arguments\":{\"a\":1,\"b\":\"x\"}}");
      var other = house.modern("alice", "/mcp/crm", "tools/call", with("{\"a\":2}", sealed));
      var same = with("{ \"b\": \"\\u0078\", \"a\": 1 }", sealed);

      assertThat(other.body()).contains("-32602", "requestState is not the one", "arguments");
      assertThat(house.modern("alice", "/mcp/crm", "tools/call", same).status()).isEqualTo(200);
    }

    @Test
    void opensOnce() {
      var sealed = handedOut("alice");
      house.modern("alice", "/mcp/crm", "tools/call", retry("get", sealed));
      var again = house.modern("alice", "/mcp/crm", "tools/call", retry("get", sealed));

      assertThat(again.status()).isEqualTo(400);
      assertThat(again.body()).contains("-32602", "requestState has been used already");
      assertThat(crm.heard("tools/call")).hasSize(2);
    }

    @Test
    void opensOnceMoreWhenItsRequestCouldNotLeave() {
      var sealed = handedOut("alice");
      house.closeJournal();
      var first = house.modern("alice", "/mcp/crm", "tools/call", retry("get", sealed));
      var again = house.modern("alice", "/mcp/crm", "tools/call", retry("get", sealed));

      assertThat(first.body()).contains("Not done");
      assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void opensForTenMinutes() {
      var sealed = handedOut("alice");
      house.at(Instant.parse("2026-11-24T12:10:00Z"));
      var late = house.modern("alice", "/mcp/crm", "tools/call", retry("get", sealed));

      assertThat(late.status()).isEqualTo(400);
      assertThat(late.body()).contains("-32602", "requestState has expired");
      assertThat(crm.heard("tools/call")).hasSize(1);
    }

    private static String with(String arguments, String state) {
      return "{\"name\":\"get\",\"arguments\":"
          + arguments
          + ",\"inputResponses\":{},\"requestState\":\""
          + state
          + "\"}";
    }

    private String handedOut(String caller) {
      return handedOut(caller, "{\"name\":\"get\"}");
    }

    private String handedOut(String caller, String params) {
      crm.on("tools/call", call -> call.result(interim));
      var body = house.modern(caller, "/mcp/crm", "tools/call", params).body();
      return body.replaceFirst(".*\"requestState\":\"([^\"]+)\".*", "$1");
    }

    private static String retry(String tool, String state) {
      return "{\"name\":\"" + tool + "\",\"inputResponses\":{},\"requestState\":\"" + state + "\"}";
    }
  }
}
