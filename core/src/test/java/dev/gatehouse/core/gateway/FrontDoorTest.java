package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Arrival.Verb;
import dev.gatehouse.protocol.McpHeaders;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message against the protocol, and what is none at all. */
class FrontDoorTest {
  private static final String GET = "{\"name\":\"get_ticket\"}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").tools("get_ticket", "update_ticket");

  @BeforeEach
  void build() {
    house = House.in(directory).with(crm).allowing("alice", "crm/get_*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void isRefusedWithItsPlace() {
    var reply = send(McpHeaders.NONE, "{\"jsonrpc\":\"2.0\",\"id\":7,\"id\":8}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":");
    assertThat(house.journal()).singleElement().asString().startsWith("denied http/POST bad-mess");
    assertThat(crm.heard()).isEmpty();
  }

  @Test
  void isRefusedWhenItIsABatch() {
    var reply = send(McpHeaders.NONE, "[{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}]");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("-32600");
  }

  @Test
  void isRefusedWhenAHeaderSaysSomethingElse() {
    var honest = Request.modern(house.key("alice"), "/mcp/crm", "7", "tools/call", GET);
    var lying = new McpHeaders("2026-07-28", "tools/call", "update_ticket", null, null, List.of());
    var reply = send(lying, new String(honest.body(), java.nio.charset.StandardCharsets.UTF_8));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("-32020");
    assertThat(crm.heard()).isEmpty();
  }

  @Test
  void isRefusedWhenItsMethodIsNotKnown() {
    var reply = house.modern("alice", "/mcp/crm", "tasks/list", "{}");

    assertThat(reply)
        .hasToString(
            "404 {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32601,"
                + "\"message\":\"Method not found: tasks/list\"}}");
    assertThat(crm.heard()).isEmpty();
  }

  @Test
  void isRefusedOutsideOfASession() {
    var ping = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}";
    var none = house.send(Request.inSession(house.key("alice"), "/mcp/crm", null, ping));
    var unknown = house.send(Request.inSession(house.key("alice"), "/mcp/crm", "x", ping));

    assertThat(none.status()).isEqualTo(400);
    assertThat(unknown.status()).isEqualTo(404);
  }

  @Test
  void meansNothingWhenItIsANotificationOfTheModernEra() {
    var reply =
        send(
            new McpHeaders("2026-07-28", null, null, null, null, List.of()),
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{"
                + Request.META
                + "}}");

    assertThat(reply).hasToString("202 ");
    assertThat(crm.heard()).isEmpty();
  }

  @Test
  void isRefusedWhenItListensOrLeavesWithoutASession() {
    var key = house.key("alice");
    for (var verb : List.of(Verb.GET, Verb.DELETE)) {
      var arrival =
          new Arrival(
              new Endpoint.OneServer("crm"),
              verb,
              McpHeaders.NONE,
              key,
              true,
              true,
              null,
              Request.PEER,
              new byte[0]);

      assertThat(house.send(arrival)).hasToString("405 ");
    }
  }

  private CapturedReply send(McpHeaders headers, String body) {
    return house.send(Request.post(house.key("alice"), "/mcp/crm", headers, body)).complete();
  }
}
