package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What one caller was given is nothing to another, and nothing at all with one bit changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherPeoplesStatesIT {
  private final HttpPeer fixture = HttpPeer.fixtureWithExtraTools(Peers.installed(), 300);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          servers: { fixture: { url: "%s", approved: true } }
          roles:
            ana: { grants: ["*/*"] }
            ben: { grants: ["*/*"] }
          """
              .formatted(fixture.url()),
          "ana",
          "ben");

  @AfterAll
  void endBoth() {
    gateway.close();
    fixture.close();
  }

  @Test
  void aSessionIsNotThereForAnotherCallerOrOnAnotherRoute() {
    for (var route : List.of("/mcp", "/mcp/fixture")) {
      var anas = gateway.caller("ana", route).inSession();
      var id = anas.sessionId();
      var other = route.equals("/mcp") ? "/mcp/fixture" : "/mcp";
      for (var thief :
          List.of(
              gateway.caller("ben", route).with("mcp-session-id", id),
              anas.at(other),
              anas.with("mcp-session-id", Flipped.at(id, 3)),
              anas.with("mcp-session-id", id.substring(1)),
              anas.with("mcp-session-id", ""))) {
        assertThat(thief.legacy("tools/list", "").status()).isBetween(400, 404);
        assertThat(thief.get().status()).isBetween(400, 405);
        assertThat(thief.delete().status()).isBetween(400, 405);
        var answer = "{\"jsonrpc\":\"2.0\",\"id\":\"g-1\",\"result\":{}}";
        assertThat(thief.post(answer, Map.of()).status()).isBetween(400, 404);
      }
      assertThat(anas.legacy("tools/list", "").status()).isEqualTo(200);
      assertThat(anas.delete().status()).isEqualTo(204);
      assertThat(anas.legacy("tools/list", "").status()).isEqualTo(404);
    }
  }

  @Test
  void sessionIdsSayNothingAndDoNotRepeat() {
    var ids = new HashSet<String>();
    for (var i = 0; i < 50; i++) {
      ids.add(gateway.caller("ana", "/mcp").inSession().sessionId());
    }
    assertThat(ids).hasSize(50).allMatch(id -> id.length() >= 27);
  }

  @Test
  void aCursorIsGoodForItsCallerAndItsList() {
    var ana = gateway.caller("ana", "/mcp");
    var cursor = ana.modern("tools/list", "").result().path("nextCursor").asString();
    var good = "\"cursor\":" + Caller.quoted(cursor);
    var refused = new ArrayList<Caller.Answer>();
    refused.add(gateway.caller("ben", "/mcp").modern("tools/list", good));
    refused.add(ana.modern("prompts/list", good));
    for (var at : List.of(0, 5, 20, cursor.length() - 1)) {
      refused.add(ana.modern("tools/list", "\"cursor\":" + Caller.quoted(Flipped.at(cursor, at))));
    }
    refused.add(ana.modern("tools/list", "\"cursor\":\"\""));
    refused.add(ana.modern("tools/list", "\"cursor\":" + Caller.quoted(cursor + "A")));

    assertThat(ana.modern("tools/list", good).status()).isEqualTo(200);
    assertThat(refused).allSatisfy(answer -> assertThat(answer.errorCode()).isEqualTo(-32602));
  }

  private static final String ABLE = "{\"elicitation\":{\"form\":{}}}";

  private static Caller.Answer ask(Caller caller, String tool, String more) {
    var body =
        Caller.modernBody(
            Integer.toString(Caller.nextId()),
            "tools/call",
            "\"name\":" + Caller.quoted(tool) + ",\"arguments\":{}" + more,
            ABLE);
    return caller.post(
        body,
        Map.of("mcp-protocol-version", "2026-07-28", "mcp-method", "tools/call", "mcp-name", tool));
  }

  private static String retry(String state) {
    return ",\"requestState\":"
        + Caller.quoted(state)
        + ",\"inputResponses\":{\"confirm\":{\"action\":\"accept\",\"content\":{\"ok\":true}}}";
  }

  @Test
  void aRequestStateIsGoodForItsCallerAndItsTool() {
    for (var route : List.of("/mcp", "/mcp/fixture")) {
      var prefix = route.equals("/mcp") ? "fixture__" : "";
      var tool = prefix + "test_input_required_result_request_state";
      var ana = gateway.caller("ana", route);
      JsonNode asked = ask(ana, tool, "").result();
      var state = asked.path("requestState").asString();
      var refused = new ArrayList<Caller.Answer>();
      refused.add(ask(gateway.caller("ben", route), tool, retry(state)));
      refused.add(ask(ana, prefix + "test_input_required_result_tampered_state", retry(state)));
      for (var at : List.of(0, 7, 30, state.length() - 1)) {
        refused.add(ask(ana, tool, retry(Flipped.at(state, at))));
      }
      refused.add(ask(ana, tool, retry("")));

      assertThat(asked.path("resultType").asString()).isEqualTo("input_required");
      assertThat(ask(ana, tool, retry(state)).text()).contains("state-ok");
      assertThat(refused)
          .allSatisfy(answer -> {
            assertThat(answer.errorCode()).isEqualTo(-32602);
            assertThat(answer.body()).contains("requestState is not the one");
          });
    }
  }

  /** Seeded, so that what fails once fails again. */
  @Test
  void everyToolIsListedExactlyIfItCanBeCalled() {
    var random = new Random(42);
    var tools =
        List.of(
            "test_simple_text",
            "test_image_content",
            "test_call_count",
            "extra_0001",
            "extra_0022",
            "extra_0123",
            "test_echo_headers",
            "test_error_handling");
    var roles = new StringBuilder("roles:\n");
    var names = new ArrayList<String>();
    for (var role = 0; role < 12; role++) {
      names.add("r" + role);
      roles.append("  r").append(role).append(": { grants: [").append(grants(random, tools));
      roles.append("] }\n");
    }
    try (var many =
        RunningGateway.open(
            "servers: { fixture: { url: \"%s\", approved: true } }\n".formatted(fixture.url())
                + roles
                + "forbids: [{ tools: [fixture/extra_002*], unless: caller.roles.contains(\"r1\") }]",
            names.toArray(String[]::new))) {
      for (var role : names) {
        for (var route : List.of("/mcp", "/mcp/fixture")) {
          compare(many.caller(role, route), route.equals("/mcp") ? "fixture__" : "", tools);
        }
      }
    }
  }

  private static String grants(Random random, List<String> tools) {
    var chosen = new ArrayList<String>();
    for (var i = 0; i < 1 + random.nextInt(3); i++) {
      var tool = tools.get(random.nextInt(tools.size()));
      var cut =
          random.nextInt(4) == 0 ? tool.substring(0, random.nextInt(tool.length())) + "*" : tool;
      chosen.add("\"fixture/" + cut + "\"");
    }
    return String.join(", ", chosen);
  }

  private static void compare(Caller caller, String prefix, List<String> tools) {
    var session = caller.inSession();
    var modern = names(all(more -> caller.modern("tools/list", more)));
    var legacy = names(all(more -> session.legacy("tools/list", more)));
    for (var tool : tools) {
      var name = prefix + tool;
      assertThat(callable(caller.callTool(name, "{}")))
          .as(caller + " " + name)
          .isEqualTo(modern.contains(name));
      assertThat(callable(session.legacyTool(name, "{}")))
          .as(caller + " in a session " + name)
          .isEqualTo(legacy.contains(name));
    }
  }

  private static List<Caller.Answer> all(Function<String, Caller.Answer> list) {
    var pages = new ArrayList<Caller.Answer>();
    var more = "";
    while (pages.isEmpty() || !more.isEmpty()) {
      var page = list.apply(more);
      pages.add(page);
      var next = page.result().path("nextCursor");
      more = next.isMissingNode() ? "" : "\"cursor\":" + next;
    }
    return pages;
  }

  private static Set<String> names(List<Caller.Answer> pages) {
    var names = new HashSet<String>();
    for (var page : pages) {
      page.result()
          .path("tools")
          .valueStream()
          .forEach(it -> names.add(it.path("name").asString()));
    }
    return names;
  }

  private static boolean callable(Caller.Answer answer) {
    if (answer.errorCode() == -32602) {
      assertThat(answer.body()).contains("Unknown tool: ");
      return false;
    }
    assertThat(answer.message().has("result")).as(answer.body()).isTrue();
    return true;
  }
}
