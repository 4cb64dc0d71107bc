package dev.gatehouse.core.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.gateway.ScriptedServer.Call;
import dev.gatehouse.core.gateway.ScriptedServer.Script;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.core.waiting.MustWait;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Era;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which era a server speaks, by what real servers answer to {@code server/discover}. */
class ErasTest {
  private static final String MODERN =
      "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}}";

  private static final String HELLO = "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}";

  private long now = 1_000_000_000L;

  /** What a server answers, and the era that it proves, {@code null} for none. */
  static Stream<Arguments> answers() {
    return Stream.of(
        answer("a dual-era server's result", Era.MODERN, call -> call.result(MODERN)),
        answer("headers that disagree", Era.MODERN, error(400, -32020)),
        answer("a missing capability", Era.MODERN, error(400, -32021)),
        answer("an unsupported version", Era.MODERN, error(400, -32022)),
        answer(
            "a result that lists old versions only",
            Era.LEGACY,
            call -> call.result(MODERN.replace("2026-07-28", "2025-11-25"))),
        answer("a result of another kind", Era.LEGACY, call -> call.result("{\"tools\":[]}")),
        answer("the everything server: 400 and -32000", Era.LEGACY, error(400, -32000)),
        answer("a stateless Java server: 200 and -32601", Era.LEGACY, error(200, -32601)),
        answer("an unknown method as 404", Era.LEGACY, error(404, -32601)),
        answer(
            "a Java server: a stack trace",
            Era.LEGACY,
            call -> call.head(400, Form.OTHER).message("java.lang.NullPointerException").end()),
        answer("nothing with 404", Era.LEGACY, call -> call.head(404, Form.EMPTY).end()),
        answer("nothing with 405", Era.LEGACY, call -> call.head(405, Form.EMPTY).end()),
        answer("a missing credential", null, call -> call.head(401, Form.EMPTY).end()),
        answer("a forbidden credential", null, error(403, -32000)),
        answer("too many requests", null, call -> call.head(429, Form.EMPTY).end()),
        answer("a server error", null, error(500, -32603)),
        answer("a bad gateway", null, call -> call.head(502, Form.OTHER).message("<html>").end()),
        answer("no connection", null, call -> call.fails(Cause.UNREACHABLE, Sent.NO)),
        answer("silence", null, call -> call.fails(Cause.TIMEOUT, Sent.MAYBE)),
        answer(
            "an answer that breaks off",
            null,
            call -> call.head(200, Form.JSON).fails(Cause.LOST, Sent.MAYBE)));
  }

  /** The same over pipes, where silence means something. */
  static Stream<Arguments> answersOverPipes() {
    return Stream.of(
        answer("a result", Era.MODERN, call -> call.result(MODERN)),
        answer("an unknown method", Era.LEGACY, error(200, -32601)),
        answer("silence", Era.LEGACY, call -> call.fails(Cause.TIMEOUT, Sent.MAYBE)),
        answer("an exit", Era.LEGACY, call -> call.fails(Cause.LOST, Sent.MAYBE)),
        answer("no start", null, call -> call.fails(Cause.UNREACHABLE, Sent.NO)));
  }

  private static Arguments answer(String what, @Nullable Era era, Script script) {
    return Arguments.of(what, era, script);
  }

  private static Script error(int status, int code) {
    return call -> call.error(status, "{\"code\":" + code + ",\"message\":\"\"}");
  }

  private Eras erasOf(ScriptedServer server) {
    return new Eras(new Connections((_, _) -> server, () -> now, 10), () -> now);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void areToldByTheAnswerOverHttp(String what, @Nullable Era era, Script script) {
    proves(ScriptedServer.unknown("crm"), era, script);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersOverPipes")
  void areToldByTheAnswerOverPipes(String what, @Nullable Era era, Script script) {
    proves(ScriptedServer.unknown("crm").overPipes(), era, script);
  }

  private void proves(ScriptedServer server, @Nullable Era era, Script script) {
    server.on("server/discover", script);
    var eras = erasOf(server);
    if (era != null) {
      assertThat(eras.newest(server.declared(), Waiting.ALLOWED)).isEqualTo(era);
      assertThat(eras.newest(server.declared(), Waiting.FORBIDDEN)).isEqualTo(era);
      assertThat(server.heard("server/discover")).hasSize(1);
    } else {
      var refused =
          catchThrowableOfType(
              Refused.class, () -> eras.newest(server.declared(), Waiting.ALLOWED));
      assertThat(refused.refusal()).isInstanceOf(Refusal.UpstreamDown.class);
      server.on("server/discover", call -> call.result(MODERN));
      assertThat(eras.newest(server.declared(), Waiting.ALLOWED)).isEqualTo(Era.MODERN);
    }
  }

  @Test
  void areNotAskedForWhereTheOwnerHasFixedThem() {
    var server = ScriptedServer.legacy("crm");

    assertThat(erasOf(server).speaks(server.declared(), Era.LEGACY, Waiting.FORBIDDEN)).isTrue();
    assertThat(erasOf(server).speaks(server.declared(), Era.MODERN, Waiting.FORBIDDEN)).isFalse();
    assertThat(server.heard()).isEmpty();
  }

  @Test
  void areNotAskedForOnAnEventLoop() {
    var server = ScriptedServer.unknown("crm");

    assertThatExceptionOfType(MustWait.class)
        .isThrownBy(() -> erasOf(server).newest(server.declared(), Waiting.FORBIDDEN));
    assertThat(server.heard()).isEmpty();
  }

  @Test
  void areAskedForAgainAfterAWhile() {
    var server = ScriptedServer.unknown("crm").on("server/discover", error(200, -32601));
    var eras = erasOf(server);
    eras.newest(server.declared(), Waiting.ALLOWED);
    server.on("server/discover", call -> call.result(MODERN));
    now += Duration.ofHours(23).toNanos();
    assertThat(eras.newest(server.declared(), Waiting.ALLOWED)).isEqualTo(Era.LEGACY);
    now += Duration.ofHours(2).toNanos();

    assertThat(eras.newest(server.declared(), Waiting.ALLOWED)).isEqualTo(Era.MODERN);
    now += Duration.ofMinutes(16).toNanos();
    server.on("server/discover", error(200, -32601));
    assertThat(eras.newest(server.declared(), Waiting.ALLOWED)).isEqualTo(Era.LEGACY);
  }

  @Test
  void areAskedForAgainWhenTheyAreForgotten() {
    var server = ScriptedServer.unknown("crm").on("server/discover", error(200, -32601));
    var eras = erasOf(server);
    eras.newest(server.declared(), Waiting.ALLOWED);
    eras.forget(server.declared());
    server.on("server/discover", call -> call.result(MODERN));

    assertThat(eras.newest(server.declared(), Waiting.ALLOWED)).isEqualTo(Era.MODERN);
  }

  @Test
  void areForgottenOfServersThatHaveGone() {
    var gone = ScriptedServer.unknown("gone").on("server/discover", call -> call.result(MODERN));
    var stays = ScriptedServer.unknown("stays").on("server/discover", call -> call.result(MODERN));
    var lines =
        new Connections((to, _) -> to.equals(gone.declared()) ? gone : stays, () -> now, 10);
    var eras = new Eras(lines, () -> now);
    eras.newest(gone.declared(), Waiting.ALLOWED);
    eras.newest(stays.declared(), Waiting.ALLOWED);
    eras.retain(List.of(stays.declared()));
    gone.on("server/discover", error(200, -32601));
    stays.on("server/discover", error(200, -32601));

    assertThat(eras.newest(gone.declared(), Waiting.ALLOWED)).isEqualTo(Era.LEGACY);
    assertThat(eras.newest(stays.declared(), Waiting.ALLOWED)).isEqualTo(Era.MODERN);
  }

  @Test
  void areBothSpokenByAServerThatAlsoShakesHands() {
    var both = ScriptedServer.unknown("both").on("server/discover", call -> call.result(MODERN));
    var only =
        ScriptedServer.unknown("only")
            .on("server/discover", call -> call.result(MODERN))
            .on("initialize", error(400, -32022));

    assertThat(erasOf(both).speaks(both.declared(), Era.LEGACY, Waiting.ALLOWED)).isTrue();
    assertThat(erasOf(only).speaks(only.declared(), Era.LEGACY, Waiting.ALLOWED)).isFalse();
  }

  /** A process that is only slow to start, or ended by accident, is not taken for an old one. */
  @Test
  void areLeftOpenByAProcessThatSaysNothingAndShakesNoHands() {
    var server =
        ScriptedServer.unknown("crm")
            .overPipes()
            .on("server/discover", call -> call.fails(Cause.TIMEOUT, Sent.MAYBE))
            .on("initialize", error(200, -32022));
    var eras = erasOf(server);

    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> eras.newest(server.declared(), Waiting.ALLOWED));
    server.on("server/discover", call -> call.result(MODERN));
    assertThat(eras.newest(server.declared(), Waiting.ALLOWED)).isEqualTo(Era.MODERN);
  }

  @Test
  void areModernOnlyForAServerThatShakesHandsWithoutBeginningASession() {
    var stateless =
        ScriptedServer.unknown("stateless")
            .on("server/discover", call -> call.result(MODERN))
            .on("initialize", call -> call.result(HELLO));

    assertThat(erasOf(stateless).speaks(stateless.declared(), Era.LEGACY, Waiting.ALLOWED))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-07-28", "nothing"})
  void areModernOnlyForAServerThatBeginsASessionWithoutAgreeingOnALegacyVersion(String version) {
    var hello =
        version.equals("nothing") ? "{\"capabilities\":{}}" : HELLO.replace("2025-11-25", version);
    var server =
        ScriptedServer.unknown("crm")
            .on("server/discover", call -> call.result(MODERN))
            .on(
                "initialize",
                call ->
                    call.headOf(new AnswerHead(200, Form.JSON, "s-1"))
                        .message(call.answer("result", hello))
                        .end());

    assertThat(erasOf(server).speaks(server.declared(), Era.LEGACY, Waiting.ALLOWED)).isFalse();
    assertThat(server.heard("DELETE")).hasSize(1);
  }

  @Test
  void areAskedForByAHandshakeThatNamesItsMethodInTheHeader() {
    var server = ScriptedServer.unknown("crm").on("server/discover", call -> call.result(MODERN));
    erasOf(server).speaks(server.declared(), Era.LEGACY, Waiting.ALLOWED);

    var headers = server.only("initialize").outgoing.headers();
    assertThat(headers.method()).isEqualTo("initialize");
    assertThat(headers.protocolVersion()).isNull();
  }

  @Test
  void areLeftOpenWhenTheHandshakeBreaksOff() {
    var server =
        ScriptedServer.unknown("crm")
            .on("server/discover", call -> call.result(MODERN))
            .on("initialize", call -> call.fails(Cause.TIMEOUT, Sent.MAYBE));

    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> erasOf(server).speaks(server.declared(), Era.LEGACY, Waiting.ALLOWED));
  }

  @Test
  void leaveNoSessionBehindAtAServerThatShookHands() {
    var server = ScriptedServer.unknown("crm").on("server/discover", call -> call.result(MODERN));
    erasOf(server).speaks(server.declared(), Era.LEGACY, Waiting.ALLOWED);

    assertThat(server.heard("DELETE"))
        .singleElement()
        .extracting((Call call) -> call.outgoing.headers().sessionId())
        .isEqualTo("s-1");
  }
}
