package dev.gatehouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 8785 and what follows from its rules. */
class CanonicalJsonTest {
  private static String canonical(String json) throws Malformed {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    return new String(CanonicalJson.of(bytes, StrictJson.Bounds.DEFAULT), StandardCharsets.UTF_8);
  }

  @Test
  void writesTheExampleOfSection322() throws Malformed {
    var input =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50,
                      2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }\
        """;

    assertThat(canonical(input))
        .isEqualTo(
            "{\"literals\":[null,true,false],"
                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void sortsTheExampleOfSection323ByUtf16Units() throws Malformed {
    var input =
        """
        {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",
        "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",
        "\\u00f6":"Latin Small Letter O With Diaeresis"}\
        """;

    assertThat(canonical(input).replaceAll("\"[^\"]*\":", ""))
        .isEqualTo(
            "{\"Carriage Return\",\"One\",\"Control\",\"Latin Small Letter O With Diaeresis\","
                + "\"Euro Sign\",\"Emoji: Grinning Face\",\"Hebrew Letter Dalet With Dagesh\"}");
  }

  /** Appendix B: the bits of a double, and what it is written as. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void writesNumbersAsEcmaScriptDoes(String bits, String written) throws Malformed {
    var value = Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(bits));

    assertThat(EcmaNumber.text(value)).isEqualTo(written);
    assertThat(canonical(Double.toString(value))).isEqualTo(written);
  }

  @Test
  void writesEveryNumberSoThatItReadsBack() {
    var random = new Random(8785);
    for (var i = 0; i < 20_000; i++) {
      var value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(EcmaNumber.text(value))).isEqualTo(value + 0.0);
      }
    }
  }

  @Test
  void staysAsItIsOnceCanonical() throws Malformed {
    for (var json : List.of("{}", "[]", "{\"a\":{\"b\":[1,\"x\",null]}}", "\"\\u001f\u007f\"")) {
      assertThat(canonical(json)).isEqualTo(json);
    }
  }

  @Test
  void isOneTextForAllOrdersAndBlanks() throws Malformed {
    assertThat(canonical(" { \"b\" : [ 1.0 , 1e0 ] , \"a\\u0062\" : \"\\u0041\" } "))
        .isEqualTo(canonical("{\"ab\":\"A\",\"b\":[1,1]}"));
  }

  @Test
  void refusesWhatNoDoubleHoldsAndWhatIsNotStrict() {
    assertThatThrownBy(() -> canonical("[1e999]")).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> canonical("{\"a\":1,\"\\u0061\":2}")).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> canonical("[1] 2")).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> canonical("[".repeat(200) + "]".repeat(200)))
        .isInstanceOf(Malformed.class);
  }
}
