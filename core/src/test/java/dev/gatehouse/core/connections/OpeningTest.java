package dev.gatehouse.core.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.gateway.ScriptedServer.Script;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Connection.HttpTransport;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Era;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of the HTTP transports a session is opened over. */
class OpeningTest {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Script NOT_FOUND =
      call -> call.head(404, Form.OTHER).message("<html>Cannot POST /sse").end();

  private final ScriptedServer posts = ScriptedServer.unknown("crm");
  private final ScriptedServer stream = ScriptedServer.legacy("crm");
  private long now = 1_000_000_000L;
  private final Connections connections = new Connections(this::open, () -> now, 2);

  private ScriptedServer open(Server server, UpstreamOpener.Sharing sharing) {
    return transport(server) == HttpTransport.SSE ? stream : posts;
  }

  private static HttpTransport transport(Server server) {
    return ((Connection.Http) server.connection()).transport();
  }

  private static Server over(Server server, HttpTransport transport) {
    return server.through(((Connection.Http) server.connection()).over(transport));
  }

  private Connections.Line line() {
    return connections.to(posts.declared());
  }

  private Opening open(Connections.Line line) {
    return Opening.of(line, Messages.legacyInitialize(), DEADLINE);
  }

  static Stream<Arguments> olderServers() {
    return Stream.of(
        Arguments.of("not found, in HTML", NOT_FOUND),
        Arguments.of("not allowed", (Script) call -> call.head(405, Form.EMPTY).end()),
        Arguments.of(
            "a bad request, in words",
            (Script) call -> call.head(400, Form.OTHER).message("bad").end()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("olderServers")
  void findsOutThatAServerIsOlder(String what, Script answer) {
    posts.on("initialize", answer);
    var line = line();

    assertThat(open(line).upstream()).isSameAs(stream);
    assertThat(line.isPipe()).isTrue();
    open(line);
    assertThat(posts.heard("initialize")).hasSize(1);
    assertThat(stream.heard("initialize")).hasSize(2);
  }

  static Stream<Arguments> newerServers() {
    return Stream.of(
        Arguments.of("a result", (Script) call -> call.result("{}")),
        Arguments.of(
            "an error in JSON-RPC",
            (Script) call -> call.error(400, "{\"code\":-32022,\"message\":\"\"}")),
        Arguments.of("no credential", (Script) call -> call.head(401, Form.EMPTY).end()),
        Arguments.of("a server error", (Script) call -> call.head(500, Form.EMPTY).end()),
        Arguments.of("silence", (Script) call -> call.fails(Cause.TIMEOUT, Sent.MAYBE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("newerServers")
  void asksForNoStreamWhereNothingSaysSo(String what, Script answer) {
    posts.on("initialize", answer);

    assertThat(open(line()).upstream()).isSameAs(posts);
    assertThat(stream.heard()).isEmpty();
  }

  @Test
  void tellsWhatTheServerSaidWhenItHasNoStreamEither() {
    posts.on("initialize", NOT_FOUND);
    stream.on("initialize", call -> call.fails(Cause.UNREACHABLE, Sent.NO));
    var line = line();

    assertThat(open(line).asked().inWords()).isEqualTo("it answered with HTTP status 404");
    assertThat(line.isPipe()).isFalse();
    assertThat(stream.isClosed()).isTrue();
  }

  @Test
  void asksAgainAfterADay() {
    posts.on("initialize", NOT_FOUND);
    var line = line();
    line.release(open(line).upstream());
    posts.on("initialize", call -> call.result("{}"));
    now += Duration.ofHours(23).toNanos();
    line.release(open(line).upstream());
    assertThat(posts.heard("initialize")).hasSize(1);
    now += Duration.ofHours(2).toNanos();

    assertThat(open(line).upstream()).isSameAs(posts);
    assertThat(line.isPipe()).isFalse();
  }

  @Test
  void asksAgainWhenTheStreamIsGone() {
    posts.on("initialize", NOT_FOUND);
    var line = line();
    line.release(open(line).upstream());
    stream.on("initialize", call -> call.fails(Cause.UNREACHABLE, Sent.NO));
    posts.on("initialize", call -> call.result("{}"));
    line.release(open(line).upstream());

    assertThat(open(line).upstream()).isSameAs(posts);
  }

  @Test
  void keepsToWhatTheOwnerSays() {
    var streamable = connections.to(over(posts.declared(), HttpTransport.STREAMABLE));
    posts.on("initialize", NOT_FOUND);
    assertThat(open(streamable).upstream()).isSameAs(posts);

    var old = over(posts.declared(), HttpTransport.SSE);
    assertThat(open(connections.to(old)).upstream()).isSameAs(stream);
    assertThat(new Eras(connections, () -> now).newest(old, Waiting.FORBIDDEN))
        .isEqualTo(Era.LEGACY);
    assertThat(posts.heard()).containsExactly("initialize");
  }

  @Test
  void countsStreamsLikeProcesses() {
    posts.on("initialize", NOT_FOUND);
    var line = line();
    for (var i = 0; i < 5; i++) {
      line.release(open(line).upstream());
    }
    open(line);
    open(line);

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> open(line))
        .isInstanceOf(dev.gatehouse.core.refusal.Refused.class);
  }

  @Test
  void leavesTheQuestionForTheEraToPosts() {
    posts.on("initialize", NOT_FOUND).on("server/discover", NOT_FOUND);
    var line = line();
    open(line);
    var eras = new Eras(connections, () -> now);

    assertThat(eras.newest(posts.declared(), Waiting.ALLOWED)).isEqualTo(Era.LEGACY);
    assertThat(stream.heard("server/discover")).isEmpty();
  }
}
