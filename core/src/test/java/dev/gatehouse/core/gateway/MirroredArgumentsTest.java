package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.protocol.HeaderValues;
import dev.gatehouse.protocol.McpHeaders.Param;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments that travel in headers as well. */
class MirroredArgumentsTest {
  private static final String AIMED =
      """
      {"name":"aimed","inputSchema":{"type":"object","properties":{\
      "region":{"type":"string","x-mcp-header":"Region"}}}}\
      """;
  private static final String CROOKED =
      """
      {"name":"crooked","inputSchema":{"type":"object","properties":{\
      "region":{"type":"object","x-mcp-header":"Region"}}}}\
      """;

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm");

  @BeforeEach
  void build() {
    crm.offers("tools", List.of(AIMED, CROOKED, ScriptedServer.tool("plain")));
    house = House.in(directory).with(crm).allowing("alice", "crm/*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private CapturedReply calls(String path, String tool, String arguments, Param... headers) {
    var params = "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}";
    var call = Request.modern(house.key("alice"), path, "7", "tools/call", params);
    return house.send(Request.with(call, headers)).complete();
  }

  private List<Param> sent() {
    return crm.only("tools/call").outgoing.headers().params();
  }

  @Test
  void reachTheServerInTheHeadersThatItsToolAsksFor() {
    var reply = calls("/mcp", "crm__aimed", "{\"region\":\"eu\"}", new Param("region", "eu"));

    assertThat(reply.body()).contains("done");
    assertThat(sent()).containsExactly(new Param("Region", "eu"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "{\"region\":\"us\"}, eu, differs from its argument",
        "{\"region\":\"us\"}, none, is missing",
        "{\"region\":\"us\"}, =?base64?!!?=, cannot be decoded",
        "{}, eu, is sent without its argument",
        "{\"region\":null}, eu, is sent without its argument"
      })
  void mustBeTheSameInBothPlaces(String arguments, String header, String why) {
    var headers = header == null ? new Param[0] : new Param[] {new Param("Region", header)};
    for (var path : List.of("/mcp", "/mcp/crm")) {
      var tool = path.equals("/mcp") ? "crm__aimed" : "aimed";
      var reply = calls(path, tool, arguments, headers);

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).contains("-32020", "Mcp-Param-Region " + why);
    }
    assertThat(crm.heard("tools/call")).isEmpty();
  }

  @Test
  void thatAGuardrailMaskedAreMaskedInTheHeaderToo() {
    house.guardedBy(Guards.secrets(In.ARGUMENTS, Action.MASK));
    var arguments = "{\"region\":\"" + Guards.TOKEN + "\"}";
    calls("/mcp/crm", "aimed", arguments, new Param("Region", Guards.TOKEN));

    assertThat(crm.only("tools/call").body()).doesNotContain(Guards.TOKEN);
    assertThat(sent()).containsExactly(new Param("Region", "[masked github token]"));
  }

  @Test
  void thatNoToolAsksForGoNoFurther() {
    var secret = new Param("Secret", HeaderValues.encode(Guards.TOKEN));
    calls("/mcp/crm", "plain", "{\"region\":\"eu\"}", secret, new Param("Region", "eu"));

    assertThat(sent()).isEmpty();
  }

  @Test
  void goWithNothingElseThanCallsOfTools() {
    var lists = Request.modern(house.key("alice"), "/mcp/crm", "7", "tools/list", "{}");
    house.send(Request.with(lists, new Param("Secret", Guards.TOKEN))).complete();

    assertThat(crm.heard("tools/list"))
        .allSatisfy(call -> assertThat(call.outgoing.headers().params()).isEmpty());
  }

  @Test
  void ofAToolThatAsksAgainstTheRulesMakeItUnknown() {
    for (var path : List.of("/mcp", "/mcp/crm")) {
      var tool = path.equals("/mcp") ? "crm__crooked" : "crooked";
      assertThat(house.modern("alice", path, "tools/list", "{}").body())
          .contains("aimed", "plain")
          .doesNotContain("crooked");
      assertThat(calls(path, tool, "{}").body()).contains("Unknown tool: " + tool);
    }
    assertThat(crm.heard("tools/call")).isEmpty();
  }

  @Test
  void thatCannotBeCheckedAreRefused() {
    crm.on("tools/list", call -> call.fails(Cause.LOST, Sent.MAYBE));
    var unchecked = calls("/mcp/crm", "aimed", "{\"region\":\"eu\"}", new Param("Region", "eu"));
    assertThat(unchecked.body()).contains("\"kind\":\"not-decided\"");
    assertThat(crm.heard("tools/call")).isEmpty();

    calls("/mcp/crm", "aimed", "{\"region\":\"eu\"}");
    assertThat(sent()).isEmpty();
  }

  @Test
  void thatTheServerRefusesAreMadeAnewOfItsListsAndTheCallIsSentOnceMore() {
    calls("/mcp/crm", "plain", "{\"region\":\"eu\"}");
    crm.offers("tools", List.of(AIMED.replace("aimed", "plain")));
    crm.on("tools/call", this::wantsHeaders);
    var reply = calls("/mcp/crm", "plain", "{\"region\":\"eu\"}");

    assertThat(reply.body()).contains("done").doesNotContain("-32020");
    assertThat(crm.heard("tools/call")).hasSize(3);
    assertThat(crm.heard("tools/call").getLast().outgoing.headers().params())
        .containsExactly(new Param("Region", "eu"));
  }

  private void wantsHeaders(ScriptedServer.Call call) {
    if (call.outgoing.headers().params().isEmpty()) {
      call.error(400, "{\"code\":-32020,\"message\":\"no\"}");
    } else {
      call.result("{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
    }
  }

  @Test
  void thatTheServerRefusesTwiceAreNoFaultOfTheClient() {
    crm.on("tools/call", call -> call.error(400, "{\"code\":-32020,\"message\":\"no\"}"));
    var reply = calls("/mcp/crm", "plain", "{}");

    assertThat(reply.body()).contains("upstream-down").doesNotContain("-32020");
    assertThat(crm.heard("tools/call")).hasSize(2);
  }

  @Test
  void areSentToAServerThatTurnsOutToBeOfTheOtherEra() {
    var old = ScriptedServer.unknown("old").tools("get");
    house.with(old).allowing("alice", "old/*");
    old.on("tools/call", call -> turns(old, call));
    var reply = calls("/mcp/old", "get", "{}");

    assertThat(reply.body()).contains("done", "\"resultType\":\"complete\"");
    assertThat(old.heard("tools/call")).hasSize(2);
    assertThat(old.heard("initialize")).isNotEmpty();
  }

  private static void turns(ScriptedServer old, ScriptedServer.Call call) {
    var isLegacy = "{\"code\":-32000,\"message\":\"Bad Request: Server not initialized\"}";
    if (call.outgoing.headers().sessionId() == null) {
      old.on("server/discover", asked -> asked.error(400, isLegacy));
      call.error(400, isLegacy);
    } else {
      call.result("{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
    }
  }
}
