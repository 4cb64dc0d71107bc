package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server that describes one of its tools otherwise after each call of it. */
class DefinitionsThatChangeIT {
  private static final String CHANGING = "test_trigger_tool_change";

  private final HttpPeer fixture = HttpPeer.fixture(Peers.installed(), FixtureMode.DUAL);

  private RunningGateway pinned(String drift) {
    var gateway =
        RunningGateway.open(
            """
            servers:
              fixture: { url: "%s", approved: true, drift: %s }
            roles:
              user:
                grants: ["fixture/*"]
            """
                .formatted(fixture.url(), drift),
            "user",
            "administrator");
    refreshed(gateway); // and so it is pinned
    return gateway;
  }

  @AfterEach
  void endTheFixture() {
    fixture.close();
  }

  private static JsonNode refreshed(RunningGateway gateway) {
    return ask(gateway, "refresh", "{}");
  }

  private static JsonNode ask(RunningGateway gateway, String what, String body) {
    var answer =
        gateway.caller("administrator", "/admin/v1/servers/fixture/" + what).post(body, Map.of());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static List<String> descriptions(JsonNode list, String name) {
    var found = new ArrayList<String>();
    for (var tool : list.path("tools")) {
      if (tool.path("name").asString("").endsWith(name)) {
        found.add(tool.path("description").asString(""));
      }
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({"/mcp/fixture, ''", "/mcp, fixture__"})
  void areHeldBackUntilTheyAreApproved(String path, String prefix) {
    try (var gateway = pinned("block")) {
      var caller = gateway.caller("user", path);
      assertThat(descriptions(caller.modern("tools/list", "").result(), CHANGING)).hasSize(1);
      assertThat(caller.callTool(prefix + CHANGING, "{}").text()).contains("Changed the tools");

      var server = refreshed(gateway);
      var list = caller.modern("tools/list", "").result();
      var refused = caller.callTool(prefix + CHANGING, "{}");

      assertThat(descriptions(list, CHANGING)).isEmpty();
      assertThat(descriptions(list, "test_simple_text")).hasSize(1);
      assertThat(refused.refusal().path("kind").asString("")).isEqualTo("drift");
      assertThat(server.at("/drift/changes/0/name").asString("")).isEqualTo(CHANGING);
      assertThat(server.at("/drift/changes/0/edits/0/path").asString("")).isEqualTo("description");

      var approval =
          "{\"fingerprint\":\"%s\",\"definitionsHash\":\"%s\"}"
              .formatted(
                  server.path("fingerprint").asString(""),
                  server.at("/seen/definitionsHash").asString(""));
      ask(gateway, "approve", approval);
      assertThat(caller.callTool(prefix + CHANGING, "{}").text()).contains("Changed the tools");
    }
  }

  @Test
  void neverComeToAClientThatListsAfterEveryCall() {
    try (var gateway = pinned("pinned")) {
      var caller = gateway.caller("user", "/mcp/fixture");
      var seen = new ArrayList<String>();

      for (var i = 0; i < 4; i++) {
        seen.addAll(descriptions(caller.modern("tools/list", "").result(), CHANGING));
        assertThat(caller.callTool(CHANGING, "{}").text()).contains("Changed the tools");
      }

      assertThat(seen).hasSize(4).containsOnly(seen.getFirst());
      assertThat(refreshed(gateway).at("/drift/meaning").asString("")).isEqualTo("cosmetic");
    }
  }

  @Test
  void areHeldBackFromSessionsOfTheLegacyEra() {
    try (var gateway = pinned("block")) {
      var session = gateway.caller("user", "/mcp/fixture").inSession();
      assertThat(descriptions(session.legacy("tools/list", "").result(), CHANGING)).hasSize(1);
      assertThat(session.legacyTool(CHANGING, "{}").text()).contains("Changed the tools");

      assertThat(descriptions(session.legacy("tools/list", "").result(), CHANGING)).isEmpty();

      assertThat(session.legacyTool(CHANGING, "{}").refusal().path("kind").asString(""))
          .isEqualTo("drift");
    }
  }
}
