package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Arrival.Verb;
import dev.gatehouse.core.gateway.Gateway.Threads;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the legacy era at servers that speak the modern era only. */
class BridgedRoutesTest {
  private static final String CRM = "/mcp/crm";
  private static final String GET = "{\"name\":\"get\"}";
  private static final String LISTED =
      "{\"outputSchema\":{\"type\":\"array\"},\"name\":\"get\",\"inputSchema\":{\"type\":\"object\"}}";
  private static final String ASKS =
      "{\"resultType\":\"input_required\",\"inputRequests\":{\"n\":{\"method\":\"elicitation/create\","
          + "\"params\":{\"message\":\"m\"}}},\"requestState\":\"theirs\"}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").offers("tools", List.of(LISTED));

  @BeforeEach
  void build() {
    house = House.in(directory).with(crm).allowing("alice", "crm/*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** A session of a client, when the server's tools are known. */
  private String session(String path) {
    house.views().refreshNow(crm.declared());
    return house.session("alice", path);
  }

  private void asksFirst() {
    crm.on(
        "tools/call",
        call ->
            call.result(
                call.message().inputResponses().isPresent()
                    ? "{\"content\":[],\"resultType\":\"complete\"}"
                    : ASKS));
  }

  private CapturedReply calls(String path, String session, String tool) {
    var params = "{\"name\":\"" + tool + "\"}";
    return house.send(Request.legacy(house.key("alice"), path, session, "7", "tools/call", params));
  }

  private CapturedReply says(String path, String session, String message) {
    return house.send(Request.inSession(house.key("alice"), path, session, message)).complete();
  }

  @Test
  void useOneServer() {
    house.views().refreshNow(crm.declared());
    var hello = house.initialize("alice", CRM);
    var reply = house.legacy("alice", CRM, hello.sessionId(), "tools/call", GET);

    assertThat(hello.body()).contains("\"protocolVersion\":\"2025-11-25\"", "\"name\":\"crm\"");
    assertThat(reply.body()).contains("done");
    assertThat(crm.only("tools/call").body())
        .contains("clientCapabilities\":{\"elicitation\":{}}", "\"name\":\"get\"");
    assertThat(crm.heard()).doesNotContain("initialize", "DELETE");
    assertThat(house.journal())
        .contains("intent tools/call crm/get by roles.alice.grants[0]", "outcome OK");
  }

  @Test
  void useOneServerOnVirtualThreadsToo() {
    house.on(Threads.VIRTUAL);
    var session = session(CRM);

    assertThat(house.legacy("alice", CRM, session, "tools/call", GET).body()).contains("done");
  }

  @Test
  void findItOnTheJoinedRouteAsTheirEraHasIt() {
    var session = session("/mcp");

    assertThat(house.legacy("alice", "/mcp", session, "tools/list", "{}").body())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":[{\"outputSchema\":{\"type\":"
                + "\"object\",\"properties\":{\"result\":{\"type\":\"array\"}},\"required\":"
                + "[\"result\"]},\"name\":\"crm__get\",\"inputSchema\":{\"type\":\"object\"}}]}}");
    assertThat(house.modern("alice", "/mcp", "tools/list", "{}").body())
        .contains("\"outputSchema\":{\"type\":\"array\"}");
    assertThat(calls("/mcp", session, "crm__get").complete().body()).contains("done");
    assertThat(crm.only("tools/call").body()).contains("\"name\":\"get\"");
  }

  @Test
  void areAskedAndTheirAnswersReachTheServer() {
    asksFirst();
    var session = session(CRM);
    var reply = calls(CRM, session, "get").speaking();
    assertThat(reply.events())
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"id\":\"gatehouse-asks-1\",\"method\":\"elicitation/create\","
                + "\"params\":{\"message\":\"m\"}}");
    says(
        CRM,
        session,
        "{\"jsonrpc\":\"2.0\",\"id\":\"gatehouse-asks-1\",\"result\":{\"action\":\"decline\"}}");

    assertThat(reply.complete().events().getLast())
        .contains("\"id\":7,\"result\":{\"content\":[]}");
    assertThat(crm.heard("tools/call").getLast().body())
        .contains(
            "\"inputResponses\":{\"n\":{\"action\":\"decline\"}}", "\"requestState\":\"theirs\"");
    assertThat(house.journal()).last().isEqualTo("outcome OK");
  }

  @Test
  void areAskedUnderNumbersOfTheGatewayOnTheJoinedRoute() {
    asksFirst();
    var session = session("/mcp");
    var reply = calls("/mcp", session, "crm__get").speaking();
    says("/mcp", session, "{\"jsonrpc\":\"2.0\",\"id\":\"gatehouse-asks-1\",\"result\":{}}");
    assertThat(crm.heard("tools/call")).hasSize(1);
    says(
        "/mcp", session, "{\"jsonrpc\":\"2.0\",\"id\":\"g-1\",\"result\":{\"action\":\"cancel\"}}");

    assertThat(reply.complete().events()).hasSize(2);
    assertThat(crm.heard("tools/call")).hasSize(2);
  }

  @Test
  void cannotAnswerForOthers() {
    asksFirst();
    house.allowing("bob", "crm/*");
    house.key("bob");
    var session = session(CRM);
    calls(CRM, session, "get").speaking();
    var other = house.session("bob", CRM);
    house
        .send(
            Request.inSession(
                house.key("bob"),
                CRM,
                other,
                "{\"jsonrpc\":\"2.0\",\"id\":\"gatehouse-asks-1\",\"result\":{}}"))
        .complete();

    assertThat(crm.heard("tools/call")).hasSize(1);
  }

  @Test
  void cannotBringAStateOfTheirOwn() {
    var session = session(CRM);
    house.legacy(
        "alice", CRM, session, "tools/call", "{\"name\":\"get\",\"requestState\":\"stolen\"}");

    assertThat(crm.only("tools/call").body()).doesNotContain("stolen");
  }

  @Test
  void thatLeaveDoNotEndTheirCallsButLeaveQuestionsUnanswered() {
    var session = session(CRM);
    crm.silentOn("tools/call");
    var reply = calls(CRM, session, "get");
    reply.leave();
    assertThat(crm.only("tools/call").isCancelled()).isFalse();
    var call = crm.only("tools/call");
    asksFirst();
    call.result(ASKS);

    assertThat(crm.heard("tools/call").getLast().body()).contains("{\"action\":\"cancel\"}");
    assertThat(house.journal()).last().isEqualTo("outcome OK");
  }

  @Test
  void thatCancelEndTheCallAtTheServer() {
    crm.silentOn("tools/call");
    var session = session(CRM);
    calls(CRM, session, "get");
    says(
        CRM,
        session,
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");

    assertThat(crm.only("tools/call").isCancelled()).isTrue();
    assertThat(house.journal()).last().isEqualTo("outcome CANCELLED");
  }

  @Test
  void hearOfChangesUntilTheyEndTheSession() {
    crm.on(
        "server/discover",
        call ->
            call.result(
                "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{},"
                    + "\"prompts\":{\"listChanged\":true}}}"));
    crm.on("subscriptions/listen", call -> call.head(200, Form.EVENTS));
    var session = session(CRM);
    var stream = house.send(Request.without(Verb.GET, house.key("alice"), CRM, session));
    var listening = crm.heard("subscriptions/listen").getLast();
    listening.message(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\"}");
    listening.message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/prompts/list_changed\"}");
    house.send(Request.without(Verb.DELETE, house.key("alice"), CRM, session));

    assertThat(stream.events())
        .containsExactly("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/prompts/list_changed\"}");
    assertThat(stream.isComplete()).isTrue();
    assertThat(listening.isCancelled()).isTrue();
  }

  @Test
  void keepTheirSessionWhenAProcessEnds() {
    var tool = ScriptedServer.modern("tool").overPipes().tools("get");
    house = House.in(directory.resolve("pipe")).with(tool).allowing("alice", "tool/*");
    house.views().refreshNow(tool.declared());
    var session = house.session("alice", "/mcp/tool");
    tool.on("tools/call", call -> call.fails(Cause.LOST, Sent.MAYBE));
    var lost = calls("/mcp/tool", session, "get").complete();
    tool.on("tools/call", call -> call.result("{\"content\":[]}"));

    assertThat(lost.body()).contains("dev.gatehouse/refusal");
    assertThat(calls("/mcp/tool", session, "get").complete().body())
        .contains("\"result\":{\"content\":[]}");
    assertThat(tool.heard("server/discover").size()).isLessThanOrEqualTo(2);
  }

  @Test
  void keepTheirLevelWhenAServerIsOpenedLater() {
    crm.offers("logging", List.of());
    var session = session("/mcp");
    house.legacy("alice", "/mcp", session, "logging/setLevel", "{\"level\":\"warning\"}");
    calls("/mcp", session, "crm__get").complete();

    assertThat(crm.only("tools/call").body()).contains("/logLevel\":\"warning\"");
  }
}
