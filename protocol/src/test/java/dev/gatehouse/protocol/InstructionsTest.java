package dev.gatehouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstructionsTest {
  private static byte[] answer(String members) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{" + members + "}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String replaced(String members, Optional<String> with) throws Malformed {
    return new String(Instructions.replaced(answer(members), _ -> with), StandardCharsets.UTF_8);
  }

  @Test
  void areReplacedAndNothingElseIs() throws Malformed {
    assertThat(replaced("\"a\": 1, \"instructions\" : \"old\",\"b\":[ ]", Optional.of("n\"ew")))
        .contains("{\"a\": 1, \"instructions\" : \"n\\\"ew\",\"b\":[ ]}");
  }

  @Test
  void areTakenOutWhenThereAreToBeNone() throws Malformed {
    assertThat(replaced("\"instructions\":\"old\",\"b\":1", Optional.empty()))
        .contains("\"result\":{\"b\":1}");
    assertThat(replaced("\"instructions\":{\"no\":\"text\"},\"b\":1", Optional.empty()))
        .contains("\"result\":{\"b\":1}");
  }

  @Test
  void stayTheVeryBytesWhenNothingIsDifferent() throws Malformed {
    var same = answer("\"instructions\":\"\\u006fld\"");
    var none = answer("\"b\":1");

    assertThat(Instructions.replaced(same, said -> said)).isSameAs(same);
    assertThat(Instructions.replaced(none, _ -> Optional.of("new"))).isSameAs(none);
  }

  @Test
  void areOnlyInResults() {
    var error =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"x\"}}"
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Instructions.replaced(error, said -> said))
        .isInstanceOf(Malformed.class);
  }
}
