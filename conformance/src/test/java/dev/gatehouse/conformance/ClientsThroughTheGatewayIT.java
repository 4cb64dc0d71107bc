package dev.gatehouse.conformance;

import static dev.gatehouse.conformance.ScriptedClient.Era.LEGACY;
import static dev.gatehouse.conformance.ScriptedClient.Era.MODERN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Real clients of the TypeScript SDK, of either era, on either route, before a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsThroughTheGatewayIT {
  private static final String TOKEN = "npm_" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8";

  private final Peers peers = Peers.installed();
  private final HttpPeer fixture = HttpPeer.fixture(peers, FixtureMode.DUAL);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          servers:
            fixture: { url: "%s", approved: true }
          roles:
            everything:
              grants:
                - { tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }
            reader:
              grants:
                - { tools: [fixture/test_simple_text, fixture/test_leak] }
                - { tools: [fixture/test_echo], when: 'args.text != "forbidden"',
                    advice: Say something else. }
                - { resources: ["fixture/test://static-text"] }
                - { prompts: [fixture/test_simple_prompt] }
              limits:
                - { calls: 2, per: 1h, tools: fixture/test_simple_text }
          guardrails:
            - secrets: { in: results, do: mask }
          """
              .formatted(fixture.url()),
          "everything",
          "reader");

  @AfterAll
  void endBoth() {
    gateway.close();
    fixture.close();
  }

  /** A route, and what stands before the names of tools and prompts there. */
  enum Route {
    ONE_SERVER("/mcp/fixture", ""),
    ALL_SERVERS("/mcp", "fixture__");

    private final String path;
    private final String prefix;

    Route(String path, String prefix) {
      this.path = path;
      this.prefix = prefix;
    }
  }

  static Stream<Arguments> everyEraAndRoute() {
    return Stream.of(LEGACY, MODERN)
        .flatMap(era -> Stream.of(Route.values()).map(route -> Arguments.of(era, route)));
  }

  private Transcript run(ScriptedClient.Era era, Route route, String role, String script) {
    return ScriptedClient.of(peers, gateway.url(route.path), era)
        .withBearer(gateway.key(role))
        .run(script.replace("$", route.prefix));
  }

  private static List<String> names(JsonNode list) {
    return list.valueStream().map(item -> item.path("name").asString()).sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("everyEraAndRoute")
  void doAllThatAServerOffers(ScriptedClient.Era era, Route route) {
    var saw =
        run(
            era,
            route,
            "everything",
            """
            [{"list": "tools"}, {"list": "prompts"}, {"list": "resources"}, {"list": "templates"},
             {"call": {"name": "$test_simple_text", "arguments": {}}},
             {"read": "test://static-text"}, {"read": "test://template/123/data"},
             {"prompt": {"name": "$test_prompt_with_arguments",
                         "arguments": {"arg1": "one", "arg2": "two"}}},
             {"complete": {"ref": {"type": "ref/prompt", "name": "$test_prompt_with_arguments"},
                           "argument": {"name": "arg1", "value": "par"}}},
             {"complete": {"ref": {"type": "ref/resource", "uri": "test://template/{id}/data"},
                           "argument": {"name": "id", "value": "12"}}},
             {"call": {"name": "$test_tool_with_progress", "arguments": {}}},
             {"level": "info"},
             {"call": {"name": "$test_tool_with_logging", "arguments": {}}},
             {"call": {"name": "$test_error_handling", "arguments": {}}}]
            """);

    assertThat(saw.result(0).path("tools").size()).isGreaterThan(30);
    assertThat(names(saw.result(0).path("tools"))).contains(route.prefix + "test_simple_text");
    assertThat(saw.result(1).path("prompts").size()).isEqualTo(6);
    assertThat(saw.result(2).path("resources").size()).isEqualTo(4);
    assertThat(saw.result(3).path("resourceTemplates").size()).isEqualTo(1);
    assertThat(saw.text(4)).contains("simple text response");
    assertThat(saw.result(5).path("contents").path(0).path("text").asString())
        .contains("static text resource");
    assertThat(saw.result(6).path("contents").path(0).path("text").asString()).contains("123");
    assertThat(saw.result(7).toString()).contains("arg1='one'");
    assertThat(saw.result(8).path("completion").path("values").toString())
        .isEqualTo("[\"paris\",\"park\",\"party\"]");
    assertThat(saw.result(9).path("completion").path("values").toString())
        .isEqualTo("[\"123\",\"124\"]");
    assertThat(saw.heard("notifications/progress")).hasSizeGreaterThanOrEqualTo(3);
    assertThat(saw.result(11)).isNotNull();
    assertThat(saw.heard("notifications/message")).hasSize(3);
    assertThat(saw.result(13).path("isError").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("everyEraAndRoute")
  void seeAndUseOnlyWhatIsGranted(ScriptedClient.Era era, Route route) {
    var saw =
        run(
            era,
            route,
            "reader",
            """
            [{"list": "tools"}, {"list": "prompts"}, {"list": "resources"}, {"list": "templates"},
             {"call": {"name": "$test_call_count", "arguments": {}}},
             {"call": {"name": "$no_such_tool", "arguments": {}}},
             {"read": "test://static-binary"},
             {"prompt": {"name": "$test_prompt_with_image", "arguments": {}}},
             {"call": {"name": "$test_echo", "arguments": {"text": "allowed"}}},
             {"call": {"name": "$test_echo", "arguments": {"text": "forbidden"}}},
             {"call": {"name": "$test_leak", "arguments": {"text": "%s"}}},
             {"read": "test://template/123/data"}]
            """
                .formatted(TOKEN));

    assertThat(names(saw.result(0).path("tools")))
        .containsExactly(
            route.prefix + "test_echo",
            route.prefix + "test_leak",
            route.prefix + "test_simple_text");
    assertThat(names(saw.result(1).path("prompts")))
        .containsExactly(route.prefix + "test_simple_prompt");
    assertThat(saw.result(2).path("resources").size()).isEqualTo(1);
    assertThat(saw.result(3).path("resourceTemplates").size()).isZero();
    for (var refused : List.of(4, 5, 6, 7, 11)) {
      assertThat(saw.error(refused).path("code").asInt()).isEqualTo(-32602);
      assertThat(saw.error(refused).path("message").asString()).contains("Unknown ");
    }
    assertThat(saw.text(8)).isEqualTo("allowed");
    assertThat(saw.text(9)).isEqualTo("Not done. Say something else.");
    assertThat(saw.result(9).path("isError").asBoolean()).isTrue();
    assertThat(saw.result(9).path("_meta").path("dev.gatehouse/refusal").path("kind").asString())
        .isEqualTo("condition");
    assertThat(saw.result(10).path("isError").asBoolean(false)).isFalse();
    assertThat(saw.result(10).toString()).doesNotContain(TOKEN).contains("npm token");
  }

  @Test
  void areToldWhenALimitIsReached() {
    var call = "{\"call\": {\"name\": \"$test_simple_text\", \"arguments\": {}}}";
    var saw =
        run(MODERN, Route.ALL_SERVERS, "reader", "[" + String.join(",", call, call, call) + "]");
    var later = run(LEGACY, Route.ONE_SERVER, "reader", "[" + call + "]");

    assertThat(saw.text(1)).contains("simple text response");
    for (var refused : List.of(saw.result(2), later.result(0))) {
      assertThat(refused.path("isError").asBoolean()).isTrue();
      assertThat(refused.path("content").path(0).path("text").asString())
          .startsWith("Not done: the limit of ");
      var detail = refused.path("_meta").path("dev.gatehouse/refusal");
      assertThat(detail.path("kind").asString()).isEqualTo("limit");
      assertThat(detail.path("retryAfterMs").asLong()).isPositive();
      assertThat(detail.path("reference").asString()).startsWith("r-");
    }
  }

  @ParameterizedTest
  @MethodSource("everyEraAndRoute")
  void areAskedByServersAndAnswerThem(ScriptedClient.Era era, Route route) {
    var saw =
        run(
            era,
            route,
            "everything",
            """
            [{"elicit": [{"action": "accept",
                          "content": {"username": "ana", "email": "ana@acme.example"}}]},
             {"sample": ["a model's words"]},
             {"roots": [{"uri": "file:///srv/docs"}]},
             {"call": {"name": "$test_elicitation", "arguments": {"message": "Who are you?"}}},
             {"call": {"name": "$test_sampling", "arguments": {"prompt": "Say something"}}},
             {"call": {"name": "$test_input_required_result_list_roots", "arguments": {}}}]
            """);

    assertThat(saw.text(3)).contains("action=accept").contains("ana@acme.example");
    assertThat(saw.text(4)).contains("a model's words");
    assertThat(saw.text(5)).contains("file:///srv/docs");
    assertThat(saw.asked("elicitation/create")).hasSize(1);
    assertThat(saw.asked("sampling/createMessage")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("everyEraAndRoute")
  void cancelACallThatTheServerThenGivesUp(ScriptedClient.Era era, Route route) {
    var before = run(MODERN, Route.ONE_SERVER, "everything", COUNTS);
    var saw =
        run(
            era,
            route,
            "everything",
            """
            [{"call": {"name": "$test_slow", "arguments": {}}, "cancelOnProgress": true},
             {"call": {"name": "$test_slow", "arguments": {"ms": 1}}},
             {"call": {"name": "$test_call_count", "arguments": {}}}]
            """);

    assertThat(saw.error(0).path("message").asString()).contains("the script said so");
    assertThat(saw.text(1)).isEqualTo("Waited 1 ms");
    assertThat(cancelled(saw.result(2))).isEqualTo(cancelled(before.result(0)) + 1);
  }

  private static final String COUNTS =
      "[{\"call\": {\"name\": \"$test_call_count\", \"arguments\": {}}}]";

  private static int cancelled(JsonNode counts) {
    return counts.path("structuredContent").path("cancelled").path("test_slow").asInt(0);
  }

  @ParameterizedTest
  @MethodSource("everyEraAndRoute")
  void hearThatListsHaveChanged(ScriptedClient.Era era, Route route) {
    var saw =
        run(
            era,
            route,
            "everything",
            """
            [{"listen": {"toolsListChanged": true, "promptsListChanged": true}},
             {"call": {"name": "$test_simple_text", "arguments": {}}},
             {"call": {"name": "$test_trigger_prompt_change", "arguments": {}}},
             {"await": "notifications/prompts/list_changed"},
             {"call": {"name": "$test_trigger_tool_change", "arguments": {}}},
             {"await": "notifications/tools/list_changed"}]
            """);

    assertThat(saw.result(3)).isNotNull();
    assertThat(saw.result(5)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"ONE_SERVER", "ALL_SERVERS"})
  void hearOfResourcesThatTheySubscribedToInASession(Route route) {
    var saw =
        run(
            LEGACY,
            route,
            "everything",
            """
            [{"subscribe": "test://watched-resource"},
             {"call": {"name": "$test_trigger_resource_change", "arguments": {}}},
             {"await": "notifications/resources/updated"},
             {"unsubscribe": "test://watched-resource"}]
            """);

    assertThat(saw.heard("notifications/resources/updated")).hasSize(1);
    assertThat(saw.result(3)).isNotNull();
  }

  @Test
  void hearOfResourcesThatTheyListenToWithoutASession() {
    var saw =
        run(
            MODERN,
            Route.ONE_SERVER,
            "everything",
            """
            [{"subscribe": "test://watched-resource"},
             {"call": {"name": "$test_trigger_resource_change", "arguments": {}}},
             {"await": "notifications/resources/updated"}]
            """);

    assertThat(saw.heard("notifications/resources/updated")).hasSize(1);
  }
}
