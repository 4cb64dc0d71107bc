package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonRpcTest {
  @Test
  void writesErrors() {
    assertThat(JsonRpc.error("7", JsonRpc.INVALID_PARAMS, "no \"such\"\ntool", "{\"a\":1}"))
        .asString(UTF_8)
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,"
                + "\"message\":\"no \\\"such\\\"\\u000atool\",\"data\":{\"a\":1}}}");
    assertThat(JsonRpc.error(null, JsonRpc.INTERNAL, "x"))
        .asString(UTF_8)
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32603,\"message\":\"x\"}}");
  }

  @Test
  void writesResultsTheSameFromTextAndFromBytes() {
    assertThat(JsonRpc.result("\"é\"", "{\"a\":\"語\"}"))
        .isEqualTo(JsonRpc.result("\"é\"", "{\"a\":\"語\"}".getBytes(UTF_8)))
        .asString(UTF_8)
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"é\",\"result\":{\"a\":\"語\"}}");
  }

  @Test
  void writesRequestsAndNotifications() {
    assertThat(JsonRpc.request("1", "ping", null))
        .asString(UTF_8)
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
    assertThat(JsonRpc.cancelled("1", null))
        .asString(UTF_8)
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                + "\"params\":{\"requestId\":1}}");
  }

  @Test
  void tellsAModelWhyItsCallWasNotMade() throws Malformed {
    var legacy =
        Envelope.scan(JsonRpc.toolRefusal("1", "not allowed", null, Era.LEGACY), Bounds.DEFAULT);
    assertThat(legacy.isError()).isTrue();
    assertThat(legacy.resultType()).isNull();
    assertThat(legacy.result().text(legacy.bytes()))
        .isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"not allowed\"}],\"isError\":true}");
    var modern =
        Envelope.scan(
            JsonRpc.toolRefusal("1", "no", "{\"r\":\"r-1\"}", Era.MODERN), Bounds.DEFAULT);
    assertThat(modern.resultType()).isEqualTo("complete");
    assertThat(modern.resultMeta().text(modern.bytes())).isEqualTo("{\"r\":\"r-1\"}");
  }

  @Test
  void quotesAnyTextSoThatItReadsBack() throws Malformed {
    for (var seed = 0; seed < 5_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder();
      for (var i = random.nextInt(20); i > 0; i--) {
        text.appendCodePoint(random.nextInt(random.nextBoolean() ? 128 : 0x11_0000));
      }
      var json = JsonRpc.quote(text.toString()).getBytes(UTF_8);
      StrictJson.check(json, Bounds.DEFAULT);
      var expected = text.toString().codePoints().map(c -> isLone(c) ? 0xfffd : c).toArray();
      assertThat(new Span(0, json.length).string(json).codePoints().toArray()).isEqualTo(expected);
    }
  }

  private static boolean isLone(int codePoint) {
    return codePoint >= 0xd800 && codePoint <= 0xdfff;
  }
}
