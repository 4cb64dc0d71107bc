package dev.gatehouse.core.bridges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.Outgoing.Accepts;
import dev.gatehouse.core.upstream.Outgoing.Verb;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import org.junit.jupiter.api.Test;

/** The opening of a session, and what never leaves it. */
class AHandshakeIsBridgedTest {
  private static final String DISCOVERED =
      """
      {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":\
      {"listChanged":true},"tasks":{},"logging":{},"extensions":{"io.modelcontextprotocol/tasks":{},\
      "io.modelcontextprotocol/ui":{"a":1},"x/y":{}}},"instructions":"Be \\"kind\\".","ttlMs":1,\
      "cacheScope":"public","_meta":{"io.modelcontextprotocol/serverInfo":{"name":"S","icons":[]}}}\
      """;

  private final ScriptedServer server = ScriptedServer.modern("crm").tools("get");

  private static String versionFor(ScriptedServer server, String asked) {
    return new Faced(server).initialize(asked, "{}").last();
  }

  @Test
  void isMadeFromADiscovery() {
    server.on("server/discover", call -> call.result(DISCOVERED));
    var heard = new Faced(server).initialize("2025-06-18", "{}");

    assertThat(heard.head()).isEqualTo("200 JSON");
    assertThat(heard.said())
        .containsExactly(
            """
            {"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":\
            {"listChanged":true},"logging":{},"extensions":{"io.modelcontextprotocol/ui":{"a":1}}},\
            "serverInfo":{"name":"S","icons":[]},"instructions":"Be \\"kind\\"."}}\
            """);
  }

  @Test
  void agreesOnWhatTheClientAskedForWhenThatIsKnown() {
    assertThat(versionFor(server, "2025-03-26")).contains("\"protocolVersion\":\"2025-03-26\"");
    assertThat(versionFor(server, "2025-11-25")).contains("\"protocolVersion\":\"2025-11-25\"");
    assertThat(versionFor(server, "2024-11-05")).contains("\"protocolVersion\":\"2025-11-25\"");
    assertThat(versionFor(server, "2026-07-28")).contains("\"protocolVersion\":\"2025-11-25\"");
    assertThat(versionFor(server, "soon")).contains("\"protocolVersion\":\"2025-11-25\"");
  }

  @Test
  void namesAServerThatDoesNotNameItselfAsItIsRegistered() {
    assertThat(versionFor(server, "2025-11-25"))
        .contains("\"serverInfo\":{\"name\":\"crm\",\"version\":\"unknown\"}");
  }

  @Test
  void failsWithTheServer() {
    server.on("server/discover", call -> call.error(400, "{\"code\":-32022,\"message\":\"no\"}"));
    var refused = new Faced(server).initialize("2025-11-25", "{}");
    server.on("server/discover", call -> call.fails(Cause.UNREACHABLE, Sent.NO));
    var down = new Faced(server).initialize("2025-11-25", "{}");
    server.on("server/discover", call -> call.head(401, Form.EMPTY).end());
    var locked = new Faced(server).initialize("2025-11-25", "{}");
    server.on(
        "server/discover",
        call -> call.result("{\"supportedVersions\":[\"2099-01-01\"],\"capabilities\":{}}"));
    var other = new Faced(server).initialize("2025-11-25", "{}");

    assertThat(refused.last()).contains("\"id\":0", "-32022");
    assertThat(down.failure()).isNotNull();
    assertThat(locked.head()).isEqualTo("401 EMPTY");
    assertThat(other.said()).noneMatch(said -> said.contains("protocolVersion"));
    assertThat(other.isOver()).isTrue();
  }

  @Test
  void keepsPingsAndNotificationsToItself() {
    var faced = Faced.with(server);
    var before = server.heard().size();

    assertThat(faced.request("ping", "{}").last())
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
    assertThat(
            faced
                .send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}")
                .head())
        .isEqualTo("202 EMPTY");
    assertThat(server.heard()).hasSize(before).doesNotContain("notifications/initialized");
  }

  @Test
  void comesBeforeEverythingElse() {
    var faced = new Faced(server);

    assertThat(faced.call().last()).contains("-32600");
    assertThat(faced.listen().head()).isEqualTo("405 EMPTY");
    assertThat(server.heard()).isEmpty();
  }

  @Test
  void knowsNoMethodsThatTheLegacyEraHasNot() {
    var faced = Faced.with(server);
    var before = server.heard().size();

    for (var method :
        new String[] {
          "server/discover", "subscriptions/listen", "tasks/get", "x/y", "initialise"
        }) {
      assertThat(faced.request(method, "{}").last()).contains("-32601");
    }
    assertThat(server.heard()).hasSize(before);
  }

  @Test
  void endsWithEverythingThatIsOpen() {
    server.silentOn("tools/call");
    var faced = Faced.with(server);
    var open = faced.call();
    var goodbye = faced.send(Verb.DELETE, Accepts.JSON_OR_EVENTS, "");

    assertThat(goodbye.head()).isEqualTo("202 EMPTY");
    assertThat(open.failure()).isNotNull();
    assertThat(faced.last("tools/call").isCancelled()).isTrue();
    assertThat(faced.face.openCalls()).isZero();
    assertThat(faced.call().failure()).isNotNull();
    assertThat(server.isClosed()).isFalse();
  }
}
