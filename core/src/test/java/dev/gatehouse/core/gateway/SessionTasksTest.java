package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Arrival.Verb;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that go on after their answer, in sessions of 2025-11-25. */
class SessionTasksTest {
  private static final String RELATED =
      "\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer old = ScriptedServer.legacy("old").tools("export");

  @BeforeEach
  void build() {
    house = House.in(directory).with(old).allowing("alice", "old/*").allowing("bob", "old/*");
    house.key("alice");
    house.key("bob");
    old.on(
        "tools/call",
        call -> call.result("{\"task\":{\"taskId\":\"job-1\",\"status\":\"working\"}}"));
    old.on("tasks/get", call -> call.result("{\"taskId\":\"job-1\",\"status\":\"completed\"}"));
    old.on("tasks/result", call -> call.result("{\"content\":[]," + RELATED + "job-1\"}}}"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private String begins(String caller, String path, String session) {
    var tool = path.equals("/mcp") ? "old__export" : "export";
    var params = "{\"name\":\"" + tool + "\",\"task\":{\"ttl\":60000}}";
    var body = house.legacy(caller, path, session, "tools/call", params).body();
    return body.replaceAll(".*\"task\":\\{\"taskId\":\"([^\"]+)\".*", "$1");
  }

  private String asks(String caller, String path, String session, String method, String id) {
    return house.legacy(caller, path, session, method, "{\"taskId\":\"" + id + "\"}").body();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/old"})
  void haveASealedIdOnAllWays(String path) {
    var session = house.session("alice", path);
    var id = begins("alice", path, session);

    assertThat(id).doesNotContain("job").hasSizeGreaterThan(40);
    assertThat(asks("alice", path, session, "tasks/get", id))
        .contains("\"taskId\":\"" + id + "\",\"status\":\"completed\"");
    assertThat(asks("alice", path, session, "tasks/result", id)).contains(RELATED + id + "\"}}}");
    assertThat(old.only("tasks/get").body()).contains("\"taskId\":\"job-1\"");
    assertThat(old.only("tasks/result").body()).contains("\"taskId\":\"job-1\"");
    assertThat(house.journal()).contains("intent tasks/get old/export by roles.alice.grants[0]");
  }

  @Test
  void areUnknownToOthers() {
    var id = begins("alice", "/mcp/old", house.session("alice", "/mcp/old"));
    var session = house.session("bob", "/mcp/old");

    assertThat(asks("bob", "/mcp/old", session, "tasks/get", id)).contains("Unknown task: ");
    assertThat(asks("bob", "/mcp/old", session, "tasks/result", "job-1"))
        .contains("Unknown task: job-1");
    assertThat(old.heard("tasks/get")).isEmpty();
  }

  @Test
  void areListedToTheirOwnCallerOnly() {
    old.on(
        "tasks/list",
        call ->
            call.result("{\"tasks\":[{\"taskId\":\"job-1\",\"ttl\":1},{\"taskId\":\"job-2\"}]}"));
    var alice = house.session("alice", "/mcp/old");
    var id = begins("alice", "/mcp/old", alice);
    var bob = house.session("bob", "/mcp/old");

    assertThat(house.legacy("alice", "/mcp/old", alice, "tasks/list", "{}").body())
        .contains("{\"tasks\":[{\"taskId\":\"" + id + "\",\"ttl\":1}]}");
    assertThat(house.legacy("bob", "/mcp/old", bob, "tasks/list", "{}").body())
        .contains("{\"tasks\":[]}");
  }

  @Test
  void areToldOfAndAskedAboutUnderTheIdThatTheClientKnows() {
    old.silentOn("GET");
    var session = house.session("alice", "/mcp/old");
    var id = begins("alice", "/mcp/old", session);
    var hears = house.send(Request.without(Verb.GET, house.key("alice"), "/mcp/old", session));
    old.only("GET")
        .head(200, Form.EVENTS)
        .message(status("job-2"))
        .message(status("job-1"))
        .message(question("job-1"));
    house.send(
        Request.inSession(
            house.key("alice"),
            "/mcp/old",
            session,
            "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"result\":{" + RELATED + id + "\"}}}}"));

    assertThat(hears.events()).containsExactly(status(id), question(id));
    assertThat(old.only("answer").body()).contains(RELATED + "job-1\"}}}}");
  }

  private static String status(String id) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks/status\",\"params\":{\"taskId\":\""
        + id
        + "\"}}";
  }

  private static String question(String id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"method\":\"roots/list\",\"params\":{"
        + RELATED
        + id
        + "\"}}}}";
  }
}
