package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What legacy clients hold of a server that speaks the modern era only, where the session, the
 * question and the subscription are the gateway's own making: nothing to another caller, and
 * nothing with one bit changed.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherPeoplesStatesAtModernServersIT {
  private static final String URI = "\"uri\":\"test://watched-resource\"";

  private final HttpPeer fixture =
      HttpPeer.fixtureWithExtraTools(Peers.installed(), FixtureMode.MODERN, 300);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          servers: { fixture: { url: "%s", approved: true } }
          roles:
            ana: { grants: [{ tools: ["*/*"], resources: ["*/*"] }] }
            ben: { grants: [{ tools: ["*/*"], resources: ["*/*"] }] }
          """
              .formatted(fixture.url()),
          "ana",
          "ben");

  @AfterAll
  void endBoth() {
    gateway.close();
    fixture.close();
  }

  private static String tool(String route, String name) {
    return route.equals("/mcp") ? "fixture__" + name : name;
  }

  private Caller inSession(String role, String route) {
    return gateway.caller(role, route).inSession(AskingServer.ABLE);
  }

  /** Others with this session's id, and its owner with one that is nearly it. */
  private List<Caller> thieves(Caller owner, String route) {
    var id = owner.sessionId();
    var thieves = new ArrayList<Caller>();
    thieves.add(gateway.caller("ben", route).with("mcp-session-id", id));
    thieves.add(owner.at(route.equals("/mcp") ? "/mcp/fixture" : "/mcp"));
    for (var at : List.of(0, id.length() / 2, id.length() - 1)) {
      thieves.add(owner.with("mcp-session-id", Flipped.at(id, at)));
    }
    return thieves;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/fixture"})
  void aSessionIsNobodyElses(String route) {
    var ana = inSession("ana", route);
    var tool = tool(route, "test_simple_text");
    assertThat(ana.legacyTool(tool, "{}").text()).contains("simple text");
    for (var thief : thieves(ana, route)) {
      assertThat(thief.legacyTool(tool, "{}").status()).isBetween(400, 404);
      assertThat(thief.get().status()).isBetween(400, 405);
      assertThat(thief.delete().status()).isBetween(400, 405);
    }

    assertThat(ana.legacyTool(tool, "{}").text()).contains("simple text");
    assertThat(ana.delete().status()).isEqualTo(204);
    assertThat(ana.legacyTool(tool, "{}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/fixture"})
  void aQuestionIsForTheSessionThatWasAsked(String route) {
    var ana = inSession("ana", route);
    var others = new ArrayList<>(thieves(ana, route));
    var call =
        "\"name\":\"%s\",\"arguments\":{}"
            .formatted(tool(route, "test_input_required_result_elicitation"));
    try (var stream = ana.openLegacy("tools/call", call)) {
      var id = stream.next("elicitation/create").path("id").toString();
      for (var thief : others) {
        assertThat(thief.post(answer(id, "ben"), Map.of()).status()).isBetween(400, 404);
      }
      // a session of one's own, where nobody asked: taken, as the transport wants, and dropped
      for (var stranger : List.of(inSession("ben", route), inSession("ana", route))) {
        assertThat(stranger.post(answer(id, "ben"), Map.of()).status()).isEqualTo(202);
      }
      var last = id.length() - (id.endsWith("\"") ? 2 : 1);
      ana.post(answer(Flipped.at(id, last), "ben"), Map.of());
      assertThat(ana.post(answer(id, "ana"), Map.of()).status()).isEqualTo(202);
      ana.post(answer(id, "ben"), Map.of());

      var done = stream.next(message -> message.has("result") || message.has("error"));
      assertThat(done.path("result").path("content").path(0).path("text").asString(""))
          .isEqualTo("Hello, ana!");
    }
  }

  private static String answer(String id, String name) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"action\":\"accept\",\"content\":{\"name\":\"%s\"}}}"
        .formatted(id, name);
  }

  @Test
  void aCursorIsGoodForItsCallerAndItsList() {
    var ana = inSession("ana", "/mcp");
    var cursor = ana.legacy("tools/list", "").result().path("nextCursor").asString();
    var good = "\"cursor\":" + Caller.quoted(cursor);
    var refused = new ArrayList<Caller.Answer>();
    refused.add(inSession("ben", "/mcp").legacy("tools/list", good));
    refused.add(gateway.caller("ben", "/mcp").modern("tools/list", good));
    refused.add(ana.legacy("prompts/list", good));
    for (var at : List.of(0, 5, 20, cursor.length() - 1)) {
      var bent = "\"cursor\":" + Caller.quoted(Flipped.at(cursor, at));
      refused.add(ana.legacy("tools/list", bent));
    }

    assertThat(ana.legacy("tools/list", good).result().path("tools").size()).isPositive();
    assertThat(refused).allSatisfy(answer -> assertThat(answer.errorCode()).isEqualTo(-32602));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/fixture"})
  void aSubscriptionIsForItsSession(String route) {
    var ana = inSession("ana", route);
    var ben = inSession("ben", route);
    assertThat(ana.legacy("resources/subscribe", URI).errorCode()).isZero();
    try (var anas = ana.openStanding();
        var bens = ben.openStanding()) {
      for (var thief : thieves(ana, route)) {
        assertThat(thief.legacy("resources/unsubscribe", URI).status()).isBetween(400, 404);
      }
      ben.legacy("resources/unsubscribe", URI);
      ben.legacyTool(tool(route, "test_trigger_resource_change"), "{}");
      ben.legacyTool(tool(route, "test_trigger_tool_change"), "{}");

      assertThat(anas.next("notifications/resources/updated").path("params").path("uri").asString())
          .isEqualTo("test://watched-resource");
      // what came before it would have come first
      assertThat(bens.next().path("method").asString())
          .isEqualTo("notifications/tools/list_changed");
    }
  }
}
