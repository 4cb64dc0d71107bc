package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Arrival.Verb;
import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guardrails see what is neither the arguments of a call nor its result. */
class EverythingIsInspectedTest {
  private static final String CRM = "/mcp/crm";
  private static final String OLD = "/mcp/old";
  private static final String MASK = "[masked github token]";
  private static final String QUESTION =
      "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"method\":\"elicitation/create\",\"params\":{\"message\":\""
          + Guards.TOKEN
          + "\"}}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").tools("get");
  ScriptedServer old = ScriptedServer.legacy("old").tools("get");

  @BeforeEach
  void build() {
    house = House.in(directory).with(crm).with(old).allowing("alice", "crm/*", "old/*");
    house.rules.grantResources("alice", "crm/*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private CapturedReply sends(String session, String path, String message) {
    return house.send(Request.inSession(house.key("alice"), path, session, message)).complete();
  }

  private CapturedReply listens(String session, String path) {
    return house.send(Request.without(Verb.GET, house.key("alice"), path, session));
  }

  /** A tool whose description gives a secret away. */
  private static String leaky(String name) {
    return "{\"name\":\""
        + name
        + "\",\"description\":\"use "
        + Guards.TOKEN
        + "\",\"inputSchema\":{\"type\":\"object\"}}";
  }

  @Nested
  class WhatClientsSay {
    @Test
    void inCompletions() {
      house.guardedBy(Guards.secrets(In.ARGUMENTS, Action.MASK));
      var params =
          """
          {"context":{"arguments":{"a":"%s"}},"ref":{"type":"ref/resource","uri":"p"},\
          "argument":{"name":"x","value":"%s"}}\
          """
              .formatted(Guards.TOKEN, Guards.TOKEN);
      house.modern("alice", CRM, "completion/complete", params);

      assertThat(crm.only("completion/complete").body())
          .contains(
              "\"context\":{\"arguments\":{\"a\":\"" + MASK + "\"}}",
              "\"value\":\"" + MASK + "\"",
              "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"p\"}");
    }

    @Test
    void inAnswersOfTheModernEra() {
      house.guardedBy(Guards.secrets(In.ARGUMENTS, Action.MASK));
      var params =
          """
          {"inputResponses":{"k":{"action":"accept","content":{"a":"%s"}}},"name":"get",\
          "arguments":{"b":"%s"}}\
          """
              .formatted(Guards.TOKEN, Guards.TOKEN);
      house.modern("alice", CRM, "tools/call", params);

      assertThat(crm.only("tools/call").body())
          .contains(
              "\"content\":{\"a\":\"" + MASK + "\"}", "\"arguments\":{\"b\":\"" + MASK + "\"}")
          .doesNotContain(Guards.TOKEN);
    }

    @Test
    void inAnswersToQuestions() {
      house.guardedBy(Guards.secrets(In.ARGUMENTS, Action.MASK, "old/get"));
      answersAQuestion();

      assertThat(old.only("answer").body())
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"result\":{\"content\":\"" + MASK + "\"}}");
    }

    @Test
    void inAnswersThatAreRefusedAndTheAskerIsTold() {
      house.guardedBy(Guards.secrets(In.ARGUMENTS, Action.BLOCK, "old/get"));
      var reply = answersAQuestion();

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).contains("\"kind\":\"guardrail\"").doesNotContain(Guards.TOKEN);
      assertThat(old.only("answer").body())
          .contains("\"id\":\"q1\",\"error\"")
          .doesNotContain(Guards.TOKEN);
      assertThat(house.journal()).last().asString().startsWith("denied answer guardrail");
    }

    private CapturedReply answersAQuestion() {
      old.silentOn("GET");
      var session = house.session("alice", OLD);
      listens(session, OLD);
      old.only("GET").head(200, Form.EVENTS).message(QUESTION.replace(Guards.TOKEN, "who?"));
      return sends(
          session,
          OLD,
          "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"result\":{\"content\":\"" + Guards.TOKEN + "\"}}");
    }

    @Test
    void inNotifications() {
      house.guardedBy(Guards.secrets(In.ARGUMENTS, Action.MASK));
      var session = house.session("alice", OLD);
      sends(
          session,
          OLD,
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"message\":\""
              + Guards.TOKEN
              + "\"}}");

      assertThat(old.only("notifications/progress").body())
          .contains(MASK)
          .doesNotContain(Guards.TOKEN);
    }
  }

  @Nested
  class WhatServersSayOutsideOfCalls {
    private final String says =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\""
            + Guards.TOKEN
            + "\"}}";

    @Test
    void isSeenByGuardrailsForSingleTools() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.MASK, "old/get"));
      old.silentOn("GET");
      var session = house.session("alice", OLD);
      var stream = listens(session, OLD);
      old.only("GET").head(200, Form.EVENTS).message(says).message(QUESTION);

      assertThat(stream.events())
          .containsExactly(says.replace(Guards.TOKEN, MASK), QUESTION.replace(Guards.TOKEN, MASK));
    }

    @Test
    void isNotSeenByGuardrailsForAnotherServer() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.MASK, "crm/*"));
      old.silentOn("GET");
      var session = house.session("alice", OLD);
      var stream = listens(session, OLD);
      old.only("GET").head(200, Form.EVENTS).message(says);

      assertThat(stream.events()).containsExactly(says);
    }

    @Test
    void isRefusedWithoutLeavingTheAskerWaiting() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.BLOCK, "old/get"));
      old.silentOn("GET");
      var session = house.session("alice", OLD);
      var stream = listens(session, OLD);
      old.only("GET").head(200, Form.EVENTS).message(says).message(QUESTION);

      assertThat(stream.events()).isEmpty();
      assertThat(old.only("answer").body()).contains("\"id\":\"q1\",\"error\"");
    }

    @Test
    void isInspectedOnStreamsOfTheModernEra() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.MASK, "crm/get"));
      crm.silentOn("subscriptions/listen");
      var listen =
          Request.modern(
              house.key("alice"), CRM, "7", "subscriptions/listen", "{\"notifications\":{}}");
      var stream = house.send(listen);
      crm.heard("subscriptions/listen").getLast().head(200, Form.EVENTS).message(says);

      assertThat(stream.speaking().events()).containsExactly(says.replace(Guards.TOKEN, MASK));
    }

    @Test
    void isInspectedOnTheStreamOfACall() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.MASK, "old/get"));
      old.silentOn("tools/call");
      var session = house.session("alice", OLD);
      var key = house.key("alice");
      var call = Request.legacy(key, OLD, session, "7", "tools/call", "{\"name\":\"get\"}");
      var reply = house.send(call);
      old.only("tools/call").head(200, Form.EVENTS).message(says).message(QUESTION);

      assertThat(reply.events())
          .containsExactly(says.replace(Guards.TOKEN, MASK), QUESTION.replace(Guards.TOKEN, MASK));
    }
  }

  @Test
  void aQuestionThatEndsItsCallLeavesNobodyWaiting() {
    house.guardedBy(Guards.secrets(In.RESULTS, Action.BLOCK));
    old.silentOn("tools/call");
    var session = house.session("alice", OLD);
    var key = house.key("alice");
    var reply =
        house.send(Request.legacy(key, OLD, session, "7", "tools/call", "{\"name\":\"get\"}"));
    old.only("tools/call").head(200, Form.EVENTS).message(QUESTION);

    assertThat(reply.events().getLast()).contains("\"kind\":\"guardrail\"");
    assertThat(old.only("answer").body()).contains("\"id\":\"q1\",\"error\"");
  }

  @Nested
  class WhatServersSayOfThemselves {
    @Test
    void isInspectedInLists() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.MASK, "crm/get", "old/get"));
      crm.offers("tools", List.of(leaky("get"), ScriptedServer.tool(Guards.TOKEN)));
      for (var path : List.of("/mcp", CRM)) {
        assertThat(house.modern("alice", path, "tools/list", "{}").body())
            .contains("get\"", "use " + MASK)
            .doesNotContain(Guards.TOKEN);
      }
    }

    @Test
    void isLeftOutOfListsWhereAGuardrailBlocks() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.BLOCK));
      crm.offers("tools", List.of(leaky("leaky"), ScriptedServer.tool("get")));
      for (var path : List.of("/mcp", CRM)) {
        assertThat(house.modern("alice", path, "tools/list", "{}").body())
            .contains("get\"")
            .doesNotContain("leaky", Guards.TOKEN);
      }
    }

    @Test
    void isInspectedInDiscoveriesAndHandshakes() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.MASK, "crm/get", "old/get"));
      var instructions = "\"instructions\":\"" + Guards.TOKEN + "\"";
      crm.on("server/discover", call -> call.result("{" + instructions + "}"));
      old.on(
          "initialize",
          call ->
              call.result(
                  "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"serverInfo\":"
                      + "{\"name\":\"old\",\"version\":\"1\"},"
                      + instructions
                      + "}"));
      var masked = instructions.replace(Guards.TOKEN, MASK);

      assertThat(house.modern("alice", CRM, "server/discover", "{}").body()).contains(masked);
      assertThat(house.initialize("alice", OLD).body()).contains(masked);
      assertThat(house.journal()).last().isEqualTo("outcome OK 1 github token");
    }

    @Test
    void endsTheSessionWhereAGuardrailBlocks() {
      house.guardedBy(Guards.secrets(In.RESULTS, Action.BLOCK));
      old.on(
          "initialize",
          call ->
              call.result(
                  "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"serverInfo\":"
                      + "{\"name\":\""
                      + Guards.TOKEN
                      + "\",\"version\":\"1\"}}"));
      var reply = house.initialize("alice", OLD);

      assertThat(reply.body()).contains("withheld").doesNotContain(Guards.TOKEN);
      assertThat(house.sessions().count()).isZero();
      assertThat(house.journal()).last().isEqualTo("outcome REFUSED_IN_RESULT guardrail");
    }
  }
}
