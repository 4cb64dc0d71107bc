package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the benchmark reads and computes, without starting anything. */
class BenchFiguresTest {
  private static final Target CALL =
      Target.modernCall("gatehouse", 1, "/mcp/s1", Answers.TOOL, "token", 0);

  @Test
  void aFigureIsTheMedianOfItsRoundsWithTheirBounds() {
    assertThat(Samples.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Samples(2, 1, 3));
  }

  @Test
  void aPercentileIsATimeThatWasMeasured() {
    assertThat(Samples.percentile(new long[] {40, 10, 30, 20}, 50)).isEqualTo(20);
    assertThat(Samples.percentile(new long[] {40, 10, 30, 20}, 99)).isEqualTo(40);
    assertThat(Samples.percentile(new long[0], 99)).isZero();
  }

  @Test
  void userAndSystemTimeAreFoundBehindANameWithBlanksAndBrackets() {
    var stat = "12 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 1 0";
    assertThat(CpuTime.micros(stat)).isEqualTo(3_000_000);
  }

  @Test
  void theLineOfTheScriptIsReadFromWhatWrkPrints() throws IOException {
    var ran = Wrk.read("Running 2s test\nBENCH 1000 2000000 581000 99.5 200.0 1 2\n");
    assertThat(ran).isEqualTo(new Wrk.Ran(1000, 2_000_000, 581_000, 99.5, 200, 1, 2));
  }

  @Test
  void wrkThatFailsIsQuoted() {
    assertThatThrownBy(() -> Wrk.read("unable to connect")).hasMessageContaining("unable");
  }

  @Test
  void aCallHas1024BytesInEitherEra() {
    var legacy =
        Target.legacyCalls("g", 1, "/mcp/s1", Answers.TOOL, "token", 0).inSession("session");
    assertThat(CALL.bodies()).allSatisfy(body -> assertThat(body).hasSize(1024));
    assertThat(legacy.bodies()).doesNotHaveDuplicates();
    assertThat(legacy.bodies()).allSatisfy(body -> assertThat(body).hasSize(1024));
  }

  @Test
  void theUpstreamAnswersUnderTheIdOfTheRequest() {
    var answer = answer(CALL.wire(CALL.bodies().getFirst().replace("\"id\":1,", "\"id\":77,")));
    assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("\"id\":77,\"result\"");
    var body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    assertThat(answer).contains("Content-Length: " + body.length());
  }

  @Test
  void theUpstreamStreamsEventsInWholeChunks() {
    var call = Target.modernCall("g", 1, "/s1-2/mcp", Answers.EVENTS_TOOL, "token", 0);
    var answer = answer(call.wire(call.bodies().getFirst()));
    assertThat(answer).contains("text/event-stream").endsWith("0\r\n\r\n");
  }

  @Test
  void theUpstreamOffersAsManyToolsAsItsPathSays() {
    var list = Target.list("g", 1, "/s1-7/mcp", "token", 0);
    assertThat(answer(list.wire(list.bodies().getFirst())).split("\"inputSchema\"", -1)).hasSize(8);
  }

  @Test
  void aRequestIsWaitedForUntilItsBodyIsThere() {
    var wire = CALL.wire(CALL.bodies().getFirst());
    assertThat(Responder.Request.in(wire, 0, wire.length - 1)).isNull();
    assertThat(Responder.Request.in(wire, 0, wire.length)).isNotNull();
  }

  @Test
  void anAnswerIsWholeByItsLengthOrItsLastChunk() {
    assertThat(isWhole("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{")).isFalse();
    assertThat(isWhole("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")).isTrue();
    assertThat(isWhole("HTTP/1.1 200 OK\r\n\r\n2\r\n{}\r\n")).isFalse();
    assertThat(isWhole("HTTP/1.1 200 OK\r\n\r\n2\r\n{}\r\n0\r\n\r\n")).isTrue();
  }

  @Test
  void anOptionThatIsNotUnderstoodIsNamed() {
    assertThatThrownBy(() -> Options.of(List.of("--fast"))).hasMessageContaining("--fast");
    assertThatThrownBy(() -> Options.of(List.of("--rounds", "0"))).hasMessageContaining("1 to 20");
    assertThat(Options.of(List.of("--quick", "--seconds", "3")).seconds()).isEqualTo(3);
  }

  private static boolean isWhole(String answer) {
    var bytes = answer.getBytes(StandardCharsets.US_ASCII);
    return OpenLoop.isWhole(bytes, bytes.length);
  }

  private static String answer(byte[] wire) {
    var request = Objects.requireNonNull(Responder.Request.in(wire, 0, wire.length));
    var out = ByteBuffer.allocate(1 << 20);
    new Replies().answer(wire, request, out);
    return new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII);
  }
}
