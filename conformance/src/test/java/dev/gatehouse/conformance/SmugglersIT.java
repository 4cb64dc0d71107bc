package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that two readers would read differently: JSON with two meanings, and headers that say
 * another thing than the body. None of them reaches a server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglersIT {
  private final HostileServer server =
      HostileServer.onCall((request, out) ->
          HostileServer.json(
              out,
              200,
              HostileServer.result(request, "{\"resultType\":\"complete\",\"content\":[]}")));
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          servers: { sink: { url: "%s", approved: true } }
          roles:
            caller:
              grants: [sink/act, { tools: [sink/aimed], when: 'args.region == "eu"' }]
          """
              .formatted(server.url()),
          "caller");

  @AfterAll
  void endBoth() {
    gateway.close();
    server.close();
  }

  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  private static String call(String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{"
        + params
        + ","
        + META
        + "}}";
  }

  static Stream<Arguments> jsonOfTwoMeanings() {
    var all = new LinkedHashMap<String, String>();
    var good = call("\"name\":\"act\",\"arguments\":{}");
    all.put("name twice", call("\"name\":\"act\",\"name\":\"hidden\",\"arguments\":{}"));
    all.put("name twice, escaped", call("\"name\":\"act\",\"\\u006eame\":\"hidden\""));
    all.put("argument twice", call("\"name\":\"act\",\"arguments\":{\"a\":1,\"a\":2}"));
    all.put(
        "deep argument twice", call("\"name\":\"act\",\"arguments\":{\"a\":[{\"b\":1,\"b\":2}]}"));
    all.put("method twice", good.replace("\"id\":1", "\"id\":1,\"method\":\"tools/list\""));
    all.put("id twice", good.replace("\"id\":1", "\"id\":1,\"id\":2"));
    all.put("params twice", good.replace("\"id\":1", "\"id\":1,\"params\":{}"));
    all.put("meta twice", call("\"name\":\"act\",\"_meta\":{}"));
    all.put("trailing object", good + "{}");
    all.put("trailing comma", good.replace("\"arguments\":{}", "\"arguments\":{\"a\":1,}"));
    all.put("trailing text", good + " x");
    all.put("trailing NUL", good + "\0");
    all.put("two lines", good + "\n" + good);
    all.put("batch", "[" + good + "]");
    all.put("BOM", "\uFEFF" + good);
    all.put("comment", good.replace("{}", "{/* */}"));
    all.put("single quotes", good.replace("\"act\"", "'act'"));
    all.put("lone surrogate", call("\"name\":\"act\",\"arguments\":{\"a\":\"\\ud800\"}"));
    all.put(
        "reversed surrogates", call("\"name\":\"act\",\"arguments\":{\"a\":\"\\udc00\\ud800\"}"));
    all.put("control character", call("\"name\":\"act\",\"arguments\":{\"a\":\"\n\"}"));
    all.put("NaN", call("\"name\":\"act\",\"arguments\":{\"a\":NaN}"));
    all.put("leading zero", call("\"name\":\"act\",\"arguments\":{\"a\":012}"));
    all.put("hexadecimal", call("\"name\":\"act\",\"arguments\":{\"a\":0x1}"));
    all.put(
        "huge number", call("\"name\":\"act\",\"arguments\":{\"a\":" + "9".repeat(5_000) + "}"));
    all.put(
        "deep arrays",
        call("\"name\":\"act\",\"arguments\":{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}"));
    all.put("unclosed", good.substring(0, good.length() - 1));
    all.put("id is null", good.replace("\"id\":1", "\"id\":null"));
    all.put("id is an object", good.replace("\"id\":1", "\"id\":{}"));
    all.put("id is a fraction", good.replace("\"id\":1", "\"id\":1.5"));
    all.put("another version", good.replace("\"2.0\"", "\"1.0\""));
    all.put("name is a number", call("\"name\":1"));
    all.put("empty", "");
    all.put("text", "\"tools/call\"");
    return all.entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  @ParameterizedTest
  @MethodSource("jsonOfTwoMeanings")
  void doNotGetJsonOfTwoMeaningsThrough(String what, String body) {
    var before = server.heard("tools/call");
    var answer = gateway.caller("caller", "/mcp/sink").post(body, headers("act"));

    assertThat(answer.status()).as(what).isEqualTo(400);
    assertThat(answer.errorCode()).isNegative();
    assertThat(server.heard("tools/call")).isEqualTo(before);
  }

  @Test
  void doNotGetInvalidUtf8Through() {
    var good = call("\"name\":\"act\",\"arguments\":{\"a\":\"?\"}");
    for (var hex : List.of("C0AF", "ED A080", "F5808080", "FF", "E282")) {
      var bytes = good.replace("?", "\0".repeat(hex.replace(" ", "").length() / 2));
      var body = bytes.getBytes(StandardCharsets.ISO_8859_1);
      var bad = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
      System.arraycopy(bad, 0, body, bytes.indexOf('\0'), bad.length);
      var answer = gateway.caller("caller", "/mcp/sink").post(body, headers("act"));

      assertThat(answer.status()).as(hex).isEqualTo(400);
    }
  }

  @Test
  void doNotGetMembersThroughByTheirCase() {
    for (var name : List.of("Name", "NAME", "na\u017Fme", "\u212Aname")) {
      var answer =
          gateway
              .caller("caller", "/mcp/sink")
              .post(call("\"" + name + "\":\"act\",\"arguments\":{}"), headers("act"));
      assertThat(answer.status()).as(name).isEqualTo(400);
    }
  }

  @Test
  void readACallByItsBodyHoweverTheNameIsWritten() {
    var body = call("\"\\u006eame\":\"hi\\u0064den\",\"arguments\":{}");
    var answer = gateway.caller("caller", "/mcp/sink").post(body, headers("hidden"));

    assertThat(answer.errorCode()).isEqualTo(-32602);
    assertThat(answer.body()).contains("Unknown tool: hidden");
  }

  private static Map<String, String> headers(String name) {
    return Map.of(
        "mcp-protocol-version", "2026-07-28", "mcp-method", "tools/call", "mcp-name", name);
  }

  private static String sentinel(String text) {
    var encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return "=?base64?" + encoded + "?=";
  }

  private static final String VERSION = "MCP-Protocol-Version: 2026-07-28";
  private static final String METHOD = "Mcp-Method: tools/call";
  private static final String NAME = "Mcp-Name: act";

  static Stream<List<String>> headersThatSayAnotherThing() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of());
    rows.add(List.of(VERSION));
    rows.add(List.of(VERSION, METHOD));
    rows.add(List.of(VERSION, NAME));
    rows.add(List.of(METHOD, NAME));
    for (var version :
        List.of("2025-11-25", "2026-07-29", "2026-07-2", "", "2026-07-28, 2025-11-25", "latest")) {
      rows.add(List.of("MCP-Protocol-Version: " + version, METHOD, NAME));
    }
    for (var method :
        List.of(
            "tools/list",
            "Tools/call",
            "tools/call/",
            "tools%2fcall",
            "",
            "tools/call, x",
            "\"tools/call\"",
            sentinel("tools/call"),
            "prompts/get")) {
      rows.add(List.of(VERSION, "Mcp-Method: " + method, NAME));
    }
    for (var name :
        List.of(
            "hidden",
            "Act",
            "act2",
            "ac",
            "",
            "act, hidden",
            "\"act\"",
            "a%63t",
            sentinel("hidden"),
            sentinel("Act"),
            "=?base64?!!!?=",
            "=?base64?YWN0",
            "=?Base64?YWN0?=",
            "=?base64?YWN0?= ; x",
            "=?base64?YW N0?=",
            "=?base64?/w==?=",
            "=?base64??=",
            "=?base64?" + sentinel("act") + "?=",
            "=?base64?YWN?=",
            "act\u00e9")) {
      rows.add(List.of(VERSION, METHOD, "Mcp-Name: " + name));
    }
    for (var twice : List.of(VERSION, METHOD, NAME)) {
      rows.add(List.of(VERSION, METHOD, NAME, twice));
    }
    rows.add(List.of(VERSION, METHOD, NAME, "mcp-name: hidden"));
    rows.add(List.of("Mcp-Name: hidden", VERSION, METHOD, NAME));
    rows.add(List.of(VERSION, METHOD, "mcp-method: tools/list", NAME));
    rows.add(List.of(VERSION, METHOD, NAME, "Mcp-Param-Region: a", "mcp-param-region: b"));
    rows.add(List.of(VERSION, "Mcp_Method: tools/call", NAME));
    return rows.stream();
  }

  @Test
  void haveManyHeadersToTry() {
    assertThat(headersThatSayAnotherThing()).hasSizeGreaterThanOrEqualTo(40);
  }

  @ParameterizedTest
  @MethodSource("headersThatSayAnotherThing")
  void doNotGetHeadersThroughThatSayAnotherThingThanTheBody(List<String> headers) {
    var before = server.heard("tools/call");
    var lines = new ArrayList<>(headers);
    lines.addAll(
        List.of(
            RawHttp.host(gateway.url("/")),
            "Content-Type: application/json",
            "Accept: application/json, text/event-stream",
            "Authorization: Bearer " + gateway.key("caller")));
    for (var route : List.of("/mcp/sink", "/mcp")) {
      var name = route.equals("/mcp") ? "sink__act" : "act";
      var fitting = lines.stream().map(line -> line.equals(NAME) ? "Mcp-Name: " + name : line);
      var answer =
          RawHttp.send(
              gateway.url("/"),
              "POST " + route,
              fitting.toList(),
              call("\"name\":\"" + name + "\",\"arguments\":{}"));

      assertThat(answer.status()).as(route + headers).isEqualTo(400);
    }
    assertThat(server.heard("tools/call")).isEqualTo(before);
  }

  @Test
  void mayWriteAHeaderInEveryWayThatMeansTheBody() {
    for (var name : List.of("act", " act ", sentinel("act"))) {
      var answer =
          gateway
              .caller("caller", "/mcp/sink")
              .post(call("\"name\":\"act\",\"arguments\":{}"), headers(name.strip()));
      assertThat(answer.result().path("resultType").asString()).isEqualTo("complete");
    }
  }

  @Test
  void cannotGetPastAConditionByAHeader() {
    var before = server.heard("tools/call");
    for (var region : List.of("eu", sentinel("eu"))) {
      var headers = new LinkedHashMap<>(headers("aimed"));
      headers.put("mcp-param-region", region);
      var answer =
          gateway
              .caller("caller", "/mcp/sink")
              .post(call("\"name\":\"aimed\",\"arguments\":{\"region\":\"us\"}"), headers);
      assertThat(answer.body()).contains("Not done");
    }
    assertThat(server.heard("tools/call")).isEqualTo(before);
  }

  @Test
  void cannotAskToCompleteWhatIsHiddenBesideWhatIsNot() {
    try (var fixture = HttpPeer.fixture(Peers.installed(), FixtureMode.DUAL);
        var behind =
            RunningGateway.open(
                """
                servers: { fixture: { url: "%s", approved: true } }
                roles:
                  one: { grants: [{ prompts: [fixture/test_simple_prompt] }] }
                """
                    .formatted(fixture.url()),
                "one")) {
      var reference =
          """
          "ref":{"type":"ref/resource","name":"test_simple_prompt",\
          "uri":"test://template/{id}/data"},"argument":{"name":"id","value":"1"}\
          """;
      var caller = behind.caller("one", "/mcp/fixture");
      for (var answer :
          List.of(
              caller.modern("completion/complete", reference),
              caller.inSession().legacy("completion/complete", reference))) {
        assertThat(answer.errorCode()).isEqualTo(-32602);
        assertThat(answer.body()).doesNotContain("123");
      }
    }
  }

  @Test
  void areAnsweredUnderTheirIdHoweverItIsWritten() {
    for (var id : List.of("\"a\\/b\"", "\"\\u0061\"", "1", "-7", "\"\\u00e9\"")) {
      var body = Caller.modernBody(id, "tools/call", "\"name\":\"act\",\"arguments\":{}", "{}");
      var answer = gateway.caller("caller", "/mcp/sink").post(body, headers("act"));

      var idOf = tools.jackson.databind.json.JsonMapper.shared().readTree(id);
      assertThat(answer.message().path("id")).isEqualTo(idOf);
      assertThat(answer.result().path("resultType").asString()).isEqualTo("complete");
    }
  }

  @Test
  void mayNestAsDeepAsTheBoundAndNoDeeper() {
    IntStream.of(40, 100)
        .forEach(depth -> {
          var nested = "[".repeat(depth) + "]".repeat(depth);
          var body = call("\"name\":\"act\",\"arguments\":{\"a\":" + nested + "}");
          var answer = gateway.caller("caller", "/mcp/sink").post(body, headers("act"));
          assertThat(answer.status()).isEqualTo(200);
        });
  }
}
