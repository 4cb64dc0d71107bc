package dev.gatehouse.core.bridges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.Outgoing.Accepts;
import dev.gatehouse.core.upstream.Outgoing.Verb;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Interim results as questions to a client, and its answers as another try. */
class AQuestionIsBridgedTest {
  private static final String FORM =
      "{\"n\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"form\",\"message\":\"m\"}}}";
  private static final String ROOTS = "{\"r\":{\"method\":\"roots/list\"}}";
  private static final String URL =
      "{\"u\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"url\":\"https://x\"}}}";
  private static final String SAMPLING =
      "{\"s\":{\"method\":\"sampling/createMessage\",\"params\":{\"maxTokens\":1}}}";
  private static final String DONE = "{\"content\":[],\"resultType\":\"complete\"}";

  private final ScriptedServer server = ScriptedServer.modern("crm").tools("get");

  /** The server asks this first, and is content with whatever comes then. */
  private void asksOnce(String result) {
    server.on(
        "tools/call", call -> call.result(server.heard("tools/call").size() == 1 ? result : DONE));
  }

  private static String idIn(String question) {
    return question.replaceFirst(".*?\"id\":(\"[^\"]+\"),.*", "$1");
  }

  @Nested
  class ARound {
    @Test
    void asksTheClientAndTriesAgainWithItsAnswer() {
      asksOnce(Faced.asks(FORM, "\"s\\u0041\\/ \""));
      var faced = Faced.with(server);
      var heard = faced.call();

      assertThat(heard.head()).isEqualTo("200 EVENTS");
      assertThat(heard.said())
          .containsExactly(
              "{\"jsonrpc\":\"2.0\",\"id\":\"gatehouse-asks-1\",\"method\":\"elicitation/create\","
                  + "\"params\":{\"mode\":\"form\",\"message\":\"m\"}}");
      assertThat(server.heard("tools/call")).hasSize(1);

      assertThat(faced.answers("\"gatehouse-asks-1\"", "{\"action\":\"accept\"}").head())
          .isEqualTo("202 EMPTY");
      var again = faced.last("tools/call");
      assertThat(again.idText()).isEqualTo("\"gatehouse-retries-2\"");
      assertThat(again.body())
          .contains(
              "\"inputResponses\":{\"n\":{\"action\":\"accept\"}}",
              "\"requestState\":\"s\\u0041\\/ \"",
              "\"name\":\"get\",\"arguments\":{\"a\":1}");
      assertThat(again.outgoing.headers().name()).isEqualTo("get");
      assertThat(heard.last())
          .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}");
      assertThat(heard.isOver()).isTrue();
      assertThat(faced.due).isEmpty();
      assertThat(faced.face.openCalls()).isZero();
      assertThat(faced.face.openQuestions()).isZero();
    }

    @Test
    void ofSeveralQuestionsWaitsForAllOfThem() {
      asksOnce(
          Faced.asks(
              FORM.substring(0, FORM.length() - 1)
                  + ","
                  + ROOTS.substring(1, ROOTS.length() - 1)
                  + "}",
              ""));
      var faced = Faced.with(server);
      var heard = faced.call();
      assertThat(heard.said()).hasSize(2);
      assertThat(heard.said().get(1))
          .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"gatehouse-asks-2\",\"method\":\"roots/list\"}");

      faced.answers("\"gatehouse-asks-2\"", "{\"roots\":[]}");
      faced.answers("\"gatehouse-asks-2\"", "{\"roots\":[1]}");
      assertThat(server.heard("tools/call")).hasSize(1);
      faced.answers("\"gatehouse-asks-1\"", "{\"action\":\"decline\"}");

      assertThat(faced.last("tools/call").body())
          .contains("\"inputResponses\":{\"n\":{\"action\":\"decline\"},\"r\":{\"roots\":[]}}")
          .doesNotContain("requestState");
      assertThat(heard.isOver()).isTrue();
    }

    @Test
    void comesAfterAnotherOneAndReplacesIt() {
      server.on(
          "tools/call",
          call ->
              call.result(
                  switch (server.heard("tools/call").size()) {
                    case 1 -> Faced.asks(FORM, "\"one\"");
                    case 2 -> Faced.asks(SAMPLING, "\"two\"");
                    default -> DONE;
                  }));
      var faced = Faced.with(server);
      var heard = faced.call();
      faced.answers(idIn(heard.said().getFirst()), "{\"action\":\"accept\"}");
      faced.answers(idIn(heard.said().get(1)), "{\"role\":\"assistant\"}");

      assertThat(faced.last("tools/call").body())
          .contains(
              "\"inputResponses\":{\"s\":{\"role\":\"assistant\"}}", "\"requestState\":\"two\"")
          .doesNotContain("\"one\"", "accept");
      assertThat(heard.isOver()).isTrue();
    }

    @Test
    void namesAUrlForClientsThatKnowThem() {
      asksOnce(Faced.asks(URL));
      var heard = Faced.with(server).call();

      assertThat(heard.last()).contains("\"elicitationId\":\"", "\"url\":\"https://x\"");
    }

    @Test
    void hasNoModeForClientsThatKnowOnlyForms() {
      asksOnce(Faced.asks(FORM));

      assertThat(Faced.with(server, "2025-06-18", Faced.ALL).call().last())
          .contains("elicitation/create", "\"message\":\"m\"")
          .doesNotContain("mode");
    }

    @Test
    void thatOnlyPutsOffIsPaced() {
      asksOnce("{\"resultType\":\"input_required\",\"requestState\":\"later\"}");
      var faced = Faced.with(server);
      var heard = faced.call();
      assertThat(server.heard("tools/call")).hasSize(1);
      assertThat(heard.head()).isEqualTo("none");

      assertThat(faced.passes()).isEqualTo(FaceLine.PACE);
      assertThat(faced.last("tools/call").body())
          .contains("\"requestState\":\"later\"")
          .doesNotContain("inputResponses");
      assertThat(heard.head()).isEqualTo("200 JSON");
      assertThat(heard.isOver()).isTrue();
    }

    @Test
    void goesOnOnAPausedExchange() {
      asksOnce(Faced.asks(FORM));
      var faced = Faced.with(server);
      var heard = faced.call();
      java.util.Objects.requireNonNull(heard.exchange).pause();
      server.silentOn("tools/call");
      faced.answers("\"gatehouse-asks-1\"", "{}");

      assertThat(faced.last("tools/call").isPaused()).isTrue();
    }
  }

  @Nested
  class AClient {
    private String failed(String result, String version, String capabilities) {
      asksOnce(result);
      var faced = Faced.with(server, version, capabilities);
      var heard = faced.call();
      assertThat(heard.head()).isEqualTo("200 JSON");
      assertThat(heard.said()).hasSize(1);
      assertThat(server.heard("tools/call")).hasSize(1);
      assertThat(faced.due).isEmpty();
      return heard.last();
    }

    @Test
    void isNotAskedForWhatItDidNotDeclare() {
      assertThat(failed(Faced.asks(FORM), "2025-11-25", "{\"sampling\":{}}"))
          .contains("\"isError\":true", "needs elicitation by form of the client");
    }

    @Test
    void isNotSentToAUrlItDoesNotKnow() {
      assertThat(failed(Faced.asks(URL), "2025-11-25", "{\"elicitation\":{}}"))
          .contains("\"isError\":true", "elicitation by URL");
    }

    @Test
    void ofAnOlderRevisionIsNotSentToAUrl() {
      assertThat(failed(Faced.asks(URL), "2025-06-18", Faced.ALL))
          .contains("\"isError\":true", "elicitation by URL");
    }

    @Test
    void isNotAskedWhatDoesNotExist() {
      assertThat(
              failed(
                  Faced.asks("{\"x\":{\"method\":\"tools/call\",\"params\":{}}}"),
                  "2025-11-25",
                  Faced.ALL))
          .contains("\"isError\":true", "something that does not exist");
    }

    @Test
    void thatTakesNoEventsCannotBeAsked() {
      asksOnce(Faced.asks(FORM));
      var faced = Faced.with(server);
      var heard =
          faced.send(
              Verb.POST,
              Accepts.JSON,
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get\"}}");

      assertThat(heard.head()).isEqualTo("200 JSON");
      assertThat(heard.last()).contains("\"isError\":true", "takes no event stream");
    }

    @Test
    void thatCannotAnswerAFormHasCancelledIt() {
      asksOnce(Faced.asks(FORM));
      var faced = Faced.with(server);
      faced.call();
      faced.send(
          "{\"jsonrpc\":\"2.0\",\"id\":\"gatehouse-asks-1\",\"error\":{\"code\":-1,\"message\":\"m\"}}");

      assertThat(faced.last("tools/call").body())
          .contains("\"inputResponses\":{\"n\":{\"action\":\"cancel\"}}");
    }

    @Test
    void thatCannotAnswerForItsModelEndsTheCall() {
      asksOnce(Faced.asks(SAMPLING));
      var faced = Faced.with(server);
      var heard = faced.call();
      faced.send(
          "{\"jsonrpc\":\"2.0\",\"id\":\"gatehouse-asks-1\",\"error\":{\"code\":-1,\"message\":\"m\"}}");

      assertThat(heard.last())
          .contains("\"isError\":true", "did not answer sampling/createMessage");
      assertThat(server.heard("tools/call")).hasSize(1);
    }

    @Test
    void thatTakesTooLongEndsTheCall() {
      asksOnce(Faced.asks(FORM));
      var faced = Faced.with(server);
      var heard = faced.call();

      assertThat(faced.passes()).isEqualTo(FaceLine.PATIENCE);
      assertThat(heard.last()).contains("\"isError\":true", "in time");
      faced.answers("\"gatehouse-asks-1\"", "{}");
      assertThat(server.heard("tools/call")).hasSize(1);
      assertThat(faced.face.openQuestions()).isZero();
    }

    @Test
    void thatCancelsIsNotAskedAnyMore() {
      asksOnce(Faced.asks(FORM));
      var faced = Faced.with(server);
      var heard = faced.call();
      heard.cancel();
      faced.answers("\"gatehouse-asks-1\"", "{}");

      assertThat(server.heard("tools/call")).hasSize(1);
      assertThat(faced.due).isEmpty();
      assertThat(faced.face.openQuestions()).isZero();
    }

    @Test
    void cannotAnswerWhatItWasNotAsked() {
      server.on("tools/call", call -> call.result(Faced.asks(FORM)));
      var faced = Faced.with(server);
      faced.call();
      for (var id : new String[] {"1", "7", "\"gatehouse-asks-2\"", "\"n\""}) {
        faced.answers(id, "{\"action\":\"accept\"}");
      }

      assertThat(server.heard("tools/call")).hasSize(1);
      assertThat(faced.face.openQuestions()).isEqualTo(1);
    }
  }

  @Nested
  class AServer {
    @Test
    void thatAsksForEverIsStopped() {
      server.on("tools/call", call -> call.result(Faced.asks(ROOTS)));
      var faced = Faced.with(server);
      var heard = faced.call();
      for (var i = 0; i < 20 && !heard.isOver(); i++) {
        faced.answers(idIn(heard.last()), "{\"roots\":[]}");
      }

      assertThat(heard.last()).contains("\"isError\":true", "more than 8 times");
      assertThat(server.heard("tools/call")).hasSize(FaceLine.MOST_ROUNDS + 1);
      assertThat(faced.due).isEmpty();
    }

    @Test
    void thatPutsOffForEverIsStopped() {
      server.on(
          "tools/call",
          call -> call.result("{\"resultType\":\"input_required\",\"requestState\":\"x\"}"));
      var faced = Faced.with(server);
      var heard = faced.call();
      while (!heard.isOver()) {
        faced.passes();
      }

      assertThat(heard.last()).contains("\"isError\":true");
      assertThat(server.heard("tools/call")).hasSize(FaceLine.MOST_ROUNDS + 1);
    }

    @Test
    void thatAsksTooMuchAtOnceIsStopped() {
      var many =
          IntStream.range(0, 33)
              .mapToObj(i -> "\"k" + i + "\":{\"method\":\"roots/list\"}")
              .collect(Collectors.joining(",", "{", "}"));
      asksOnce(Faced.asks(many));

      assertThat(Faced.with(server).call().last()).contains("\"isError\":true", "33 questions");
    }

    @Test
    void thatAsksManyCallsAtOnceIsStopped() {
      var many =
          IntStream.range(0, 32)
              .mapToObj(i -> "\"k" + i + "\":{\"method\":\"roots/list\"}")
              .collect(Collectors.joining(",", "{", "}"));
      server.on("tools/call", call -> call.result(Faced.asks(many)));
      var faced = Faced.with(server);
      for (var i = 0; i < 8; i++) {
        assertThat(faced.call().isOver()).isFalse();
      }

      assertThat(faced.call().last()).contains("Too many questions");
      assertThat(faced.face.openQuestions()).isEqualTo(256);
      faced.face.close();
      assertThat(faced.face.openQuestions()).isZero();
      assertThat(faced.due).isEmpty();
    }

    @Test
    void thatAsksNothingOrNonsenseIsStopped() {
      for (var result :
          new String[] {
            "{\"resultType\":\"input_required\"}",
            "{\"resultType\":\"input_required\",\"inputRequests\":[1]}",
            "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":1}}",
            Faced.asks("{\"r\":{\"method\":\"roots/list\",\"params\":[1]}}")
          }) {
        server.on("tools/call", call -> call.result(result));
        assertThat(Faced.with(server).call().last()).as(result).contains("\"isError\":true");
      }
    }

    @Test
    void thatAsksWhereItMayNotIsStopped() {
      server.on("tools/list", call -> call.result(Faced.asks(ROOTS)));

      assertThat(Faced.with(server).request("tools/list", "{}").last())
          .contains("\"error\":{\"code\":-32603");
    }

    @Test
    void thatDiesAfterItHasAskedHasPerhapsDoneSomething() {
      asksOnce(Faced.asks(FORM));
      var faced = Faced.with(server);
      var heard = faced.call();
      server.on("tools/call", call -> call.fails(Cause.UNREACHABLE, Sent.NO));
      faced.answers("\"gatehouse-asks-1\"", "{}");

      assertThat(server.heard("tools/call")).hasSize(2);
      assertThat(heard.failure())
          .isNotNull()
          .satisfies(it -> assertThat(it.sent()).isEqualTo(Sent.MAYBE));
      assertThat(faced.face.openCalls()).isZero();
    }

    @Test
    void thatAsksOnAStreamGoesOnOnTheSame() {
      server.on(
          "tools/call",
          call -> {
            var isFirst = server.heard("tools/call").size() == 1;
            call.head(200, Form.EVENTS)
                .message(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}")
                .message(call.answer("result", isFirst ? Faced.asks(FORM) : DONE))
                .end();
          });
      var faced = Faced.with(server);
      var heard = faced.call();
      faced.answers("\"gatehouse-asks-1\"", "{}");

      assertThat(heard.said()).hasSize(4);
      assertThat(heard.last()).endsWith("\"result\":{\"content\":[]}}");
    }

    @Test
    void thatRepeatsItsFirstAnswerIsHeardOnce() {
      server.silentOn("tools/call");
      var faced = Faced.with(server);
      var heard = faced.call();
      var first = faced.last("tools/call");
      first.head(200, Form.EVENTS).message(first.answer("result", Faced.asks(FORM)));
      first.message(first.answer("result", Faced.asks(FORM)));
      first.message(first.answer("result", DONE));

      assertThat(heard.said()).hasSize(1);
      assertThat(faced.face.openQuestions()).isEqualTo(1);
    }
  }
}
