package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.protocol.Envelope.Shape;
import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final String MODERN_CALL =
      """
      {"jsonrpc":"2.0","id":"a-1","method":"tools/call","params":{"name":"get_weather","arguments":
      {"name":"not this","city":"Zürich"},"requestState":"s","inputResponses":{"q":{}},"_meta":{
      "progressToken":"p","io.modelcontextprotocol/protocolVersion":"2026-07-28","traceparent":"00-1",
      "io.modelcontextprotocol/clientInfo":{"name":"C","version":"1"},
      "io.modelcontextprotocol/logLevel":"info",
      "io.modelcontextprotocol/clientCapabilities":{"sampling":{}}}}}
      """;

  @Test
  void tellsAllThatAModernCallSays() throws Malformed {
    var call = scan(MODERN_CALL);
    assertThat(call.shape()).isEqualTo(Shape.REQUEST);
    assertThat(call.idText()).isEqualTo("\"a-1\"");
    assertThat(call.method()).isSameAs("tools/call");
    assertThat(call.name()).isEqualTo("get_weather");
    assertThat(call.nameSpan().text(call.bytes())).isEqualTo("\"get_weather\"");
    assertThat(call.arguments().text(call.bytes()))
        .isEqualTo("{\"name\":\"not this\",\"city\":\"Zürich\"}");
    assertThat(call.requestState().string(call.bytes())).isEqualTo("s");
    assertThat(call.inputResponses().text(call.bytes())).isEqualTo("{\"q\":{}}");
    assertThat(call.progressToken().text(call.bytes())).isEqualTo("\"p\"");
    assertThat(call.metaProtocolVersion()).isEqualTo("2026-07-28");
    assertThat(call.clientInfoName()).isEqualTo("C");
    assertThat(call.logLevel()).isEqualTo("info");
    assertThat(call.metaTraceparent().string(call.bytes())).isEqualTo("00-1");
    assertThat(call.clientCapabilities().text(call.bytes())).isEqualTo("{\"sampling\":{}}");
    assertThat(call.uri()).isNull();
    assertThat(call.taskId()).isNull();
    assertThat(call.cursorSpan()).isEqualTo(Span.NONE);
    assertThat(call.initializeProtocolVersion()).isNull();
  }

  @Test
  void tellsWhatAHandshakeSays() throws Malformed {
    var hello =
        scan(
            """
            {"method":"initialize","id":0,"params":{"protocolVersion":"2025-11-25",
            "capabilities":{"roots":{}},"clientInfo":{"version":"2","name":"L"}},"jsonrpc":"2.0"}\
            """);
    assertThat(hello.initializeProtocolVersion()).isEqualTo("2025-11-25");
    assertThat(hello.clientCapabilities().text(hello.bytes())).isEqualTo("{\"roots\":{}}");
    assertThat(hello.metaClientCapabilities()).isEqualTo(Span.NONE);
    assertThat(hello.clientInfoName()).isEqualTo("L");
    assertThat(hello.metaProtocolVersion()).isNull();
    assertThat(hello.idText()).isEqualTo("0");
  }

  @Test
  void tellsWhatOtherRequestsAndNotificationsSay() throws Malformed {
    assertThat(params("resources/read", "{\"uri\":\"a\\u0062\"}").uri()).isEqualTo("ab");
    assertThat(params("tasks/get", "{\"taskId\":\"t\"}").taskId()).isEqualTo("t");
    assertThat(params("tools/list", "{\"cursor\":\"\"}").cursor()).isEmpty();
    assertThat(params("logging/setLevel", "{\"level\":\"debug\"}").logLevel()).isEqualTo("debug");
    var completion =
        params("completion/complete", "{\"ref\":{\"type\":\"x\",\"name\":\"n\",\"uri\":\"u\"}}");
    assertThat(completion.refName()).isEqualTo("n");
    assertThat(completion.refUri()).isEqualTo("u");
    assertThat(completion.name()).isNull();
    var progress =
        scan(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                + "\"params\":{\"progressToken\":7,\"_meta\":{\"progressToken\":8}}}");
    assertThat(progress.shape()).isEqualTo(Shape.NOTIFICATION);
    assertThat(progress.progressToken().text(progress.bytes())).isEqualTo("7");
    var listen = params("subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}");
    assertThat(listen.listenFilter().text(listen.bytes())).isEqualTo("{\"toolsListChanged\":true}");
    var cancelled = scan(new String(JsonRpc.cancelled("\"x\"", "late"), UTF_8));
    assertThat(cancelled.requestId().text(cancelled.bytes())).isEqualTo("\"x\"");
    var updated =
        params(
            "notifications/tools/list_changed",
            "{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":3}}");
    assertThat(updated.metaSubscriptionId().text(updated.bytes())).isEqualTo("3");
  }

  @Test
  void tellsWhatResultsAndErrorsSay() throws Malformed {
    var result =
        scan(
            """
            {"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","requestState":"s",
            "inputRequests":{},"taskId":"t","isError":true,"content":[{"name":"x"}],
            "ttlMs":5,"cacheScope":"public","structuredContent":[1],
            "_meta":{"io.modelcontextprotocol/subscriptionId":"i"}}}\
            """);
    assertThat(result.shape()).isEqualTo(Shape.RESULT);
    assertThat(result.method()).isNull();
    assertThat(result.resultType()).isEqualTo("input_required");
    assertThat(result.resultRequestState().string(result.bytes())).isEqualTo("s");
    assertThat(result.resultInputRequests().text(result.bytes())).isEqualTo("{}");
    assertThat(result.resultTaskId().string(result.bytes())).isEqualTo("t");
    assertThat(result.isError()).isTrue();
    assertThat(result.resultTtlMs().text(result.bytes())).isEqualTo("5");
    assertThat(result.resultCacheScope().string(result.bytes())).isEqualTo("public");
    assertThat(result.structuredContent().text(result.bytes())).isEqualTo("[1]");
    assertThat(result.metaSubscriptionId().string(result.bytes())).isEqualTo("i");

    var error =
        scan("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"m\"}}");
    assertThat(error.shape()).isEqualTo(Shape.ERROR);
    assertThat(error.errorCode()).isEqualTo(-32601);
    assertThat(error.errorMessage()).isEqualTo("m");
    assertThat(error.error().text(error.bytes())).startsWith("{\"code\"");
    assertThat(error.errorData()).isEqualTo(Span.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"id\":null,"})
  void takesAnErrorThatAnswersNothingKnown(String id) throws Malformed {
    var error =
        scan("{\"jsonrpc\":\"2.0\"," + id + "\"error\":{\"code\":-32000,\"message\":\"m\"}}");
    assertThat(error.idText()).isNull();
  }

  @Test
  void knowsAnEscapedNameForWhatItMeans() throws Malformed {
    var call = scan("{\"jsonrpc\":\"2.0\",\"\\u0069d\":1,\"metho\\u0064\":\"to\\u006fls/call\"}");
    assertThat(call.shape()).isEqualTo(Shape.REQUEST);
    assertThat(call.method()).isEqualTo("tools/call");
  }

  @Test
  void neverFoldsCaseOrUnicode() throws Malformed {
    var call =
        params("tools/call", "{\"Name\":\"a\",\"NAME\":\"b\",\"name \":\"c\",\"nam\u0435\":\"d\"}");
    assertThat(call.name()).isNull();
    assertThat(refusal("{\"jsonrpc\":\"2.0\",\"id\":1,\"Method\":\"ping\"}").kind())
        .isEqualTo(Malformed.Kind.INVALID_REQUEST);
    assertThat(params("re\u017fources/read", "{}").method()).isNotEqualTo("resources/read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "7",
        "null",
        "\"ping\"",
        "{\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.1\",\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":null}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"error\":{\"code\":1}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"params\":{}}",
        "{\"jsonrpc\":\"2.0\",\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":null}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"message\":\"m\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1.5}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":4294967296}}"
      })
  void refusesWhatIsNotOneMessage(String json) {
    assertThat(refusal(json).kind()).isEqualTo(Malformed.Kind.INVALID_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1.0",
        "1e2",
        "-0",
        "9007199254740992",
        "-9007199254740992",
        "true",
        "{}",
        "[1]"
      })
  void refusesAnIdThatIsNeitherStringNorSafeInteger(String id) {
    var refusal = refusal("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}");
    assertThat(refusal.kind()).isEqualTo(Malformed.Kind.INVALID_REQUEST);
    assertThat(refusal.idText()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "9007199254740991", "-9007199254740991", "\"\"", "\"\\n\""})
  void keepsAnIdAsItIsSpelled(String id) throws Malformed {
    assertThat(scan("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}").idText())
        .isEqualTo(id);
  }

  @Test
  void boundsIdsAndMethods() throws Malformed {
    var message = "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\"}";
    scan(message.formatted("i".repeat(256), "m".repeat(256)));
    assertThat(refusal(message.formatted("i".repeat(257), "m"))).isNotNull();
    assertThat(refusal(message.formatted("i", "m".repeat(257)))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":7}",
        "{\"arguments\":[]}",
        "{\"arguments\":\"{}\"}",
        "{\"uri\":{}}",
        "{\"cursor\":1}",
        "{\"_meta\":[]}",
        "{\"_meta\":{\"progressToken\":1.5}}",
        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":null}}",
        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":20260728}}",
        "{\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":[]}}"
      })
  void refusesAKnownParameterOfTheWrongType(String params) {
    var refusal =
        refusal(
            "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":" + params + ",\"id\":9}");
    assertThat(refusal.kind()).isEqualTo(Malformed.Kind.INVALID_PARAMS);
    assertThat(refusal.idText()).as("stands behind the mistake").isEqualTo("9");
  }

  @Test
  void takesNullForAbsent() throws Malformed {
    var call = params("tools/call", "{\"name\":\"a\",\"arguments\":null,\"_meta\":null}");
    assertThat(call.arguments()).isEqualTo(Span.NONE);
    assertThat(call.meta()).isEqualTo(Span.NONE);
  }

  @Test
  void saysThatABatchIsOne() {
    var refusal = refusal(" [{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]");
    assertThat(refusal.isBatch()).isTrue();
    assertThat(refusal.kind().code()).isEqualTo(JsonRpc.INVALID_REQUEST);
  }

  @Test
  void keepsTheIdForTheAnswerWhenTheTextBreaksBehindIt() {
    var refusal = refusal("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\",\"id\":2}");
    assertThat(refusal.kind()).isEqualTo(Malformed.Kind.PARSE);
    assertThat(new String(JsonRpc.error(refusal), UTF_8))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32700,\"message\":"
                + "\"a field name occurs twice in one object (byte 42)\"}}");
  }

  @Test
  void tellsTheSameAsJacksonOfAnyMessage() throws Malformed {
    for (var seed = 0; seed < 3_000; seed++) {
      var json = new RandomMessage(new Random(seed)).text();
      EnvelopeOracle.assertAgrees(scan(json));
    }
  }

  @Test
  void neverPrintsTheText() throws Malformed {
    assertThat(scan(MODERN_CALL).toString()).doesNotContain("weather");
  }

  private static Envelope params(String method, String params) throws Malformed {
    return scan(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
  }

  private static Envelope scan(String json) throws Malformed {
    return Envelope.scan(json.getBytes(UTF_8), Bounds.DEFAULT);
  }

  private static Malformed refusal(String json) {
    return catchThrowableOfType(Malformed.class, () -> scan(json));
  }
}
