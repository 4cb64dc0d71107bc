package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.NameService;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Connection.HttpTransport;
import dev.gatehouse.core.secrets.Secret;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Outgoing.Verb;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.protocol.McpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers over HTTP+SSE, well-behaved and hostile. */
class SseUpstreamTest {
  private static final Transport transport = Transport.open(2);
  private static final Outgoing.Deadlines PATIENT =
      new Outgoing.Deadlines(
          Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));

  @AfterAll
  static void end() {
    transport.close();
  }

  private static UpstreamSettings settings(Duration connect, int most) {
    var usual = UpstreamSettings.DEFAULT;
    return new UpstreamSettings(
        connect, usual.keepAlive(), 16, 16, most, most, usual.authorities());
  }

  private static Upstream open(URI url, UpstreamSettings settings) {
    return open(url, settings, AddressRules.publicOnly().trusting(Set.of("127.0.0.1")));
  }

  private static Upstream open(URI url, UpstreamSettings settings, AddressRules rules) {
    var credential = new Connection.CredentialUse("Authorization", "Bearer ", "env:CRM");
    return transport.open(
        new Connection.Http(url, Optional.of(credential), HttpTransport.SSE),
        new Outside(settings, rules, NameService.SYSTEM, _ -> new Secret("s3cret")));
  }

  private static Upstream open(SseServer server) {
    return open(server.url(), UpstreamSettings.DEFAULT);
  }

  private static Exchange send(Upstream upstream, Verb verb, String body, Heard heard) {
    return send(upstream, verb, body, heard, PATIENT);
  }

  private static Exchange send(
      Upstream upstream, Verb verb, String body, Heard heard, Outgoing.Deadlines deadlines) {
    return upstream.send(
        new Outgoing(
            verb,
            McpHeaders.NONE,
            House.bytes(body),
            Outgoing.Accepts.JSON_OR_EVENTS,
            null,
            deadlines),
        heard);
  }

  private static Heard asks(Upstream upstream, String id) {
    var heard = new Heard();
    send(upstream, Verb.POST, request(id), heard);
    return heard;
  }

  private static String request(String id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/list\"}";
  }

  private static String result(String id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}";
  }

  @Test
  void answerOnTheirStreamWhatWasPostedWhereTheyWanted() {
    try (var server = SseServer.naming("/message?sessionId=7");
        var upstream = open(server)) {
      var one = asks(upstream, "1");
      var two = asks(upstream, "\"two\"");
      var first = server.post();
      var second = server.post();
      server.stream().says(result("\"two\"")).says(result("1"));

      assertThat(one.next()).isEqualTo(new AnswerHead(200, AnswerHead.Form.JSON, null));
      assertThat(one.next()).isEqualTo(new Heard.Message(result("1"), null));
      assertThat(one.next()).isEqualTo(new Heard.End());
      two.next();
      assertThat(two.next()).isEqualTo(new Heard.Message(result("\"two\""), null));
      assertThat(first.target()).isEqualTo("/message?sessionId=7");
      assertThat(Set.of(first.body(), second.body())).contains(request("1"), request("\"two\""));
      assertThat(first.credential()).isEqualTo("Bearer s3cret");
    }
  }

  @Test
  void sayWhatBelongsToNoRequestToWhoListens() {
    try (var server = SseServer.naming("/m");
        var upstream = open(server)) {
      var listener = new Heard();
      send(upstream, Verb.GET, "", listener);
      assertThat(listener.next()).isEqualTo(new AnswerHead(200, AnswerHead.Form.EVENTS, null));
      var news = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
      server.stream().write("event: other\ndata: x\n\n: comment\n\n").says(news);

      assertThat(listener.next()).isEqualTo(new Heard.Message(news, null));
    }
  }

  @Test
  void takeNotificationsWithoutAnAnswer() {
    try (var server = SseServer.naming("/m");
        var upstream = open(server)) {
      var heard = new Heard();
      send(
          upstream,
          Verb.POST,
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
          heard);

      assertThat(heard.next()).isEqualTo(new AnswerHead(202, AnswerHead.Form.EMPTY, null));
      assertThat(heard.next()).isEqualTo(new Heard.End());
      assertThat(server.post().body()).contains("notifications/initialized");
    }
  }

  @Test
  void hearOfACallThatNobodyWaitsForAnyMore() {
    try (var server = SseServer.naming("/m");
        var upstream = open(server)) {
      var exchange = send(upstream, Verb.POST, request("5"), new Heard());
      server.post();
      exchange.cancel();

      assertThat(server.post().body()).contains("notifications/cancelled", "\"requestId\":5");
    }
  }

  @Test
  void hearOfACallThatTookTooLong() {
    var brief = Duration.ofMillis(200);
    try (var server = SseServer.naming("/m");
        var upstream = open(server)) {
      var heard = new Heard();
      send(upstream, Verb.POST, request("5"), heard, new Outgoing.Deadlines(brief, brief, brief));

      assertThat(heard.failure().cause()).isEqualTo(Cause.TIMEOUT);
      server.post();
      assertThat(server.post().body()).contains("notifications/cancelled");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:1/m", "http://evil.example/m", "//evil.example/m", "https:m"})
  void areNotPostedToElsewhere(String endpoint) {
    try (var server = SseServer.naming(endpoint);
        var upstream = open(server)) {
      assertThat(asks(upstream, "1").failure())
          .isEqualTo(
              new UpstreamFailure(
                  Cause.BROKEN,
                  Sent.NO,
                  "the address that it wants messages posted to is not on the server's own origin"));
      assertThat(server.posts).isEmpty();
    }
  }

  @Test
  void mayNotNameASecondPlaceToPostTo() {
    try (var server = SseServer.naming("/m");
        var upstream = open(server)) {
      var heard = asks(upstream, "1");
      server.stream().write("event: endpoint\ndata: /m\n\nevent: endpoint\ndata: /other\n\n");

      assertThat(heard.failure().detail()).contains("second address");
    }
  }

  @Test
  void areGivenUpWhenTheyNeverSayWhereToPost() {
    try (var server = new SseServer("");
        var upstream = open(server.url(), settings(Duration.ofMillis(100), 1 << 20))) {
      var failure = asks(upstream, "1").failure();

      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(failure.sent()).isEqualTo(Sent.NO);
      assertThat(failure.detail()).contains("where to post");
    }
  }

  @Test
  void areGivenUpWhenTheySayTooMuchAtOnce() {
    try (var server = SseServer.naming("/m");
        var upstream = open(server.url(), settings(Duration.ofSeconds(5), 2_048))) {
      var heard = asks(upstream, "1");
      server.post();
      server.stream().write("data: " + "x".repeat(4_096));

      assertThat(heard.failure().cause()).isEqualTo(Cause.TOO_LARGE);
    }
  }

  @Test
  void areGivenUpWhenWhatTheySayIsNotMcp() {
    try (var server = SseServer.naming("/m");
        var upstream = open(server)) {
      var heard = asks(upstream, "1");
      server.post();
      var stream = server.stream();
      for (var i = 0; i < 21; i++) {
        stream.says("<html>");
      }

      assertThat(heard.failure())
          .isEqualTo(
              new UpstreamFailure(Cause.BROKEN, Sent.MAYBE, "what its stream says is not MCP"));
    }
  }

  @Test
  void endAllCallsWithTheirStream() {
    try (var server = SseServer.naming("/m");
        var upstream = open(server)) {
      var heard = asks(upstream, "1");
      server.post();
      server.stream().end();
      var failure = heard.failure();
      var later = asks(upstream, "2").failure();

      assertThat(failure.cause()).isEqualTo(Cause.LOST);
      assertThat(failure.sent()).isEqualTo(Sent.MAYBE);
      assertThat(later.cause()).isEqualTo(Cause.UNREACHABLE);
      assertThat(later.sent()).isEqualTo(Sent.NO);
    }
  }

  @Test
  void endASessionThatTheyHaveForgotten() {
    try (var server = SseServer.naming("/m");
        var upstream = open(server)) {
      server.status = 404;
      assertThat(asks(upstream, "1").failure().detail()).contains("HTTP status 404");
      assertThat(asks(upstream, "2").failure().cause()).isEqualTo(Cause.UNREACHABLE);
    }
  }

  @Test
  void mayRefuseOneMessage() {
    try (var server = SseServer.naming("/m");
        var upstream = open(server)) {
      server.status = 500;
      assertThat(asks(upstream, "1").failure())
          .isEqualTo(
              new UpstreamFailure(
                  Cause.BROKEN, Sent.MAYBE, "it refused the message with HTTP status 500"));
    }
  }

  @Test
  void areNotReachedAtAnAddressThatIsNotAllowed() {
    try (var server = SseServer.naming("/m");
        var upstream = open(server.url(), UpstreamSettings.DEFAULT, AddressRules.publicOnly())) {
      assertThat(asks(upstream, "1").failure().cause()).isEqualTo(Cause.UNREACHABLE);
      assertThat(server.streams).isEmpty();
    }
  }

  @Test
  void thatSpeakSomethingElseAreToldApart() {
    try (var server = RawServer.json("{}");
        var upstream = open(server.url(), UpstreamSettings.DEFAULT)) {
      assertThat(asks(upstream, "1").failure().detail())
          .contains("something else than a stream of events");
    }
  }

  @Test
  void fillNoMoreMemoryThanTheirBoundForACallerThatIsSlow() {
    try (var server = SseServer.naming("/m");
        var upstream = open(server.url(), settings(Duration.ofSeconds(5), 2_048))) {
      var listener = new Heard();
      var exchange = send(upstream, Verb.GET, "", listener);
      listener.next();
      exchange.pause();
      var stream = server.stream();
      var news =
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"%s\"}}"
              .formatted("x".repeat(1_000));
      for (var i = 0; i < 8; i++) {
        stream.says(news);
      }

      assertThat(listener.failure().cause()).isEqualTo(Cause.TOO_LARGE);
    }
  }
}
