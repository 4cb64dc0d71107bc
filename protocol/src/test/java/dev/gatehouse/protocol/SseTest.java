package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: a\ndata:b\n\n",
        "data: a\rdata:b\r\r",
        "data: a\r\ndata:b\r\n\r\n",
        "\ufeffdata: a\ndata:b\n\n",
        "data: a\r\ndata:b\n\r",
        ": hello\ndata: a\nunknown: x\ndata:b\nid\n\n",
        "data: a\ndata:b\n\ndata: broken off"
      })
  void readsOneEventHoweverItIsSpelledAndCut(String stream) throws Malformed {
    assertThat(Heard.of(stream.getBytes(UTF_8)).events).containsExactly("message  a\nb");
    assertThat(Heard.ofSingleBytes(stream.getBytes(UTF_8)).events).containsExactly("message  a\nb");
  }

  @Test
  void keepsTheIdUntilAnotherIsNamed() throws Malformed {
    var heard =
        Heard.of(
            "id: 1\ndata: a\n\ndata: b\n\nid:2\nevent: x\n\nid: 3\0\ndata: c\n\n".getBytes(UTF_8));
    assertThat(heard.events).containsExactly("message 1 a", "message 1 b", "message 2 c");
    assertThat(heard.reader.lastEventId()).isEqualTo("2");
  }

  @Test
  void tellsAnEmptyDataLineButNoEventWithoutOne() throws Malformed {
    assertThat(Heard.of("data:\n\n".getBytes(UTF_8)).events).containsExactly("message  ");
    assertThat(Heard.of("data\ndata\n\n".getBytes(UTF_8)).events).containsExactly("message  \n");
    assertThat(Heard.of("event: x\n\n\n\n".getBytes(UTF_8)).events).isEmpty();
  }

  @Test
  void takesOneBlankBehindTheColonAwayAndNoMore() throws Malformed {
    assertThat(Heard.of("data:  a \nevent: t\n\n".getBytes(UTF_8)).events)
        .containsExactly("t   a ");
  }

  @Test
  void tellsCommentsAndRetry() throws Malformed {
    var heard = Heard.of(":\n: x\nretry: 1500\nretry: -1\nretry: 1e3\nretry:\n\n".getBytes(UTF_8));
    assertThat(heard.comments).isEqualTo(2);
    assertThat(heard.retries).containsExactly(1500L);
    assertThat(Heard.of(SseWriter.comment()).comments).isOne();
    assertThat(Heard.of(SseWriter.retry(7)).retries).containsExactly(7L);
  }

  @Test
  void boundsAnEventTheSameHoweverItIsCut() throws Malformed {
    var fits = ("data: " + "x".repeat(Heard.MAX) + "\n\n").getBytes(UTF_8);
    assertThat(Heard.of(fits).events).hasSize(1);
    assertThat(Heard.ofSingleBytes(fits).events).hasSize(1);
    for (var stream :
        List.of(
            "data: " + "x".repeat(Heard.MAX + 1) + "\n\n",
            "data: x\n".repeat(Heard.MAX),
            ":" + "x".repeat(Heard.MAX + 20) + "\n")) {
      assertThatThrownBy(() -> Heard.of(stream.getBytes(UTF_8))).isInstanceOf(Malformed.class);
      assertThatThrownBy(() -> Heard.ofSingleBytes(stream.getBytes(UTF_8)))
          .isInstanceOf(Malformed.class);
    }
  }

  @Test
  void marksWhereToReadOnAndAfterHowLong() throws Malformed {
    var reader = Heard.of(SseWriter.mark("e-1", 700));

    assertThat(reader.retries).containsExactly(700L);
    assertThat(reader.events).containsExactly("message e-1 ");
    assertThat(Heard.of(SseWriter.mark("e-1", 0)).retries).isEmpty();
    assertThatThrownBy(() -> SseWriter.mark("e-1", -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isNotExhaustedByASilentStreamThatLives() throws Malformed {
    assertThat(Heard.of(": ping\n".repeat(10_000).getBytes(UTF_8)).comments).isEqualTo(10_000);
  }

  @Test
  void cannotBeForgedByAPayloadOrAnId() throws Malformed {
    var forged = "1\n\nid: 9\nevent: x\ndata: forged\n\n".getBytes(UTF_8);
    assertThat(Heard.of(SseWriter.event(forged, "7")).events)
        .containsExactly("message 7 1\n\nid: 9\nevent: x\ndata: forged\n\n");
    for (var id : List.of("a\nb", "a\rb", "a\0b")) {
      assertThatThrownBy(() -> SseWriter.event(forged, id))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Line breaks of every kind come back as LF; all other bytes come back as they were. */
  @Test
  void bringsBackWhateverWasSentHoweverItIsCut() throws Malformed {
    for (var seed = 0; seed < 5_000; seed++) {
      var random = new Random(seed);
      var stream = new ByteArrayOutputStream();
      var expected = new ArrayList<String>();
      for (var i = random.nextInt(4); i > 0; i--) {
        var payload = new StringBuilder();
        for (var n = random.nextInt(30); n > 0; n--) {
          payload.append("a :\n\r{\"data: é語".charAt(random.nextInt(15)));
        }
        stream.writeBytes(SseWriter.event(payload.toString().getBytes(UTF_8), "id" + i));
        expected.add("message id" + i + " " + payload.toString().replaceAll("\r\n?", "\n"));
        if (random.nextBoolean()) {
          stream.writeBytes(SseWriter.comment());
        }
      }
      assertThat(Heard.cut(stream.toByteArray(), random).events).isEqualTo(expected);
    }
  }
}
