package dev.gatehouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String ONE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String OTHER = "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-00";

  private static @Nullable String of(@Nullable String header, String metaJson) throws Malformed {
    var text =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":{"
            + metaJson
            + "}}}";
    var message = Envelope.scan(text.getBytes(StandardCharsets.UTF_8), StrictJson.Bounds.DEFAULT);
    return TraceContext.traceparent(header, message);
  }

  @Test
  void isThatOfTheHeaderElseThatOfTheMessage() throws Malformed {
    assertThat(of(ONE, "")).isEqualTo(ONE);
    assertThat(of(ONE, "\"traceparent\":\"" + OTHER + "\"")).isEqualTo(ONE);
    assertThat(of(null, "\"traceparent\":\"" + OTHER + "\"")).isEqualTo(OTHER);
    assertThat(of("nonsense", "\"traceparent\":\"" + OTHER + "\"")).isEqualTo(OTHER);
    assertThat(TraceContext.traceparent(ONE, null)).isEqualTo(ONE);
    assertThat(TraceContext.traceparent("nonsense", null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "{}", "\"\"", "\"00-1-2-3\"", "[\"00\"]"})
  void ofAnotherShapeIsNone(String json) throws Malformed {
    assertThat(of(null, "\"traceparent\":" + json)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what.comes"
      })
  void hasTheShapeOfTheStandard(String value) {
    assertThat(TraceContext.isTraceparent(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-a\r\nX: y",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      })
  void ofNoOtherShapePasses(String value) {
    assertThat(TraceContext.isTraceparent(value)).isFalse();
  }
}
