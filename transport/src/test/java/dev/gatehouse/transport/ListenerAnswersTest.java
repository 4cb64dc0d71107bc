package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ListenerAnswersTest {
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();

  private static byte[] large() {
    var body = new byte[20 * ClientReply.SLICE + 1];
    for (var i = 0; i < body.length; i++) {
      body[i] = (byte) ('a' + i / 1000 % 26);
    }
    return body;
  }

  @Test
  void aLargeAnswerComesWholeAndTheConnectionGoesOn() throws IOException {
    var large = large();
    try (var house = House.answering((_, reply) -> reply.whole(Reply.Head.of(200), large));
        var client = house.client()) {
      for (var call = 0; call < 2; call++) {
        assertThat(client.send(house.get("/mcp")).head())
            .containsIgnoringCase("content-length: " + large.length);
        assertThat(client.in().readNBytes(large.length)).isEqualTo(large);
      }
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleOfALargeAnswerIsNoticed() throws InterruptedException {
    var gone = new CountDownLatch(1);
    var body = new byte[64 << 20];
    try (var house =
        House.answering((_, reply) -> {
          reply.onGone(gone::countDown);
          reply.whole(Reply.Head.of(200), body);
        })) {
      try (var client = house.client()) {
        client.send(house.get("/mcp")).head();
      }

      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aWholeAnswerCarriesWhatItsHeadSays() {
    try (var house =
            House.answering((_, reply) ->
                reply.whole(
                    new Reply.Head(401, "s-1", "Bearer resource_metadata=\"x\"", 7),
                    House.bytes("{}")));
        var client = house.client()) {
      var head = client.send(house.get("/mcp")).head();
      assertThat(head)
          .startsWith("HTTP/1.1 401")
          .contains(
              "Mcp-Session-Id: s-1",
              "WWW-Authenticate: Bearer resource_metadata=\"x\"",
              "Retry-After: 7")
          .containsIgnoringCase("content-type: application/json")
          .containsIgnoringCase("cache-control: no-store")
          .containsIgnoringCase("content-length: 2");
    }
  }

  @Test
  void anEmptyAnswerHasNoBody() {
    try (var house = House.answering((_, reply) -> reply.whole(Reply.Head.of(202), new byte[0]));
        var client = house.client()) {
      var head = client.send(house.post("/mcp", "{}") + house.post("/mcp", "{}")).head();
      assertThat(head).startsWith("HTTP/1.1 202").doesNotContainIgnoringCase("\ncontent-type:");
      assertThat(client.status()).isEqualTo(202);
    }
  }

  @Test
  void theHeadOfAStreamComesBeforeItsFirstEvent() {
    try (var house = House.answering((_, reply) -> replies.add(keep(reply)));
        var client = house.client()) {
      client.send(house.get("/mcp"));
      var stream = House.next(replies).stream(Reply.Head.of(200));
      assertThat(client.head())
          .contains("text/event-stream")
          .containsIgnoringCase("x-accel-buffering: no")
          .containsIgnoringCase("cache-control: no-store")
          .containsIgnoringCase("transfer-encoding: chunked");

      stream.event(House.bytes("{\n\"a\":1}"), "7");
      assertThat(client.upTo("\n\n")).contains("id: 7\ndata: {\ndata: \"a\":1}");
      stream.end();
      assertThat(client.upTo("0\r\n\r\n")).isNotNull();
      assertThat(client.send(house.get("/v0.1/servers")).status()).isEqualTo(200);
    }
  }

  private static Reply keep(Reply reply) {
    return reply;
  }

  @Test
  void eventsOfAnotherThreadKeepTheirOrder() {
    try (var house =
            House.answering((_, reply) ->
                Thread.ofVirtual()
                    .start(() -> {
                      var stream = reply.stream(Reply.Head.of(200));
                      for (var n = 0; n < 500; n++) {
                        stream.event(House.bytes("<" + n + ">"), null);
                      }
                      stream.end();
                    }));
        var client = house.client()) {
      client.send(house.get("/mcp")).head();
      var text = client.upTo("0\r\n\r\n");
      var at = -1;
      for (var n = 0; n < 500; n++) {
        var next = text.indexOf("data: <" + n + ">");
        assertThat(next).isGreaterThan(at);
        at = next;
      }
    }
  }

  @Test
  void aClientThatLeavesAQuietStreamIsNoticedAtOnce() throws InterruptedException {
    var gone = new CountDownLatch(1);
    try (var house =
        House.answering((_, reply) -> {
          reply.stream(Reply.Head.of(200));
          reply.onGone(gone::countDown);
        })) {
      try (var client = house.client()) {
        client.send(house.get("/mcp")).head();
      }
      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aClientThatLeavesBeforeTheAnswerIsNoticedAtOnce() throws InterruptedException {
    var gone = new CountDownLatch(1);
    try (var house =
        House.answering((_, reply) -> {
          replies.add(reply);
          reply.onGone(gone::countDown);
        })) {
      try (var client = house.client()) {
        client.send(house.post("/mcp", "{}"));
        House.next(replies);
      }
      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aCompletedAnswerIsNotGone() {
    var gone = new AtomicLong();
    try (var house =
        House.answering((_, reply) -> {
          reply.onGone(gone::incrementAndGet);
          reply.whole(Reply.Head.of(200), House.bytes("{}"));
        })) {
      try (var client = house.client()) {
        assertThat(client.send(house.get("/mcp")).status()).isEqualTo(200);
      }
    }
    assertThat(gone).hasValue(0);
  }

  @Test
  void aReaderThatStallsHoldsTheSenderAndLetsItGoOn() throws InterruptedException {
    var sent = new AtomicLong();
    var held = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    var event = House.bytes("a".repeat(60_000));
    try (var house =
            House.answering((_, reply) -> {
              var stream = reply.stream(Reply.Head.of(200));
              Runnable pump =
                  () -> {
                    while (!stream.isFull() && sent.get() < 1_000) {
                      stream.event(event, null);
                      sent.incrementAndGet();
                    }
                    if (sent.get() == 1_000) {
                      stream.end();
                      done.countDown();
                    } else {
                      held.countDown();
                    }
                  };
              stream.onDrained(pump);
              pump.run();
            });
        var client = house.client()) {
      client.send(house.get("/mcp")).head();
      assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(sent.get()).isLessThan(400); // 24 MB of 60, nearly all in socket buffers
      var read = Thread.ofVirtual().start(() -> drain(client));
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      read.interrupt();
    }
  }

  private static void drain(RawClient client) {
    try {
      client.in().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (java.io.IOException e) {
      // the test is over
    }
  }

  @Test
  void aSilentStreamIsKeptAliveWithComments() {
    var bounds =
        bounds(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(1));
    try (var house =
            House.answering(
                settings(bounds),
                (_, reply) -> reply.stream(Reply.Head.of(200)),
                _ -> answer(200));
        var client = house.client()) {
      client.send(house.get("/mcp")).head();
      assertThat(client.upTo(":\n\n")).isNotNull();
      assertThat(client.upTo(":\n\n")).doesNotContain("data");
    }
  }

  @Test
  void aClientThatDripsItsHeadIsCutOff() {
    var bounds =
        bounds(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(75),
            Duration.ofSeconds(15));
    try (var house = House.with(settings(bounds));
        var client = house.client()) {
      client.send("GET /mcp HTTP/1.1\r\nHost: ");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aClientThatDripsTheHeadOfItsSecondRequestIsCutOff() {
    var bounds =
        bounds(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(75),
            Duration.ofSeconds(15));
    try (var house = House.with(settings(bounds));
        var client = house.client()) {
      client.send(house.get("/mcp"));
      assertThat(client.status()).isEqualTo(200);
      client.upTo("{}");
      client.send("G");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aClientThatDripsItsBodyHearsSo() {
    var bounds =
        bounds(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(75),
            Duration.ofSeconds(15));
    try (var house = House.with(settings(bounds));
        var client = house.client()) {
      client.send(house.post("/mcp", "{}").replace("Content-Length: 2", "Content-Length: 20"));
      assertThat(client.status()).isEqualTo(408);
    }
  }

  @Test
  void anIdleConnectionIsClosedButNotOneThatWaitsForItsAnswer() {
    var bounds =
        bounds(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(15));
    try (var house =
            House.answering(settings(bounds), (_, reply) -> replies.add(reply), _ -> answer(200));
        var waiting = house.client();
        var idle = house.client()) {
      waiting.send(house.get("/mcp"));
      var reply = House.next(replies);
      assertThat(idle.isEnded()).isTrue();
      reply.whole(Reply.Head.of(200), House.bytes("{}"));
      assertThat(waiting.status()).isEqualTo(200);
    }
  }

  @Test
  void connectionsOverTheBoundAreClosedAsTheyCome() {
    var few =
        new ListenerBounds(
            4 << 20,
            32 << 10,
            100,
            2,
            64,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            Duration.ofSeconds(60),
            Duration.ofSeconds(15));
    try (var house = House.with(settings(few));
        var first = house.client();
        var second = house.client()) {
      assertThat(first.send(house.get("/mcp")).status()).isEqualTo(200);
      assertThat(second.send(house.get("/mcp")).status()).isEqualTo(200);
      try (var third = house.client()) {
        assertThat(third.isEnded()).isTrue();
      }
      assertThat(house.listener.connections()).isEqualTo(2);
    }
  }

  @Test
  void theControlPlaneIsAskedOnAVirtualThreadAndItsBugsAreHidden() {
    var threads = new LinkedBlockingQueue<Boolean>();
    try (var house =
            House.answering(
                ListenerSettings.onLoopback(),
                (_, _) -> {},
                request -> {
                  threads.add(Thread.currentThread().isVirtual());
                  if (request.path().equals("/bug")) {
                    throw new IllegalStateException("secret detail");
                  }
                  return new ControlPlane.Answer(
                      200,
                      "text/plain",
                      House.bytes(
                          request.query() + request.authorization() + House.text(request.body())),
                      List.of(new ControlPlane.Header("ETag", "\"1\"")));
                });
        var client = house.client()) {
      client.send(
          "PUT /v0.1/x?a=%20b HTTP/1.1\r\nHost: "
              + house.host()
              + "\r\nAuthorization: k\r\nContent-Length: 1\r\n\r\nz");
      assertThat(client.head())
          .contains("ETag: \"1\"")
          .containsIgnoringCase("content-type: text/plain");
      assertThat(client.upTo("z")).isEqualTo("a=%20bk");
      assertThat(House.next(threads)).isTrue();
      assertThat(client.send(house.get("/bug")).status()).isEqualTo(500);
      assertThat(client.upTo("}}")).doesNotContain("secret detail");
      client.send(
          "HEAD /v0.1/x HTTP/1.1\r\nHost: " + house.host() + "\r\n\r\n" + house.get("/v0.1/x"));
      assertThat(client.head()).containsIgnoringCase("content-length: 4");
      assertThat(client.status()).isEqualTo(200);
    }
  }

  @Test
  void moreControlRequestsThanMayRunAtOnceAreRefused() throws InterruptedException {
    var one =
        new ListenerBounds(
            4 << 20,
            32 << 10,
            100,
            20,
            1,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            Duration.ofSeconds(60),
            Duration.ofSeconds(15));
    var inside = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    try (var house =
            House.answering(
                settings(one),
                (_, _) -> {},
                _ -> {
                  inside.countDown();
                  await(leave);
                  return answer(200);
                });
        var first = house.client();
        var second = house.client()) {
      first.send(house.get("/a"));
      assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(second.send(house.get("/b")).head())
          .startsWith("HTTP/1.1 503")
          .contains("Retry-After: 1");
      leave.countDown();
      assertThat(first.status()).isEqualTo(200);
    }
  }

  @Test
  void drainingLetsWhatRunsFinishAndTakesNothingNew() {
    try (var house = House.answering((_, reply) -> replies.add(reply));
        var client = house.client()) {
      client.send(house.get("/mcp"));
      var reply = House.next(replies);
      var drain = Thread.ofVirtual().start(() -> house.listener.drain(Duration.ofSeconds(30)));
      var refused = false;
      while (!refused) {
        try (var late = house.client()) {
          refused = late.isEnded();
        } catch (java.io.UncheckedIOException e) {
          refused = true;
        }
      }
      reply.whole(Reply.Head.of(200), House.bytes("{}"));
      assertThat(client.status()).isEqualTo(200);
      join(drain);
    }
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ControlPlane.Answer answer(int status) {
    return new ControlPlane.Answer(status, "", new byte[0], List.of());
  }

  private static ListenerSettings settings(ListenerBounds bounds) {
    return new ListenerSettings("127.0.0.1", 0, Optional.empty(), List.of(), List.of(), bounds);
  }

  private static ListenerBounds bounds(
      Duration head, Duration body, Duration idle, Duration keepAlive) {
    return new ListenerBounds(
        4 << 20, 32 << 10, 100, 20, 64, head, body, idle, Duration.ofSeconds(60), keepAlive);
  }
}
