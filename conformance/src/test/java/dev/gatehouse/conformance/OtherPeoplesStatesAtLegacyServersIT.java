package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What modern clients hold of a server that knows only sessions, over HTTP and over pipes: nothing
 * to another caller, and nothing with one bit changed. How often a question may be answered is a
 * matter of {@link ParkedCallsIT}.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherPeoplesStatesAtLegacyServersIT {
  private static final String QUESTION = ",\"arguments\":{\"message\":\"Who?\"}";
  private static final String RESOURCE = "test://watched-resource";

  private final Peers peers = Peers.installed();
  private final HttpPeer fixture = HttpPeer.fixtureWithExtraTools(peers, FixtureMode.LEGACY, 300);
  private final HttpPeer everything = HttpPeer.everything(peers);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          servers:
            fixture: { url: "%s", approved: true }
            piped: { stdio: %s, approved: true }
            tasks: { url: "%s", approved: true }
          roles:
            ana: { grants: [{ tools: ["*/*"], resources: ["*/*"] }] }
            ben: { grants: [{ tools: ["*/*"], resources: ["*/*"] }] }
          """
              .formatted(
                  fixture.url(),
                  StdioPeer.fixture(peers, FixtureMode.LEGACY).command().stream()
                      .map(Caller::quoted)
                      .collect(Collectors.joining(",", "[", "]")),
                  everything.url()),
          "ana",
          "ben");

  @AfterAll
  void endAll() {
    gateway.close();
    everything.close();
    fixture.close();
  }

  private static Caller.Answer ask(Caller caller, String tool, String more) {
    return Side.ask(caller, AskingServer.ABLE, tool, QUESTION + more);
  }

  @ParameterizedTest
  @CsvSource({
    "/mcp/fixture, test_elicitation",
    "/mcp/piped, test_elicitation",
    "/mcp, fixture__test_elicitation",
    "/mcp, piped__test_elicitation"
  })
  void theStateOfAQuestionIsForItsCaller(String route, String tool) {
    var ana = gateway.caller("ana", route);
    var ben = gateway.caller("ben", route);
    var asked = ask(ana, tool, "");
    var state = asked.result().path("requestState").asString();
    var bens = ask(ben, tool, "");
    var refused = new ArrayList<Caller.Answer>();
    refused.add(ask(ben, tool, AskingServer.answers(asked)));
    refused.add(ask(ana, tool, AskingServer.retry(asked, "")));
    for (var at : List.of(0, 7, state.length() / 2, state.length() - 1)) {
      refused.add(ask(ana, tool, AskingServer.retry(asked, Flipped.at(state, at))));
    }

    assertThat(refused).allSatisfy(answer -> assertThat(answer.errorCode()).isEqualTo(-32602));
    assertThat(ask(ana, tool, AskingServer.answers(asked)).text()).contains("action=accept");
    assertThat(ask(ben, tool, AskingServer.answers(bens)).text()).contains("action=accept");
  }

  @Test
  void aCursorIsGoodForItsCallerAndItsList() {
    var ana = gateway.caller("ana", "/mcp");
    var cursor = ana.modern("tools/list", "").result().path("nextCursor").asString();
    var good = "\"cursor\":" + Caller.quoted(cursor);
    var refused = new ArrayList<Caller.Answer>();
    refused.add(gateway.caller("ben", "/mcp").modern("tools/list", good));
    refused.add(gateway.caller("ben", "/mcp").inSession().legacy("tools/list", good));
    refused.add(ana.modern("prompts/list", good));
    for (var at : List.of(0, 5, 20, cursor.length() - 1)) {
      var bent = "\"cursor\":" + Caller.quoted(Flipped.at(cursor, at));
      refused.add(ana.modern("tools/list", bent));
    }

    assertThat(ana.modern("tools/list", good).result().path("tools").size()).isPositive();
    assertThat(refused).allSatisfy(answer -> assertThat(answer.errorCode()).isEqualTo(-32602));
  }

  /** In the modern era a subscription is the id of the request that began it. */
  @ParameterizedTest
  @CsvSource({"/mcp/fixture, ''", "/mcp/piped, ''", "/mcp, fixture__"})
  void aSubscriptionIsEndedByNobodyElse(String route, String prefix) {
    var ana = gateway.caller("ana", route);
    var ben = gateway.caller("ben", route);
    try (var anas = listen(ana)) {
      anas.next("notifications/subscriptions/acknowledged");
      try (var bens = listen(ben)) {
        bens.next("notifications/subscriptions/acknowledged");
      }
      for (var stranger : List.of(ben, ben.inSession(), ana.inSession())) {
        stranger.post(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"mine\"}}",
            Map.of());
      }
      // the answer shows that what was sent before it has come
      assertThat(ben.callTool(prefix + "test_simple_text", "{}").text()).contains("simple text");
      ana.callTool(prefix + "test_trigger_resource_change", "{}");

      var heard = anas.next("notifications/resources/updated").path("params");
      assertThat(heard.path("uri").asString()).isEqualTo(RESOURCE);
      assertThat(heard.toString()).contains("\"mine\"");
    }
  }

  private static OpenStream listen(Caller caller) {
    return caller.open(
        Caller.modernBody(
            "\"mine\"",
            "subscriptions/listen",
            "\"notifications\":{\"resourceSubscriptions\":[\"" + RESOURCE + "\"]}",
            Caller.NO_CAPABILITIES),
        Map.of("mcp-protocol-version", "2026-07-28", "mcp-method", "subscriptions/listen"));
  }

  @ParameterizedTest
  @CsvSource({"/mcp/tasks, simulate-research-query", "/mcp, tasks__simulate-research-query"})
  void aTaskIsForItsCallerInTheEraThatItBeganIn(String route, String tool) {
    var ana = gateway.caller("ana", route).inSession();
    var begun =
        ana.legacy(
            "tools/call",
            "\"name\":\"%s\",\"arguments\":{\"topic\":\"gates\"},\"task\":{\"ttl\":60000}"
                .formatted(tool));
    var id = begun.result().path("task").path("taskId").asString();
    var ben = gateway.caller("ben", route).inSession();
    for (var method : List.of("tasks/get", "tasks/result", "tasks/cancel")) {
      var refused = new ArrayList<Caller.Answer>();
      refused.add(ben.legacy(method, task(id)));
      for (var at : List.of(0, 9, id.length() / 2, id.length() - 1)) {
        refused.add(ana.legacy(method, task(Flipped.at(id, at))));
      }
      assertThat(refused)
          .allSatisfy(answer -> {
            assertThat(answer.errorCode()).isEqualTo(-32602);
            assertThat(answer.body()).contains("Unknown task");
          });
    }
    // tasks are not bridged, so that a modern client gets no further with one of a session
    for (var role : List.of("ana", "ben")) {
      for (var method : List.of("tasks/get", "tasks/cancel")) {
        var modern = gateway.caller(role, route).modern(method, task(id), Map.of("mcp-name", id));
        assertThat(modern.errorCode()).as(modern.body()).isNegative();
      }
    }

    assertThat(ana.legacy("tasks/get", task(id)).result().path("taskId").asString()).isEqualTo(id);
  }

  private static String task(String id) {
    return "\"taskId\":" + Caller.quoted(id);
  }
}
