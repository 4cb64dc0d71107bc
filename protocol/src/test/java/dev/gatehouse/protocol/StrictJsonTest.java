package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

class StrictJsonTest {
  private static final JsonMapper JACKSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        " \t\r\n[ ] ",
        "{}",
        "{\"\":0}",
        "[true,false,null,-0,0.5,1e10,1E+2,-12.25e-3]",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"",
        "{\"a\":1,\"A\":2,\"\u017f\":3,\"s\":4}",
        "{\"a\":{\"a\":{\"a\":[{\"a\":1},{\"a\":1}]}}}",
        "\"\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff\""
      })
  void takesWhatEveryParserReadsTheSameWay(String json) {
    assertThatCode(() -> check(json)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\" 1}",
        "tru",
        "trueX",
        "nul",
        "True",
        "NaN",
        "Infinity",
        "-",
        "-a",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "\"\t\"",
        "\"\u0000\"",
        "// c\n1",
        "/* c */1",
        "1 2",
        "{}{}",
        "[]x",
        "\u00a01",
        "\u000c1",
        "1\u0000"
      })
  void refusesWhatIsNotJson(String json) {
    assertThat(refusal(json.getBytes(UTF_8)).kind()).isEqualTo(Malformed.Kind.PARSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\\u0061\":1,\"a\":2}",
        "{\"\\u0061\":1,\"\\u0061\":2}",
        "[{\"x\":{\"longer-than-eight\":1,\"b\":2,\"longer-than-eight\":1}}]",
        "{\"\":1,\"\":1}",
        "{\"\uD83D\uDE00\":1,\"\\ud83d\\ude00\":1}"
      })
  void refusesANameTwiceInOneObjectHoweverItIsSpelled(String json) {
    assertThat(refusal(json.getBytes(UTF_8))).hasMessageContaining("twice");
  }

  @Test
  void findsANameAgainAmongThousands() {
    var names = new StringBuilder("{");
    for (var i = 0; i < 5_000; i++) {
      names.append("\"field-number-").append(i).append("\":{\"field-number-1\":0},");
    }
    assertThatCode(() -> check(names + "\"last\":0}")).doesNotThrowAnyException();
    assertThat(refusal((names + "\"field-number-4321\":0}").getBytes(UTF_8)))
        .hasMessageContaining("twice");
    assertThat(refusal((names + "\"field-number-\\u0033\":0}").getBytes(UTF_8)))
        .hasMessageContaining("twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83dx\"",
        "\"\\ud83d\\n\"",
        "\"\\ud83d\\ud83d\\ude00\"",
        "\"\\ude00\\ud83d\""
      })
  void refusesHalfASurrogatePair(String json) {
    assertThat(refusal(json.getBytes(UTF_8))).hasMessageContaining("surrogate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080", // continuation without lead
        "\u00c0\u0080", // overlong NUL
        "\u00c1\u00bf", // overlong DEL
        "\u00e0\u009f\u00bf", // overlong, three bytes
        "\u00f0\u008f\u00bf\u00bf", // overlong, four bytes
        "\u00ed\u00a0\u00bd\u00ed\u00b8\u0080", // surrogates as in CESU-8
        "\u00f4\u0090\u0080\u0080", // beyond U+10FFFF
        "\u00f5\u0080\u0080\u0080",
        "\u00ff",
        "\u00c3", // ends early
        "\u00e2\u0082",
        "\u00c3x"
      })
  void refusesBytesThatAreNotUtf8(String bytes) {
    assertThat(refusal(("\"" + bytes + "\"").getBytes(ISO_8859_1))).hasMessageContaining("UTF-8");
    assertThat(refusal(("{\"" + bytes + "\":0}").getBytes(ISO_8859_1)))
        .hasMessageContaining("UTF-8");
  }

  @Test
  void refusesByteOrderMarksAndOtherEncodings() {
    assertThat(refusal("\ufeff{}".getBytes(UTF_8))).hasMessageContaining("byte order mark");
    assertThat(refusal("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16)).offset()).isZero();
    assertThat(refusal("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE)).offset()).isOne();
  }

  @Test
  void boundsDepthStringsNamesAndNumbers() throws Malformed {
    var bounds = new Bounds(3, 8, 20, 4);
    StrictJson.check("[{\"1234\":[\"12345678\"]}]".getBytes(UTF_8), bounds);
    for (var json :
        new String[] {
          "[[[[]]]]",
          "[{\"a\":{\"b\":{}}}]",
          "\"123456789\"",
          "{\"12345\":0}",
          "123456789012345678901",
          "1e1000",
          "1e-1000"
        }) {
      assertThatThrownBy(() -> StrictJson.check(json.getBytes(UTF_8), bounds))
          .as(json)
          .isInstanceOf(Malformed.class);
    }
  }

  @Test
  void survivesTextsThatOnlyOpen() {
    assertThat(refusal("[".repeat(100_000).getBytes(UTF_8)))
        .hasMessageContaining("deeper than 128");
    assertThat(refusal("{\"a\":".repeat(100_000).getBytes(UTF_8)).offset()).isEqualTo(128 * 5);
  }

  @Test
  void refusesBoundsThatBoundNothing() {
    assertThatThrownBy(() -> new Bounds(0, 1, 20, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxDepth is 0; allowed is 1 to 1000");
  }

  @Test
  void namesTheByteButNeverRepeatsTheText() {
    var refusal = refusal("{\"secret\":1,\"secret\":2}".getBytes(UTF_8));
    assertThat(refusal).hasMessage("a field name occurs twice in one object (byte 12)");
    assertThat(refusal.getStackTrace()).isEmpty();
  }

  @Test
  void takesEveryGeneratedTextAsJacksonDoes() {
    for (var seed = 0; seed < 2_000; seed++) {
      var json = new RandomJson(new Random(seed)).value(5);
      assertThatCode(() -> check(json)).as(json).doesNotThrowAnyException();
      assertThatCode(() -> JACKSON.readTree(json)).as(json).doesNotThrowAnyException();
    }
  }

  @Test
  void takesNoBrokenTextThatJacksonRefuses() {
    var accepted = 0;
    for (var seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var json = new RandomJson(random).value(3).getBytes(UTF_8);
      for (var flips = 1 + random.nextInt(3); flips > 0; flips--) {
        json[random.nextInt(json.length)] =
            (byte) "{}[]\",:\\0e-.u\u00ff".charAt(random.nextInt(14));
      }
      if (isAccepted(json)) {
        accepted++;
        assertThatCode(() -> JACKSON.readTree(json))
            .as(new String(json, UTF_8))
            .doesNotThrowAnyException();
      }
    }
    assertThat(accepted).isGreaterThan(100);
  }

  private static boolean isAccepted(byte[] json) {
    try {
      StrictJson.check(json, Bounds.DEFAULT);
      return true;
    } catch (Malformed _) {
      return false;
    }
  }

  private static void check(String json) throws Malformed {
    StrictJson.check(json.getBytes(UTF_8), Bounds.DEFAULT);
  }

  private static Malformed refusal(byte[] json) {
    return catchThrowableOfType(Malformed.class, () -> StrictJson.check(json, Bounds.DEFAULT));
  }
}
