package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.NameService;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.secrets.Secret;
import dev.gatehouse.core.secrets.SecretMissing;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.protocol.McpHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpUpstreamTest {
  private static final Outgoing.Deadlines PATIENT =
      new Outgoing.Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ZERO);
  private static final Outgoing.Deadlines HASTY =
      new Outgoing.Deadlines(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ZERO);
  private static final String EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final Transport transport = Transport.open(2);

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void aJsonAnswerIsOneMessage() {
    try (var server = RawServer.json("{\"a\":1}");
        var upstream = open(server.url())) {
      var heard = send(upstream, PATIENT);

      assertThat(heard.next()).isEqualTo(new AnswerHead(200, AnswerHead.Form.JSON, null));
      assertThat(heard.next()).isEqualTo(new Heard.Message("{\"a\":1}", null));
      assertThat(heard.next()).isEqualTo(new Heard.End());
      assertThat(server.bodies).contains("{\"q\":1}");
    }
  }

  @Test
  void everythingIsHeardOnOneEventLoop() {
    try (var server = RawServer.json("{}");
        var upstream = open(server.url())) {
      var heard = send(upstream, PATIENT);
      heard.next();
      heard.next();
      heard.next();

      assertThat(Set.copyOf(heard.threads)).hasSize(1);
      assertThat(heard.threads.element().getName()).contains("eventloop");
    }
  }

  @Test
  void theServerHearsMcpHeadersItsOwnHostAndTheGatewaysCredentialOnly() {
    var headers =
        new McpHeaders(
            "2026-07-28",
            "tools/call",
            "forecast",
            "s-1",
            "7",
            List.of(new McpHeaders.Param("City", "Oslo")));
    var credential = new Connection.CredentialUse("Authorization", "Bearer ", "env:CRM_TOKEN");
    try (var server = RawServer.json("{}");
        var upstream =
            transport.open(new Connection.Http(server.url(), Optional.of(credential)), outside())) {
      upstream.send(
          new Outgoing(
              Outgoing.Verb.POST,
              headers,
              House.bytes("{}"),
              Outgoing.Accepts.JSON_OR_EVENTS,
              "00-a-b-01",
              PATIENT),
          new Heard());

      assertThat(server.head().lines().map(line -> line.toLowerCase(java.util.Locale.ROOT)))
          .containsExactlyInAnyOrder(
              "post /mcp http/1.1",
              "host: 127.0.0.1:" + server.port(),
              "user-agent: gatehouse",
              "accept: application/json, text/event-stream",
              "content-type: application/json",
              "content-length: 2",
              "mcp-protocol-version: 2026-07-28",
              "mcp-method: tools/call",
              "mcp-name: forecast",
              "mcp-session-id: s-1",
              "last-event-id: 7",
              "mcp-param-city: oslo",
              "traceparent: 00-a-b-01",
              "authorization: bearer secret of env:crm_token",
              "");
    }
  }

  @Test
  void aConnectionIsKeptForTheNextCall() {
    try (var server = RawServer.json("{}");
        var upstream = open(server.url())) {
      for (var call = 0; call < 4; call++) {
        var heard = send(upstream, PATIENT);
        heard.next();
        heard.next();
        heard.next();
      }
      assertThat(server.lines).hasSizeLessThanOrEqualTo(2); // one for each loop
    }
  }

  @Test
  void eventsAreHeardAsTheyComeAndInAnyPieces() {
    var heardFirst = new CountDownLatch(1);
    try (var server =
            new RawServer(line -> {
              line.request();
              line.write(EVENTS + chunk("id: 7\r\ndata: {\"n\"") + chunk(":1}\r\n\r\n: hello\r\n"));
              await(heardFirst);
              line.write(
                  chunk("event: other\ndata: x\n\ndata: {\ndata: }\n\n")
                      + chunk("id: 8\nretry: 700\ndata\n\n")
                      + "0\r\n\r\n");
            });
        var upstream = open(server.url())) {
      var heard = send(upstream, PATIENT);

      assertThat(heard.next()).isEqualTo(new AnswerHead(200, AnswerHead.Form.EVENTS, null));
      assertThat(heard.next()).isEqualTo(new Heard.Message("{\"n\":1}", "7"));
      heardFirst.countDown();
      assertThat(heard.next()).isEqualTo(new Heard.Message("{\n}", "7"));
      assertThat(heard.next()).isEqualTo(new Heard.Mark("8", 700));
      assertThat(heard.next()).isEqualTo(new Heard.End());
    }
  }

  @Test
  void anAnswerWithoutBodyIsEmptyAndAnotherMediaTypeIsKeptForTheRecord() {
    try (var server =
            RawServer.answering(
                "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nMcp-Session-Id: s-2\r\n\r\n");
        var upstream = open(server.url())) {
      var heard = send(upstream, PATIENT);
      assertThat(heard.next()).isEqualTo(new AnswerHead(202, AnswerHead.Form.EMPTY, "s-2"));
      assertThat(heard.next()).isEqualTo(new Heard.End());
    }
    try (var server =
            RawServer.answering(
                "HTTP/1.1 502 Bad\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p/>");
        var upstream = open(server.url())) {
      var heard = send(upstream, PATIENT);
      assertThat(heard.next()).isEqualTo(new AnswerHead(502, AnswerHead.Form.OTHER, null));
      assertThat(heard.next()).isEqualTo(new Heard.Message("<p/>", null));
      assertThat(heard.next()).isEqualTo(new Heard.End());
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (var elsewhere = RawServer.json("{}");
        var server =
            RawServer.answering(
                "HTTP/1.1 307 T\r\nLocation: "
                    + elsewhere.url()
                    + "\r\nContent-Length: 0\r\n\r\n");
        var upstream = open(server.url())) {
      assertThat(send(upstream, PATIENT).next())
          .isEqualTo(new AnswerHead(307, AnswerHead.Form.EMPTY, null));
      assertThat(elsewhere.lines).isEmpty();
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachableAndWasNotAsked() throws IOException {
    int free;
    try (var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = nobody.getLocalPort();
    }
    try (var upstream = open(URI.create("http://127.0.0.1:" + free + "/mcp"))) {
      var failure = send(upstream, PATIENT).failure();
      assertThat(failure.cause()).isEqualTo(Cause.UNREACHABLE);
      assertThat(failure.sent()).isEqualTo(Sent.NO);
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUpInTime() {
    try (var server = new RawServer(RawServer.Line::awaitEnd);
        var upstream = open(server.url())) {
      var failure = send(upstream, HASTY).failure();
      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(failure.sent()).isEqualTo(Sent.MAYBE);
      assertThat(House.next(server.lines).hasEnded()).isTrue();
    }
  }

  @Test
  void aHeadThatNeverEndsIsGivenUp() {
    try (var server =
            new RawServer(line -> {
              line.request();
              line.write("HTTP/1.1 200 OK\r\n");
              while (true) {
                line.write("X-More: " + "a".repeat(1000) + "\r\n");
              }
            });
        var upstream = open(server.url())) {
      assertThat(send(upstream, PATIENT).failure().cause()).isIn(Cause.TOO_LARGE, Cause.BROKEN);
      assertThat(House.next(server.lines).hasEnded()).isTrue();
    }
  }

  @Test
  void garbageInsteadOfHttpIsBroken() {
    try (var server =
            new RawServer(line -> {
              line.request();
              line.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
              line.awaitEnd();
            });
        var upstream = open(server.url())) {
      assertThat(send(upstream, PATIENT).failure().cause()).isEqualTo(Cause.BROKEN);
    }
  }

  @Test
  void aServerThatDiesMidStreamIsLost() {
    try (var server =
            new RawServer(line -> {
              line.request();
              line.write(EVENTS + chunk("data: {}\n\ndata: cut"));
            });
        var upstream = open(server.url())) {
      var heard = send(upstream, PATIENT);
      heard.next();
      assertThat(heard.next()).isEqualTo(new Heard.Message("{}", null));
      var failure = heard.failure();
      assertThat(failure.cause()).isEqualTo(Cause.LOST);
      assertThat(failure.sent()).isEqualTo(Sent.MAYBE);
    }
  }

  @Test
  void aSilentStreamIsGivenUpButCommentsKeepItAlive() {
    try (var server =
            new RawServer(line -> {
              line.request();
              line.write(EVENTS);
              line.awaitEnd();
            });
        var upstream = open(server.url())) {
      var failure = send(upstream, HASTY).failure();
      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(failure.detail()).contains("nothing came");
    }
  }

  @Test
  void tooLargeAnswersAreCutOff() {
    try (var server =
            RawServer.answering(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{");
        var upstream = open(server.url())) {
      assertThat(send(upstream, PATIENT).failure().cause()).isEqualTo(Cause.TOO_LARGE);
    }
    try (var server =
            new RawServer(line -> {
              line.request();
              line.write(EVENTS);
              while (true) {
                line.write(chunk("data: " + "a".repeat(65_536) + "\n"));
              }
            });
        var upstream = open(server.url())) {
      assertThat(send(upstream, PATIENT).failure().cause()).isEqualTo(Cause.TOO_LARGE);
      assertThat(House.next(server.lines).hasEnded()).isTrue();
    }
  }

  @Test
  void aCancelledExchangeClosesItsConnectionAndSaysNoMore() {
    try (var server =
            new RawServer(line -> {
              line.request();
              line.write(EVENTS + chunk("data: {}\n\n"));
              line.awaitEnd();
            });
        var upstream = open(server.url())) {
      var heard = new Heard();
      var exchange = upstream.send(post(PATIENT), heard);
      heard.next();
      heard.next();
      exchange.cancel();

      assertThat(House.next(server.lines).hasEnded()).isTrue();
      assertThat(heard.all).isEmpty();
    }
  }

  @Test
  void aPausedExchangeStopsTheServerInTheEnd() throws InterruptedException {
    var written = new java.util.concurrent.atomic.AtomicLong();
    var finished = new CountDownLatch(1);
    try (var server =
            new RawServer(line -> {
              line.request();
              line.write(EVENTS);
              var event = chunk("data: " + "a".repeat(60_000) + "\n\n");
              for (var sent = 0; sent < 4_000; sent++) { // 240 MB
                line.write(event);
                written.addAndGet(event.length());
              }
              line.write("0\r\n\r\n");
              finished.countDown();
            });
        var upstream = open(server.url())) {
      var heard = new Heard();
      var exchange = upstream.send(post(PATIENT), heard);
      heard.next();
      exchange.pause();
      var before = -1L;
      while (written.get() != before) { // until the server can write no more
        before = written.get();
        finished.await(500, java.util.concurrent.TimeUnit.MILLISECONDS);
      }
      assertThat(before).isLessThan(64 << 20);
      exchange.resume();
      assertThat(heard.next()).isInstanceOf(Heard.Message.class);
      while (!(heard.next() instanceof Heard.End)) {
        // until all has come
      }
      assertThat(written).hasValueGreaterThan(200 << 20);
    }
  }

  @Test
  void moreCallsThanMayWaitAreBusy() {
    var settings =
        new UpstreamSettings(
            Duration.ofSeconds(5), Duration.ofSeconds(4), 1, 1, 1 << 20, 1 << 20, Optional.empty());
    try (var server = new RawServer(RawServer.Line::awaitEnd);
        var upstream =
            transport.open(
                new Connection.Http(server.url(), Optional.empty()), outside(settings))) {
      var heard = new Heard();
      for (var call = 0; call < 8; call++) {
        upstream.send(post(PATIENT), heard);
      }
      var failure = heard.failure();
      assertThat(failure.cause()).isEqualTo(Cause.BUSY);
      assertThat(failure.sent()).isEqualTo(Sent.NO);
    }
  }

  @Test
  void aMissingSecretStopsTheCallBeforeItLeaves() {
    var credential = new Connection.CredentialUse("Authorization", "Bearer ", "env:MISSING");
    try (var server = RawServer.json("{}");
        var upstream =
            transport.open(new Connection.Http(server.url(), Optional.of(credential)), outside())) {
      var failure = send(upstream, PATIENT).failure();
      assertThat(failure.cause()).isEqualTo(Cause.UNREACHABLE);
      assertThat(failure.detail()).contains("env:MISSING");
      assertThat(server.lines).isEmpty();
    }
  }

  @Test
  void anAddressThatIsNotAllowedIsNotConnectedTo() {
    try (var server = RawServer.json("{}")) {
      NameService rebound = _ -> List.of(InetAddress.getLoopbackAddress());
      var outside =
          new Outside(
              UpstreamSettings.DEFAULT, AddressRules.publicOnly(), rebound, _ -> new Secret(""));
      try (var upstream =
          transport.open(
              new Connection.Http(
                  URI.create("http://innocent.example:" + server.port() + "/mcp"),
                  Optional.empty()),
              outside)) {
        var failure = send(upstream, PATIENT).failure();
        assertThat(failure.cause()).isEqualTo(Cause.UNREACHABLE);
        assertThat(failure.detail()).contains("egress.allow");
        assertThat(server.lines).isEmpty();
      }
    }
  }

  @Test
  void aClosedUpstreamEndsWhatRuns() {
    try (var server =
        new RawServer(line -> {
          line.request();
          line.write(EVENTS + chunk("data: {}\n\n"));
          line.awaitEnd();
        })) {
      var upstream = open(server.url());
      var heard = send(upstream, PATIENT);
      heard.next();
      heard.next();
      upstream.close();

      assertThat(heard.failure().cause()).isEqualTo(Cause.LOST);
      assertThat(send(upstream, PATIENT).failure().sent()).isEqualTo(Sent.NO);
    }
  }

  private Upstream open(URI url) {
    return transport.open(new Connection.Http(url, Optional.empty()), outside());
  }

  private static Outside outside() {
    return outside(UpstreamSettings.DEFAULT);
  }

  private static Outside outside(UpstreamSettings settings) {
    var rules = AddressRules.publicOnly().trusting(Set.of("127.0.0.1"));
    return new Outside(
        settings,
        rules,
        NameService.SYSTEM,
        reference -> {
          if (reference.text().equals("env:MISSING")) {
            throw new SecretMissing(reference.text() + " is not set");
          }
          return new Secret("secret of " + reference.text());
        });
  }

  private static Heard send(Upstream upstream, Outgoing.Deadlines deadlines) {
    var heard = new Heard();
    upstream.send(post(deadlines), heard);
    return heard;
  }

  private static Outgoing post(Outgoing.Deadlines deadlines) {
    return new Outgoing(
        Outgoing.Verb.POST,
        McpHeaders.NONE,
        House.bytes("{\"q\":1}"),
        Outgoing.Accepts.JSON_OR_EVENTS,
        null,
        deadlines);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
