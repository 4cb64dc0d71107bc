package dev.gatehouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetweenTheErasTest {
  private static final String KEYS =
      "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":";

  private static Envelope scanned(String text) throws Malformed {
    return Envelope.scan(text.getBytes(StandardCharsets.UTF_8), StrictJson.Bounds.DEFAULT);
  }

  private static Envelope request(String capabilities, String params, String meta)
      throws Malformed {
    return scanned(
        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/call\",\"params\":{"
            + params
            + "\"_meta\":{"
            + KEYS
            + capabilities
            + meta
            + "}}}");
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8);
  }

  @Test
  void aRequestLosesWhatOnlyTheModernEraKnows() throws Malformed {
    var request =
        request(
            "{}",
            "\"name\":\"x\",\"requestState\":\"s\",\"inputResponses\":{},\"task\":{},\"y\":[1],",
            ",\"io.modelcontextprotocol/logLevel\":\"info\",\"progressToken\":\"p\",\"z\":2");

    assertThat(text(ToLegacy.request(request, "5")))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"y\":[1],"
                + "\"_meta\":{\"progressToken\":5,\"z\":2}}}");
  }

  @Test
  void aRequestLosesItsMetaWhenNothingIsLeftOfIt() throws Malformed {
    assertThat(text(ToLegacy.request(request("{}", "", ""), "5")))
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{}}");
  }

  @Test
  void aSessionBeginsWithTheCapabilitiesButTasks() throws Malformed {
    var capabilities =
        "{\"tasks\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{},\"a/b\":{}},\"x\":1}";
    var info = ",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"c\",\"version\":\"2\",\"z\":1}";

    assertThat(text(ToLegacy.initialize("0", request(capabilities, "", info), "g", "1")))
        .endsWith(
            "\"capabilities\":{\"extensions\":{\"a/b\":{}},\"x\":1},"
                + "\"clientInfo\":{\"name\":\"c\",\"version\":\"2\",\"z\":1}}}");
    assertThat(text(ToLegacy.initialize("0", request("{}", "", ""), "g", "1")))
        .endsWith("\"clientInfo\":{\"name\":\"g\",\"version\":\"1\"}}}");
  }

  @Test
  void aResultIsCompleteWhateverItSaysItself() throws Malformed {
    var answer =
        scanned(
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"resultType\":\"task\",\"contents\":[],"
                + "\"cacheScope\":\"public\",\"x\":1}}");

    assertThat(text(ToModern.result(answer, "\"a\"", "resources/read")))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"ttlMs\":0,\"resultType\":\"complete\","
                + "\"contents\":[],\"cacheScope\":\"private\",\"x\":1}}");
  }

  @Test
  void aResultThatIsNoObjectBecomesAnError() throws Malformed {
    var answer = scanned("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":[]}");

    assertThat(text(ToModern.result(answer, "1", "tools/call"))).contains("\"code\":-32603");
  }

  @ParameterizedTest
  @CsvSource({
    "-32002,resources/read,-32602",
    "-32002,tools/call,-32002",
    "-32042,tools/call,-32603",
    "-32020,tools/call,-32603",
    "-32022,tools/call,-32603",
    "-32021,tools/call,-32021",
    "7,tools/call,7"
  })
  void anErrorHasACodeOfItsEra(int said, String method, int code) throws Malformed {
    var error =
        scanned(
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":" + said + ",\"message\":\"m\"}}");

    assertThat(text(ToModern.error(error, "1", method)))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":" + code + ",\"message\":\"m\"}}");
  }

  @Test
  void aNotificationNamesItsSubscription() throws Malformed {
    var bare = scanned("{\"jsonrpc\":\"2.0\",\"method\":\"n\"}");
    var full =
        scanned(
            "{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"uri\":\"a\",\"_meta\":"
                + "{\"io.modelcontextprotocol/subscriptionId\":9,\"x\":1}}}");

    assertThat(text(ToModern.subscribed(bare, "4")))
        .contains("\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":4}}");
    assertThat(text(ToModern.subscribed(full, "4")))
        .contains("\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":4,\"x\":1}");
  }

  @Test
  void aQuestionHasParamsThoughTheServerLeftThemOut() throws Malformed {
    var roots = scanned("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}");

    assertThat(ToModern.inputRequest(roots)).isEqualTo("{\"method\":\"roots/list\",\"params\":{}}");
  }

  @ParameterizedTest
  @CsvSource({
    "user_name,true",
    "a.b-1,true",
    "'',false",
    "a b,false",
    "ä,false",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,false"
  })
  void aQuestionMayNameItsKey(String key, boolean isTaken) throws Malformed {
    var question =
        scanned(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\",\"params\":{\"_meta\":"
                + "{\"dev.gatehouse/input-key\":"
                + JsonRpc.quote(key)
                + "}}}");

    assertThat(ToModern.inputKey(question).isPresent()).isEqualTo(isTaken);
    assertThat(ToModern.inputRequest(question))
        .isEqualTo("{\"method\":\"roots/list\",\"params\":{}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{};[]",
        "{\"elicitation\":{}};[FORM]",
        "{\"elicitation\":{\"url\":{}}};[URL]",
        "{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{},\"roots\":{}};[FORM, URL, SAMPLING, ROOTS]",
        "{\"sampling\":true};[]"
      })
  void aClientCanBeAskedForWhatItDeclares(String capabilities, String kinds) throws Malformed {
    assertThat(InputKind.declared(request(capabilities, "", "")).toString()).isEqualTo(kinds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "FORM;{\"action\":\"accept\"};true",
        "FORM;{\"action\":\"maybe\"};false",
        "URL;{};false",
        "SAMPLING;{\"role\":\"assistant\",\"content\":{}};true",
        "SAMPLING;{\"role\":\"assistant\"};false",
        "ROOTS;{\"roots\":[]};true",
        "ROOTS;{\"roots\":{}};false",
        "ROOTS;7;false"
      })
  void anAnswerFitsItsQuestion(InputKind kind, String response, boolean fits) {
    assertThat(kind.isAnsweredBy(response.getBytes(StandardCharsets.UTF_8))).isEqualTo(fits);
  }

  @Test
  void aResultThatAsksHasAllQuestionsAndTheState() {
    assertThat(text(ToModern.inputRequired("1", Map.of("k", "{\"method\":\"m\"}"), "s")))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"input_required\","
                + "\"inputRequests\":{\"k\":{\"method\":\"m\"}},\"requestState\":\"s\"}}");
  }
}
