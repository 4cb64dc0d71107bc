package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** Everything that strangers send. In a build these run over the committed seeds only. */
class WireFuzzTest {
  private static final JsonMapper JACKSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  @FuzzTest
  void strictJsonIsJsonForJacksonToo(byte[] json) {
    try {
      StrictJson.check(json, Bounds.DEFAULT);
    } catch (Malformed malformed) {
      assertThat(malformed.offset()).isBetween(0, json.length);
      return;
    }
    assertThatCode(() -> JACKSON.readTree(json)).doesNotThrowAnyException();
    assertThat(new String(json, UTF_8).getBytes(UTF_8)).isEqualTo(json);
  }

  @FuzzTest
  void anEnvelopeTellsWhatJacksonReads(byte[] message) {
    Envelope envelope;
    try {
      envelope = Envelope.scan(message, Bounds.DEFAULT);
    } catch (Malformed malformed) {
      assertThatCode(() -> Envelope.scan(JsonRpc.error(malformed), Bounds.DEFAULT))
          .doesNotThrowAnyException();
      return;
    }
    EnvelopeOracle.assertAgrees(envelope);
  }

  @FuzzTest
  void anAnswerIsReadOrRefused(byte[] message) {
    for (var reader :
        List.<Reader>of(
            Handshake::read,
            Discovery::read,
            ToolDefinition::read,
            (bytes, bounds) -> ListPage.read(bytes, "tools", bounds))) {
      try {
        assertThat(reader.read(message, Bounds.DEFAULT)).isNotNull();
      } catch (Malformed expected) {
        assertThat(expected.getStackTrace()).isEmpty();
      }
    }
  }

  @FuzzTest
  void aHeaderHasOneSpelling(FuzzedDataProvider data) {
    var raw = data.consumeRemainingAsString();
    var decoded = HeaderValues.decode(raw);
    decoded.ifPresent(
        text -> assertThat(HeaderValues.decode(HeaderValues.encode(text))).contains(text));
    if (UTF_8.newEncoder().canEncode(raw)) {
      assertThat(HeaderValues.decode(HeaderValues.encode(raw))).contains(raw);
    }
  }

  @FuzzTest
  void aStreamIsReadTheSameHoweverItIsCut(byte[] stream) {
    assertThat(heard(() -> Heard.cut(stream, new Random(stream.length))))
        .isEqualTo(heard(() -> Heard.of(stream)))
        .isEqualTo(heard(() -> Heard.ofSingleBytes(stream)));
  }

  @FuzzTest
  void anEventComesBackAsItWasSent(byte[] payload) throws Malformed {
    var data = payload.length > Heard.MAX ? Arrays.copyOf(payload, Heard.MAX) : payload;
    var written = SseWriter.event(data, "7");
    var expected = new String(data, UTF_8).replaceAll("\r\n?", "\n");
    assertThat(Heard.ofSingleBytes(written).events).containsExactly("message 7 " + expected);
    assertThat(Heard.cut(written, new Random(data.length)).events).hasSize(1);
  }

  private interface Reader {
    Object read(byte[] bytes, Bounds bounds) throws Malformed;
  }

  private interface Hearing {
    Heard hear() throws Malformed;
  }

  private static List<String> heard(Hearing hearing) {
    try {
      return hearing.hear().events;
    } catch (Malformed _) {
      return List.of("too long");
    }
  }
}
