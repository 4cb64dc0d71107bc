package dev.gatehouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"get_weather", "two words", "a\tb", "file:///a?b=c", "=?base64?", "?=", "="})
  void travelPlainWhenAHeaderCanHoldThem(String text) {
    assertThat(HeaderValues.encode(text)).isEqualTo(text);
    assertThat(HeaderValues.decode(text)).contains(text);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "Zürich, =?base64?WsO8cmljaA==?=",
        "' a', =?base64?IGE=?=",
        "'a ', =?base64?YSA=?=",
        "=?base64?YQ==?=, =?base64?PT9iYXNlNjQ/WVE9PT89?=",
        "😀, =?base64?8J+YgA==?="
      })
  void travelInsideTheSentinelOtherwise(String text, String header) {
    assertThat(HeaderValues.encode(text)).isEqualTo(header);
    assertThat(HeaderValues.decode(header)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?base64?YQ?=", // padding is missing
        "=?base64?YR==?=", // stray bits: a second spelling of "a"
        "=?base64?Y Q==?=",
        "=?base64?YQ==YQ==?=",
        "=?base64?_w==?=",
        "=?base64?/w==?=", // not UTF-8
        "=?base64?7aC9?=", // a surrogate
        "Zürich",
        "a\u0000",
        "a\r\nX: y",
        "a\u007f"
      })
  void meanNothingWhenTheyCannotBeDecoded(String header) {
    assertThat(HeaderValues.decode(header)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=?BASE64?YQ==?=", "=?base64?YQ==", "base64?YQ==?=", "=?base64?="})
  void areLiteralWithoutTheExactSentinel(String header) {
    assertThat(HeaderValues.decode(header)).contains(header);
  }

  @Test
  void loseBlanksAroundThem() {
    assertThat(HeaderValues.decode(" \ta b\t ")).contains("a b");
    assertThat(HeaderValues.decode("\t=?base64?YQ==?= ")).contains("a");
    assertThat(HeaderValues.decode("")).contains("");
    assertThat(HeaderValues.decode("=?base64??=")).contains("");
  }

  @Test
  void cannotCarryHalfACharacter() {
    assertThatThrownBy(() -> HeaderValues.encode("\ud83d"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void comeBackAsTheyWereSentAndNeverBreakAHeader() {
    for (var seed = 0; seed < 10_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder();
      for (var i = random.nextInt(12); i > 0; i--) {
        text.append("a ?=\t\r\n\u0000é語😀".charAt(random.nextInt(10)));
      }
      var sent = text.toString();
      var header = HeaderValues.encode(sent);
      assertThat(header).matches("[\\x20-\\x7e\\t]*");
      assertThat(HeaderValues.decode(header)).contains(sent);
    }
  }
}
