package dev.gatehouse.core.bridges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.protocol.LegacyTool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Requests in their modern form, and answers in their legacy form. */
class ACallIsBridgedTest {
  private static final String MIRRORED =
      "{\"name\":\"get\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":"
          + "\"integer\",\"x-mcp-header\":\"Count\"}}}}";
  private static final String LISTED =
      "{\"name\":\"get\",\"inputSchema\":{\"type\":\"object\"},\"outputSchema\":{\"type\":\"array\"}}";

  private final ScriptedServer server = ScriptedServer.modern("crm").tools("get");

  private String answered(String method, String params, String result) {
    server.on(method, call -> call.result(result));
    return Faced.with(server).request(method, params).last();
  }

  private String refused(String method, String params, int status, String error) {
    server.on(method, call -> call.error(status, error));
    var heard = Faced.with(server).request(method, params);
    assertThat(heard.head()).isEqualTo("200 JSON");
    return heard.last();
  }

  private static LegacyTool tool(String json) {
    return LegacyTool.of(json.getBytes(StandardCharsets.UTF_8));
  }

  @Nested
  class ARequest {
    @Test
    void carriesWhatTheSessionKnowsOfItsClient() {
      var faced = Faced.with(server);
      faced.request(
          "tools/call",
          "{\"name\":\"get\",\"_meta\":{\"progressToken\":1,\"traceparent\":\"00-a\"},\"arguments\":{}}");
      var sent = faced.last("tools/call");

      assertThat(sent.body())
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get\","
                  + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                  + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{\"form\":{},"
                  + "\"url\":{}},\"sampling\":{},\"roots\":{}},"
                  + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"test\",\"version\":\"1\","
                  + "\"title\":\"T\"},\"progressToken\":1,\"traceparent\":\"00-a\"},"
                  + "\"arguments\":{}}}");
      assertThat(sent.outgoing.traceparent()).isEqualTo("00-trace");
      assertThat(sent.outgoing.headers().protocolVersion()).isEqualTo("2026-07-28");
      assertThat(sent.outgoing.headers().method()).isEqualTo("tools/call");
      assertThat(sent.outgoing.headers().name()).isEqualTo("get");
      assertThat(sent.outgoing.headers().sessionId()).isNull();
    }

    @Test
    void cannotSayOfItselfWhatTheGatewaySays() {
      var faced = Faced.with(server, "2025-11-25", "{}");
      faced.request(
          "tools/call",
          "{\"requestState\":\"stolen\",\"name\":\"get\",\"inputResponses\":{},\"_meta\":{"
              + "\"io.modelcontextprotocol/clientCapabilities\":{\"sampling\":{}},"
              + "\"io.modelcontextprotocol/logLevel\":\"debug\"}}");

      assertThat(faced.last("tools/call").body())
          .contains("clientCapabilities\":{},")
          .doesNotContain("stolen", "inputResponses", "sampling", "logLevel");
    }

    @Test
    void declaresNoTasksAndNoExtensionButThoseOfBothEras() {
      var faced =
          Faced.with(
              server,
              "2025-06-18",
              "{\"tasks\":{\"list\":{}},\"elicitation\":{\"url\":{}},\"extensions\":{"
                  + "\"io.modelcontextprotocol/ui\":{\"mimeTypes\":[]},\"x/y\":{}},\"experimental\":{}}");
      faced.request("prompts/list", "{}");

      assertThat(faced.last("prompts/list").body())
          .contains(
              "clientCapabilities\":{\"elicitation\":{},\"extensions\":"
                  + "{\"io.modelcontextprotocol/ui\":{\"mimeTypes\":[]}},\"experimental\":{}}");
    }

    @Test
    void withoutParametersGetsThem() {
      var faced = Faced.with(server);
      faced.send("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"tools/list\"}");

      assertThat(faced.last("tools/list").message().metaProtocolVersion()).isEqualTo("2026-07-28");
    }

    @Test
    void mirrorsArgumentsAsItsToolSays() {
      var faced = Faced.with(server).knowing(MIRRORED);
      faced.call();
      faced.request("resources/read", "{\"uri\":\"test://ä\"}");
      var headers = faced.last("tools/call").outgoing.headers();

      assertThat(headers.params()).hasSize(1);
      assertThat(headers.params().getFirst().name()).isEqualTo("Count");
      assertThat(headers.params().getFirst().value()).isEqualTo("1");
      assertThat(faced.last("resources/read").outgoing.headers().name()).startsWith("=?base64?");
    }

    @Test
    void toAToolThatAsksForHeadersAgainstTheRulesNeverLeaves() throws InterruptedException {
      var invalid = MIRRORED.replace("Count", "Co unt");
      var faced = Faced.with(server).knowing(invalid);
      var known = faced.call();
      faced.known.clear();
      faced.fetched.put("get", tool(invalid));

      assertThat(known.last()).contains("\"code\":-32602", "Unknown tool: get");
      assertThat(faced.call().await().last()).contains("\"code\":-32602", "Unknown tool: get");
      assertThat(server.heard("tools/call")).isEmpty();
    }

    @Test
    void waitsForAToolThatIsNotKnownYet() throws InterruptedException {
      var faced = Faced.with(server);
      faced.known.clear();
      faced.fetched.put("get", tool(MIRRORED));

      assertThat(faced.call().await().last()).contains("done");
      assertThat(faced.last("tools/call").outgoing.headers().params()).hasSize(1);
    }

    @Test
    void isSentOnceMoreWhenItsHeadersWereOfAnOldList() throws InterruptedException {
      server.on(
          "tools/call",
          call -> {
            if (call.outgoing.headers().params().isEmpty()) {
              call.error(400, "{\"code\":-32020,\"message\":\"header\"}");
            } else {
              call.result("{\"content\":[],\"resultType\":\"complete\"}");
            }
          });
      var faced = Faced.with(server);
      faced.fetched.put("get", tool(MIRRORED));

      assertThat(faced.call().await().last())
          .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}");
      assertThat(server.heard("tools/call")).hasSize(2);
    }

    @Test
    void isNotSentAThirdTime() throws InterruptedException {
      server.on("tools/call", call -> call.error(400, "{\"code\":-32020,\"message\":\"header\"}"));
      var faced = Faced.with(server);
      faced.fetched.put("get", tool(MIRRORED));

      assertThat(faced.call().await().last()).contains("isError\":true").doesNotContain("-32020");
      assertThat(server.heard("tools/call")).hasSize(2);
    }

    @Test
    void carriesTheLevelThatTheClientChose() {
      server.offers("logging", List.of());
      var faced = Faced.with(server);
      faced.call();
      assertThat(faced.last("tools/call").body()).contains("/logLevel\":\"info\"");

      assertThat(faced.request("logging/setLevel", "{\"level\":\"loud\"}").last())
          .contains("-32602");
      assertThat(faced.request("logging/setLevel", "{\"level\":\"error\"}").last())
          .endsWith("\"result\":{}}");
      faced.call();
      assertThat(faced.last("tools/call").body()).contains("/logLevel\":\"error\"");
      assertThat(server.heard("logging/setLevel")).isEmpty();
    }

    @Test
    void isCancelledAtTheServerAndNeverHeardOfAgain() {
      server.silentOn("tools/call");
      var faced = Faced.with(server);
      var heard = faced.call();
      faced.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
      assertThat(faced.last("tools/call").isCancelled()).isFalse();
      heard.cancel();

      assertThat(faced.last("tools/call").isCancelled()).isTrue();
      assertThat(heard.said()).isEmpty();
      assertThat(faced.face.openCalls()).isZero();
    }

    @Test
    void slowsItsServerDown() {
      server.silentOn("tools/call");
      var faced = Faced.with(server);
      var exchange = java.util.Objects.requireNonNull(faced.call().exchange);
      exchange.pause();
      assertThat(faced.last("tools/call").isPaused()).isTrue();
      exchange.resume();
      assertThat(faced.last("tools/call").isPaused()).isFalse();
    }
  }

  @Nested
  class AnAnswer {
    @Test
    void losesWhatOnlyTheModernEraKnowsAndNothingElse() {
      assertThat(
              answered(
                  "resources/read",
                  "{\"uri\":\"a:b\"}",
                  "{ \"contents\":[],\"ttlMs\":5,\"x\" : [1.0],\"resultType\":\"complete\","
                      + "\"cacheScope\":\"public\",\"_meta\":{\"y\":1}}"))
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{ \"contents\":[],\"x\" : [1.0],"
                  + "\"_meta\":{\"y\":1}}}");
    }

    @Test
    void wrapsStructuredContentThatIsNoObject() {
      assertThat(
              answered(
                  "tools/call",
                  "{\"name\":\"get\"}",
                  "{\"content\":[],\"structuredContent\":[1, 2],\"resultType\":\"complete\"}"))
          .contains("\"content\":[{\"type\":\"text\",\"text\":\"[1, 2]\"}]")
          .contains("\"structuredContent\":{\"result\":[1, 2]}");
      assertThat(
              answered(
                  "tools/call",
                  "{\"name\":\"get\"}",
                  "{\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"structuredContent\":{\"a\":1}}"))
          .contains("\"text\":\"x\"", "\"structuredContent\":{\"a\":1}");
    }

    @Test
    void fitsTheSchemaUnderWhichItsToolIsListed() {
      server.on("tools/call", call -> call.result("{\"structuredContent\":{\"a\":1}}"));
      var faced = Faced.with(server).knowing(LISTED);

      assertThat(faced.call().last())
          .contains("\"structuredContent\":{\"result\":{\"a\":1}}", "\"text\":\"{\\\"a\\\":1}\"");
    }

    @Test
    void listsToolsAsTheLegacyEraHasThem() {
      var bad =
          "{\"name\":\"bad\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":"
              + "\"number\",\"x-mcp-header\":\"A\"}}}}";
      server.offers("tools", List.of(ScriptedServer.tool("one"), bad, LISTED));

      assertThat(Faced.with(server).request("tools/list", "{}").last())
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":["
                  + ScriptedServer.tool("one")
                  + ","
                  + LISTED.replace(
                      "{\"type\":\"array\"}",
                      "{\"type\":\"object\",\"properties\":{\"result\":{\"type\":\"array\"}},"
                          + "\"required\":[\"result\"]}")
                  + "]}}");
    }

    @Test
    void thatRefusesIsWordedForItsEra() {
      assertThat(
              refused(
                  "resources/read",
                  "{\"uri\":\"a:b\"}",
                  200,
                  "{\"code\":-32602,\"message\":\"none\",\"data\":{\"uri\":\"a:b\"}}"))
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32002,\"message\":\"none\","
                  + "\"data\":{\"uri\":\"a:b\"}}}");
      assertThat(refused("prompts/list", "{}", 404, "{\"code\":-32601,\"message\":\"none\"}"))
          .contains("-32601");
      assertThat(
              refused(
                  "prompts/get",
                  "{\"name\":\"p\"}",
                  400,
                  "{\"code\":-32021,\"message\":\"m\",\"data\":{\"requiredCapabilities\":"
                      + "{\"sampling\":{}}}}"))
          .contains("-32603", "needs sampling of the client")
          .doesNotContain("-32021");
    }

    @Test
    void ofAServerThatHasChangedItsEraMakesTheEraDoubtful() {
      server.on("tools/call", call -> call.error(400, "{\"code\":-32022,\"message\":\"no\"}"));
      var faced = Faced.with(server);

      assertThat(faced.call().last()).contains("isError").doesNotContain("-32022");
      assertThat(faced.eraForgotten).isEqualTo(1);
    }

    @Test
    void bringsNotificationsBeforeItself() {
      server.on(
          "tools/call",
          call ->
              call.head(200, Form.EVENTS)
                  .message(
                      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}",
                      "e1")
                  .message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}")
                  .message("not JSON")
                  .message(call.answer("result", "{}"))
                  .end());
      var heard = Faced.with(server).call();

      assertThat(heard.head()).isEqualTo("200 EVENTS");
      assertThat(heard.said())
          .containsExactly(
              "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}",
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
    }

    @Test
    void toSomethingElseIsNone() {
      server.on(
          "tools/call",
          call ->
              call.head(200, Form.EVENTS)
                  .message("{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}")
                  .message("{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"result\":{}}")
                  .end());
      var heard = Faced.with(server).call();

      assertThat(heard.said()).isEmpty();
      assertThat(heard.failure()).isNotNull();
    }

    @Test
    void inAFormThatNobodyAgreedToIsRefused() {
      assertThat(
              answered(
                  "tools/call",
                  "{\"name\":\"get\"}",
                  "{\"resultType\":\"task\",\"taskId\":\"t\",\"status\":\"working\"}"))
          .contains("\"isError\":true", "type task");
    }

    @Test
    void thatIsNoMcpStaysWhatItIs() {
      server.on("tools/call", call -> call.head(502, Form.OTHER).message("Bad gateway").end());
      var heard = Faced.with(server).call();

      assertThat(heard.head()).isEqualTo("502 OTHER");
      assertThat(heard.last()).isEqualTo("Bad gateway");
    }

    @Test
    void thatDoesNotComeIsAFailure() {
      server.on("tools/call", call -> call.fails(Cause.TIMEOUT, Sent.MAYBE));
      var lost = Faced.with(server).call().failure();
      server.on("tools/call", call -> call.fails(Cause.UNREACHABLE, Sent.NO));
      var never = Faced.with(server).call().failure();

      assertThat(lost).isNotNull().satisfies(it -> assertThat(it.sent()).isEqualTo(Sent.MAYBE));
      assertThat(never).isNotNull().satisfies(it -> assertThat(it.sent()).isEqualTo(Sent.NO));
    }
  }
}
