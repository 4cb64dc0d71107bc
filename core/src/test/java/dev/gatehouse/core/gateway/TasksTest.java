package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that go on after their answer, in the modern era. */
class TasksTest {
  private static final String STARTED =
      "{\"resultType\":\"task\",\"taskId\":\"job-1\",\"status\":\"working\",\"ttlMs\":null}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").tools("export", "other");
  ScriptedServer wiki = ScriptedServer.modern("wiki").tools("export");

  @BeforeEach
  void build() {
    house = House.in(directory).with(crm).with(wiki);
    house.allowing("alice", "crm/*", "wiki/*").allowing("bob", "crm/*");
    house.key("alice");
    house.key("bob");
    crm.on("tools/call", call -> call.result(STARTED));
    crm.on(
        "tasks/get",
        call ->
            call.result(
                "{\"resultType\":\"complete\",\"taskId\":\"job-1\",\"status\":\"completed\","
                    + "\"result\":{\"content\":[],\"taskId\":\"inner\"}}"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** Begins a task and returns its id as the client gets it. */
  private String begins(String caller, String path) {
    var tool = path.equals("/mcp/crm") ? "export" : "crm__export";
    var body = house.calls(caller, path, tool).body();
    return body.replaceAll(".*\"resultType\":\"task\",\"taskId\":\"([^\"]+)\".*", "$1");
  }

  private String asks(String caller, String path, String method, String id) {
    var params = "{\"taskId\":\"" + id + "\"," + Request.META_WITH_TASKS + "}";
    return house.modern(caller, path, method, params).body();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/crm"})
  void haveOneSealedIdForTheirCaller(String path) {
    var id = begins("alice", path);

    assertThat(id).doesNotContain("job").hasSizeGreaterThan(40).isEqualTo(begins("alice", path));
    assertThat(id).isNotEqualTo(begins("bob", path));
    assertThat(asks("alice", path, "tasks/get", id))
        .contains("\"taskId\":\"" + id + "\",\"status\":\"completed\"")
        .contains("\"taskId\":\"inner\"");
  }

  @Test
  void reachTheirServerUnderItsOwnId() {
    var id = begins("alice", "/mcp");
    asks("alice", "/mcp", "tasks/get", id);
    asks("alice", "/mcp/crm", "tasks/cancel", id);

    for (var method : List.of("tasks/get", "tasks/cancel")) {
      assertThat(crm.only(method).body()).contains("\"params\":{\"taskId\":\"job-1\"");
      assertThat(crm.only(method).outgoing.headers().name()).isEqualTo("job-1");
    }
    assertThat(house.journal()).contains("intent tasks/get crm/export by roles.alice.grants[0]");
  }

  @Test
  void areUnknownToOthersAndUnderOtherIds() {
    var id = begins("alice", "/mcp");
    var altered = id.substring(0, 20) + (id.charAt(20) == 'A' ? 'B' : 'A') + id.substring(21);

    assertThat(asks("bob", "/mcp", "tasks/get", id)).contains("-32602", "Unknown task: ");
    assertThat(asks("bob", "/mcp/crm", "tasks/get", id)).contains("-32602", "Unknown task: ");
    assertThat(asks("alice", "/mcp", "tasks/get", altered)).contains("-32602", "Unknown task: ");
    assertThat(asks("alice", "/mcp", "tasks/get", "job-1")).contains("Unknown task: job-1");
    assertThat(asks("alice", "/mcp/wiki", "tasks/get", id)).contains("-32602", "Unknown task: ");
    assertThat(crm.heard("tasks/get")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
  void needTheExtensionWhateverTheirId(String method) {
    for (var path : List.of("/mcp", "/mcp/crm")) {
      for (var id : List.of(begins("alice", path), "never-given")) {
        var reply = house.modern("alice", path, method, "{\"taskId\":\"" + id + "\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body())
            .contains("\"code\":-32021", "clientCapabilities")
            .contains(
                "\"data\":{\"requiredCapabilities\":{\"extensions\":"
                    + "{\"io.modelcontextprotocol/tasks\":{}}}}");
      }
    }
    assertThat(crm.heard(method)).isEmpty();
  }

  @Test
  void stayOnTheRoutesOfTheirTool() {
    house.rules.toolset("exports", "crm/export").toolset("rest", "crm/other");
    var id = begins("alice", "/mcp");

    assertThat(asks("alice", "/mcp/t/exports", "tasks/get", id)).contains("completed");
    assertThat(asks("alice", "/mcp/t/rest", "tasks/get", id)).contains("Unknown task: ");
  }

  @Test
  void countAgainstTheLimitsOfTheirTool() {
    house.limited(2, Duration.ofHours(1));
    var id = begins("alice", "/mcp");

    assertThat(asks("alice", "/mcp", "tasks/get", id)).contains("completed");
    assertThat(asks("alice", "/mcp", "tasks/get", id)).contains("limit of 2 calls");
  }

  @Test
  void areInspectedOnBothWays() {
    house.guardedBy(Guards.secrets(In.BOTH, Action.MASK));
    crm.on(
        "tasks/update",
        call -> call.result("{\"resultType\":\"complete\",\"said\":\"" + Guards.TOKEN + "\"}"));
    var id = begins("alice", "/mcp");
    var params =
        "{\"taskId\":\""
            + id
            + "\",\"inputResponses\":{\"k\":{\"action\":\"accept\",\"content\":{\"a\":\""
            + Guards.TOKEN
            + "\"}}},"
            + Request.META_WITH_TASKS
            + "}";
    var reply = house.modern("alice", "/mcp", "tasks/update", params);

    assertThat(reply.body()).contains("masked").doesNotContain(Guards.TOKEN);
    assertThat(crm.only("tasks/update").body())
        .contains("\"taskId\":\"job-1\"", "masked")
        .doesNotContain(Guards.TOKEN);
  }

  @Test
  void areLeftAloneInResultsThatAreNone() {
    crm.on("tools/call", call -> call.result("{\"content\":[],\"taskId\":\"mine\"}"));

    assertThat(house.calls("alice", "/mcp", "crm__export").body()).contains("\"taskId\":\"mine\"");
  }

  @Test
  void areToldOfUnderTheIdThatTheClientKnows() {
    var id = begins("alice", "/mcp/crm");
    crm.silentOn("subscriptions/listen");
    var params = "{\"notifications\":{\"taskIds\":[\"" + id + "\"]}}";
    var hears =
        house.send(
            Request.modern(house.key("alice"), "/mcp/crm", "9", "subscriptions/listen", params));
    var stream = crm.only("subscriptions/listen");
    assertThat(stream.body()).contains("\"taskIds\":[\"job-1\"]");
    stream
        .head(200, Form.EVENTS)
        .message(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
                + "\"params\":{\"notifications\":{\"taskIds\":[\"job-1\"]}}}")
        .message(news("job-2"))
        .message(news("job-1"));

    assertThat(hears.events())
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
                + "\"params\":{\"notifications\":{\"taskIds\":[\""
                + id
                + "\"]}}}",
            news(id));
  }

  private static String news(String id) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks\",\"params\":{\"taskId\":\""
        + id
        + "\",\"status\":\"working\"}}";
  }
}
