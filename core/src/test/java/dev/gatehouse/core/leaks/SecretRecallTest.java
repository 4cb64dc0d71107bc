package dev.gatehouse.core.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What of the secrets that were put in is found again. */
class SecretRecallTest {
  private static final int EACH = 200;

  @Test
  void everyFormatIsFoundUnderItsOwnName() {
    var missed = new TreeMap<String, Integer>();
    SecretSamples.all()
        .forEach((name, maker) -> {
          var random = new Random(name.hashCode());
          var what = name.split("/", 2)[0].replace('-', ' ');
          for (var i = 0; i < EACH; i++) {
            var sample = maker.apply(random);
            var bytes = bytes("see " + sample.text() + " there");
            var found =
                SecretScanner.all().find(bytes, 0, bytes.length).stream()
                    .anyMatch(leak -> leak.what().equals(what));
            if (!found || !SecretScanner.all().mayFind(bytes, 0, bytes.length)) {
              missed.merge(name, 1, Integer::sum);
            }
          }
        });
    missed.values().removeIf(count -> count <= EACH / 100);
    assertThat(missed).as("missed more than 1 %% of %d each", EACH).isEmpty();
  }

  @Test
  void everyFormatHasASample() {
    assertThat(SecretSamples.all().keySet().stream().map(name -> name.split("/", 2)[0]).toList())
        .containsAll(
            SecretScanner.names().stream().filter(name -> !name.equals("sentry-token")).toList());
  }

  @Test
  void nothingOfTheSecretIsLeft() {
    assertThat(survivors(UnaryOperator.identity())).isEmpty();
  }

  @Test
  void base64HidesNothing() {
    assertThat(
            survivors(text ->
                "x "
                    + Base64.getEncoder()
                        .encodeToString(bytes("#".repeat(text.length() % 3) + text))))
        .isEmpty();
  }

  @Test
  void urlSafeBase64InsideAnotherWordHidesNothing() {
    assertThat(
            survivors(text ->
                "data."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text))
                    + "."))
        .isEmpty();
  }

  @Test
  void hexHidesNothing() {
    assertThat(survivors(text -> "0x" + HexFormat.of().formatHex(bytes(text)))).isEmpty();
  }

  @Test
  void percentEscapesHideNothing() {
    assertThat(
            survivors(
                text -> HexFormat.of().withUpperCase().withPrefix("%").formatHex(bytes(text))))
        .isEmpty();
  }

  @Test
  void jsonEscapesInsideATextHideNothing() {
    assertThat(survivors(SecretRecallTest::escaped)).isEmpty();
  }

  private static Map<String, Integer> survivors(UnaryOperator<String> writing) {
    var survived = new TreeMap<String, Integer>();
    SecretSamples.all()
        .forEach((name, maker) -> {
          var random = new Random(name.hashCode() + 1);
          for (var i = 0; i < EACH / 4; i++) {
            var sample = maker.apply(random);
            var redacted = Redactor.redact(writing.apply(sample.text()));
            if (!redacted.contains("masked") && !decoded(redacted).contains("[masked")) {
              survived.merge(name, 1, Integer::sum);
            } else if (redacted.contains(sample.secret())) {
              survived.merge(name, 1, Integer::sum);
            }
          }
        });
    survived.keySet().removeIf(name -> name.startsWith("twilio-key"));
    survived.values().removeIf(count -> count <= EACH / 4 / 50);
    return survived;
  }

  /** The text with its longest run of base64 or hex read, to see the mask inside. */
  private static String decoded(String text) {
    var run = text.replaceFirst("^(0x|x |data\\.)", "").replaceFirst("\\.$", "");
    try {
      return new String(
          text.startsWith("0x")
              ? HexFormat.of().parseHex(run)
              : Base64.getDecoder().decode(run.replace('-', '+').replace('_', '/')),
          StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
    return escaped.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
