package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the hostile server of the benchmark says. */
class HostileUpstreamTest {
  private static final int PAGE = 1_000;

  private static byte[] answer(String body) throws IOException {
    var out = new ByteArrayOutputStream();
    HostileUpstream.answer(Answers.bytes(body), out);
    return out.toByteArray();
  }

  private static String text(byte[] answer, int from, int length) {
    return new String(answer, from, length, StandardCharsets.UTF_8);
  }

  @Test
  void itOffersAllOfItsTools() throws IOException {
    var answer = answer("{\"id\":1,\"method\":\"tools/list\"}");

    assertThat(text(answer, 0, answer.length))
        .contains(HostileUpstream.TOOLS.stream().map(tool -> "\"" + tool + "\"").toList());
  }

  @Test
  void aLargeResultIsWholeAndAsLongAsItsHeadSays() throws IOException {
    var answer =
        answer(
            "{\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
                + HostileUpstream.LARGE
                + "\"}}");
    var begin = text(answer, 0, PAGE);
    var head = begin.indexOf("\r\n\r\n") + 4;

    assertThat(begin).contains("Content-Length: " + (answer.length - head), "\"id\":7");
    assertThat(text(answer, answer.length - PAGE, PAGE)).endsWith("\"}]}}");
    assertThat(answer).hasSizeGreaterThan(12_000_000);
  }
}
