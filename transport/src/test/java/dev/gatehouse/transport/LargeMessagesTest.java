package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.NameService;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.secrets.Secret;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.McpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that take long to hear, on a gateway with one event loop only. */
class LargeMessagesTest {
  private static final String LARGE = "{\"a\":\"" + "x".repeat(Aside.LARGE) + "\"}";
  private static final String EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final Outgoing.Deadlines PATIENT =
      new Outgoing.Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ZERO);

  private final Transport transport = Transport.open(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);

  @AfterEach
  void close() {
    mayGoOn.countDown();
    transport.close();
  }

  private Upstream open(RawServer server) {
    return transport.open(new Connection.Http(server.url(), Optional.empty()), outside());
  }

  private static Outside outside() {
    return new Outside(
        UpstreamSettings.DEFAULT,
        AddressRules.publicOnly().trusting(Set.of("127.0.0.1")),
        NameService.SYSTEM,
        _ -> new Secret(""));
  }

  private static Exchange send(Upstream upstream, Answering answering) {
    return send(upstream, "{}", answering);
  }

  private static Exchange send(Upstream upstream, String message, Answering answering) {
    return upstream.send(
        new Outgoing(
            Outgoing.Verb.POST,
            new McpHeaders("2026-07-28", "tools/call", "t", null, null, List.of()),
            House.bytes(message),
            Outgoing.Accepts.JSON_OR_EVENTS,
            null,
            PATIENT),
        answering);
  }

  /** Takes its time with every large message: until the test says so. */
  private final class Slow implements Answering {
    private final Heard heard = new Heard();
    private final LinkedBlockingQueue<Integer> begun = new LinkedBlockingQueue<>();

    @Override
    public void head(AnswerHead head) {
      heard.head(head);
    }

    @Override
    public void message(byte[] message, @Nullable String eventId) {
      if (message.length >= Aside.LARGE) {
        begun.add(message.length);
        try {
          if (!mayGoOn.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the test never said so");
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      heard.message(message, eventId);
    }

    @Override
    public void end() {
      heard.end();
    }

    @Override
    public void failed(UpstreamFailure failure) {
      heard.failed(failure);
    }
  }

  @Test
  void doNotHoldUpTheAnswersOfOtherServers() {
    try (var hostile = RawServer.json(LARGE);
        var good = RawServer.json("{}");
        var slowUpstream = open(hostile);
        var goodUpstream = open(good)) {
      var slow = new Slow();
      send(slowUpstream, slow);
      assertThat(House.next(slow.begun)).isEqualTo(LARGE.length());
      var heard = new Heard();
      send(goodUpstream, heard);

      heard.next();
      assertThat(heard.next()).isEqualTo(new Heard.Message("{}", null));
      assertThat(heard.next()).isEqualTo(new Heard.End());
      mayGoOn.countDown();
      slow.heard.next();
      assertThat(slow.heard.next()).isEqualTo(new Heard.Message(LARGE, null));
      assertThat(slow.heard.next()).isEqualTo(new Heard.End());
    }
  }

  @Test
  void areHeardInTheOrderOfTheirStream() {
    var stream = EVENTS + "data: 1\n\ndata: " + LARGE + "\n\ndata: 2\n\nid: 7\ndata: 3\n\n";
    try (var server =
            new RawServer(line -> {
              line.request();
              line.write(stream);
            });
        var upstream = open(server)) {
      var slow = new Slow();
      send(upstream, slow);
      House.next(slow.begun);
      slow.heard.next();
      assertThat(slow.heard.next()).isEqualTo(new Heard.Message("1", null));
      assertThat(slow.heard.all).isEmpty();
      mayGoOn.countDown();

      assertThat(slow.heard.next()).isEqualTo(new Heard.Message(LARGE, null));
      assertThat(slow.heard.next()).isEqualTo(new Heard.Message("2", null));
      assertThat(slow.heard.next()).isEqualTo(new Heard.Message("3", "7"));
      assertThat(slow.heard.next()).isEqualTo(new Heard.End());
    }
  }

  @Test
  void ofACancelledCallAreTheLastThatIsHeard() throws InterruptedException {
    var stream = EVENTS + "data: " + LARGE + "\n\ndata: 2\n\n";
    try (var server =
            new RawServer(line -> {
              line.request();
              line.write(stream);
              line.in().read();
            });
        var good = RawServer.json("{}");
        var upstream = open(server);
        var goodUpstream = open(good)) {
      var slow = new Slow();
      var exchange = send(upstream, slow);
      House.next(slow.begun);
      exchange.cancel();
      assertThat(House.next(server.lines).ended.await(20, TimeUnit.SECONDS)).isTrue();
      mayGoOn.countDown();
      slow.heard.next();
      assertThat(slow.heard.next()).isEqualTo(new Heard.Message(LARGE, null));
      var next = new Heard();
      send(goodUpstream, next);
      next.next();
      next.next();

      assertThat(slow.heard.all).isEmpty();
    }
  }

  @Test
  void ofAProcessAreHeardInOrderAndHoldUpNobody() {
    var script =
        """
        read -r l
        note='{"jsonrpc":"2.0","method":"notifications/x","params":'
        printf '%s{"a":"%0300000d"}}\\n' "$note" 0
        echo "$note"'{}}'
        echo '{"jsonrpc":"2.0","id":7,"result":{}}'
        read -r l
        """;
    try (var process =
            transport.open(
                new Connection.Stdio(List.of("bash", "-c", script), Map.of()),
                StdioUpstream.Sharing.PRIVATE,
                outside());
        var good = RawServer.json("{}");
        var goodUpstream = open(good)) {
      var slow = new Slow();
      send(process, "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"a\"}", slow);
      House.next(slow.begun);
      var heard = new Heard();
      send(goodUpstream, "{}", heard);
      heard.next();
      assertThat(heard.next()).isEqualTo(new Heard.Message("{}", null));
      slow.heard.next();
      assertThat(slow.heard.all).isEmpty();
      mayGoOn.countDown();

      assertThat(slow.heard.next().toString()).contains("000000");
      assertThat(slow.heard.next().toString()).contains("\"params\":{}");
      assertThat(slow.heard.next().toString()).contains("\"result\"");
      assertThat(slow.heard.next()).isEqualTo(new Heard.End());
    }
  }

  @Test
  void takeTurnsByTheirServers() throws InterruptedException {
    var order = new LinkedBlockingQueue<String>();
    var begun = new CountDownLatch(1);
    try (var large = LargeMessages.open(1)) {
      var hostile = large.turns();
      var good = large.turns();
      hostile.execute(() -> {
        begun.countDown();
        await(mayGoOn);
        order.add("hostile 1");
      });
      begun.await();
      hostile.execute(() -> order.add("hostile 2"));
      hostile.execute(() -> {
        order.add("hostile 3");
        throw new IllegalStateException("a bug");
      });
      hostile.execute(() -> order.add("hostile 4"));
      good.execute(() -> order.add("good 1"));
      mayGoOn.countDown();

      assertThat(
              List.of(
                  House.next(order),
                  House.next(order),
                  House.next(order),
                  House.next(order),
                  House.next(order)))
          .containsExactly("hostile 1", "good 1", "hostile 2", "hostile 3", "hostile 4");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
