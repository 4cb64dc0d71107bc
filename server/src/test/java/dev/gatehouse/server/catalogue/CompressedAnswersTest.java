package dev.gatehouse.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.artifacts.Listing;
import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.transport.ControlPlane.Answer;
import dev.gatehouse.transport.ControlPlane.Header;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the registry sends to clients that take gzip, and to those that do not. */
class CompressedAnswersTest {
  private static final String LIST = "/v0.1/servers";
  private final Registry registry = new Registry();

  @BeforeEach
  void fill() throws Exception {
    for (var index : IntStream.range(0, 20).toArray()) {
      approve("com.example/s" + index, "one of many");
    }
    approve("com.example/wordy", "w".repeat(2_000));
  }

  private void approve(String name, String description) throws Exception {
    var document =
        "{\"name\":\"%s\",\"version\":\"1.0.0\",\"description\":\"%s\"}"
            .formatted(name, description);
    registry.artifacts.take(
        "official", List.of(Listing.read(document.getBytes(StandardCharsets.UTF_8))));
    for (var state : List.of(ReviewState.SUBMITTED, ReviewState.IN_REVIEW, ReviewState.APPROVED)) {
      registry.artifacts.review(name, "1.0.0", state);
    }
  }

  private Answer get(String path, @Nullable String encoding, @Nullable String tag) {
    return registry.ask("GET", path, null, tag, encoding, "");
  }

  private static String header(Answer answer, String name) {
    return answer.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(Header::value)
        .collect(Collectors.joining(", "));
  }

  private static byte[] unpacked(Answer answer) throws Exception {
    try (var stream = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      return stream.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "x-gzip",
        "gzip, deflate, br",
        "br;q=1.0, gzip;q=0.8",
        "*",
        "*;q=0.1",
        "deflate, gzip; q=0.001"
      })
  void areSmallerForThoseWhoTakeThem(String encoding) throws Exception {
    for (var path : List.of(LIST, "/v0.1/servers/com.example%2Fwordy/versions/latest")) {
      var plain = get(path, null, null);
      var packed = get(path, encoding, null);

      assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
      assertThat(packed.contentType()).isEqualTo("application/json");
      assertThat(packed.body().length).isLessThan(plain.body().length / 3);
      assertThat(unpacked(packed)).isEqualTo(plain.body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "identity",
        "br",
        "gzip;q=0",
        "gzip;q=0.000",
        "*;q=0",
        "gzip;q=0, *",
        "gzip;q=x",
        "gzipped",
        "gzip;q=2"
      })
  void areAsTheyAreForOthers(String encoding) {
    var answer = get(LIST, encoding, null);

    assertThat(header(answer, "Content-Encoding")).isEmpty();
    assertThat(answer.body()).isEqualTo(get(LIST, null, null).body());
  }

  @Test
  void haveATagForEachCoding() {
    var plain = header(get(LIST, null, null), "ETag");
    var packed = header(get(LIST, "gzip", null), "ETag");

    assertThat(packed).isNotEqualTo(plain).matches("\"[A-Za-z0-9_-]+-gzip\"");
    assertThat(get(LIST, "gzip", packed).status()).isEqualTo(304);
    assertThat(get(LIST, "gzip", "W/" + packed).status()).isEqualTo(304);
    assertThat(header(get(LIST, "gzip", packed), "ETag")).isEqualTo(packed);
    assertThat(header(get(LIST, "gzip", packed), "Content-Encoding")).isEmpty();
    assertThat(get(LIST, null, plain).status()).isEqualTo(304);
    assertThat(get(LIST, "gzip", plain).status()).isEqualTo(200);
    assertThat(get(LIST, null, packed).status()).isEqualTo(200);
  }

  @Test
  void tellCachesWhatTheyDependOn() {
    for (var encoding : List.of("gzip", "identity")) {
      assertThat(header(get(LIST, encoding, null), "Vary"))
          .isEqualTo("Authorization, Accept-Encoding");
    }
    assertThat(header(get("/v0.1/nothing", null, null), "Vary"))
        .isEqualTo("Authorization, Accept-Encoding");
  }

  @Test
  void areLeftAloneWhenSmallOrNotAnAnswer() {
    assertThat(header(get("/v0.1/ping", "gzip", null), "Content-Encoding")).isEmpty();
    assertThat(header(get("/v0.1/nothing", "gzip", null), "Content-Encoding")).isEmpty();
  }

  @Test
  void describeWhatDescribesItselfNot() throws Exception {
    approve("com.example/blank", " ");
    var shown = Registry.json(get("/v0.1/servers/com.example%2Fblank/versions/latest", null, null));

    assertThat(shown.at("/server/description").asString()).isEqualTo("com.example/blank");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v0.1/servers/com.example%2Fs1%00/versions",
        "/v0.1/servers/com.example%2Fs1/versions/1%00",
        "/registry/%00/v0.1/servers",
        "/v0.1/servers?search=a%00b",
      })
  void areNotGivenToPathsWithNul(String path) {
    assertThat(get(path, null, null).status()).isEqualTo(400);
  }
}
