package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Arrival;
import dev.gatehouse.core.gateway.Arrival.Verb;
import dev.gatehouse.core.gateway.Endpoint;
import dev.gatehouse.core.gateway.McpHandler;
import dev.gatehouse.core.gateway.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of HTTP+SSE at the listener, and a gateway that plays its part. */
class SseDoorTest {
  private static final String HELLO = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\"}";
  private static final String READY =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

  private final BlockingQueue<Reply> listening = new LinkedBlockingQueue<>();

  private static ListenerSettings settings() {
    return new ListenerSettings(
        "127.0.0.1", 0, Optional.empty(), List.of(), List.of(), ListenerBounds.DEFAULT, true);
  }

  private static House house(McpHandler gateway) {
    return House.answering(
        settings(),
        gateway,
        request -> new ControlPlane.Answer(404, "text/plain", House.bytes("none"), List.of()));
  }

  /** Knows every credential but "Bearer bad", and gives out one session. */
  private void gateway(Arrival arrival, Reply reply) {
    var body = House.text(arrival.body());
    if ("Bearer bad".equals(arrival.authorization())) {
      reply.whole(new Reply.Head(401, null, "Bearer realm=\"x\"", 0), House.bytes("{\"no\":1}"));
    } else if (arrival.verb() == Verb.GET && arrival.headers().sessionId() == null) {
      reply.whole(Reply.Head.of(405), Bytes.NONE);
    } else if (arrival.verb() == Verb.GET) {
      listening.add(reply);
    } else if (arrival.verb() == Verb.DELETE) {
      reply.whole(Reply.Head.of(204), Bytes.NONE);
    } else if (body.equals(HELLO)) {
      reply.whole(new Reply.Head(200, "s-1", null, 0), House.bytes("{\"hello\":1}"));
    } else if (body.equals(READY)) {
      reply.whole(Reply.Head.of(202), Bytes.NONE);
    } else {
      var stream = reply.stream(Reply.Head.of(200));
      stream.event(House.bytes("{\"progress\":1}"), "7");
      stream.event(House.bytes("{\"done\":1}"), null);
      stream.end();
    }
  }

  private static String get(House house, String path, String more) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + house.host() + "\r\n" + more + "\r\n";
  }

  private static String post(House house, String path, String body, String more) {
    return house.post(path, body).replaceFirst("\r\n\r\n", "\r\n" + more + "\r\n");
  }

  /** Opens a stream and reads where to post. */
  private static String address(RawClient client) {
    assertThat(client.status()).isEqualTo(200);
    client.upTo("event: endpoint\ndata: ");
    return client.upTo("\n\n");
  }

  private static int posted(House house, String path, String body, String more) {
    try (var client = house.client()) {
      return client.send(post(house, path, body, more)).status();
    }
  }

  private static String event(RawClient client) {
    client.upTo("data: ");
    return client.upTo("\n\n");
  }

  @Test
  void areAnsweredOnTheirStream() {
    try (var house = house(this::gateway);
        var stream = house.client().send(get(house, "/sse/files", ""))) {
      var address = address(stream);
      house.arrivals.clear();

      assertThat(address).startsWith("/sse/files?session=").hasSizeGreaterThan(40);
      assertThat(posted(house, address, HELLO, "")).isEqualTo(202);
      assertThat(event(stream)).isEqualTo("{\"hello\":1}");
      assertThat(posted(house, address, LIST, "")).isEqualTo(202);
      assertThat(event(stream)).isEqualTo("{\"progress\":1}");
      assertThat(event(stream)).isEqualTo("{\"done\":1}");
      var hello = house.arrival();
      var list = house.arrival();
      assertThat(hello.endpoint()).isEqualTo(new Endpoint.OneServer("files"));
      assertThat(hello.headers().protocolVersion()).isEqualTo("2024-11-05");
      assertThat(hello.headers().sessionId()).isNull();
      assertThat(list.headers().sessionId()).isEqualTo("s-1");
      assertThat(list.headers().protocolVersion()).isNull();
    }
  }

  @Test
  void hearWhatBelongsToNoRequestAndEndTheirSessionByLeaving() {
    try (var house = house(this::gateway);
        var stream = house.client().send(get(house, "/sse", "Authorization: Bearer k\r\n"))) {
      var address = address(stream);
      posted(house, address, HELLO, "Authorization: Bearer k\r\n");
      event(stream);
      posted(house, address, READY, "Authorization: Bearer k2\r\n");
      var standing = House.next(listening).stream(Reply.Head.of(200));
      standing.event(House.bytes("{\"news\":1}"), null);
      assertThat(event(stream)).isEqualTo("{\"news\":1}");
      house.arrivals.clear();
      stream.finish();
      var goodbye = house.arrival();

      assertThat(goodbye.verb()).isEqualTo(Verb.DELETE);
      assertThat(goodbye.headers().sessionId()).isEqualTo("s-1");
      assertThat(goodbye.authorization()).isEqualTo("Bearer k2");
      assertThat(posted(house, address, LIST, "")).isEqualTo(404);
    }
  }

  @Test
  void areSentAwayWhenTheirSessionIsOver() {
    try (var house = house(this::gateway);
        var stream = house.client().send(get(house, "/sse", ""))) {
      var address = address(stream);
      posted(house, address, HELLO, "");
      event(stream);
      posted(house, address, READY, "");
      House.next(listening).whole(Reply.Head.of(404), Bytes.NONE);
      stream.upTo("what is never said");

      assertThat(stream.isEnded()).isTrue();
    }
  }

  @Test
  void areRefusedAtOnceWithoutACredentialThatIsKnown() {
    try (var house = house(this::gateway);
        var client = house.client().send(get(house, "/sse", "Authorization: Bearer bad\r\n"))) {
      assertThat(client.head())
          .startsWith("HTTP/1.1 401")
          .containsIgnoringCase("WWW-Authenticate: Bearer realm=\"x\"");
    }
  }

  @Test
  void areRefusedOnTheirPostWhenTheirCredentialIsKnownNoMore() {
    try (var house = house(this::gateway);
        var stream = house.client().send(get(house, "/sse", ""))) {
      var address = address(stream);
      posted(house, address, HELLO, "");

      assertThat(posted(house, address, LIST, "Authorization: Bearer bad\r\n")).isEqualTo(401);
    }
  }

  @Test
  void cannotPostToTheStreamOfAnother() {
    try (var house = house(this::gateway);
        var stream = house.client().send(get(house, "/sse/files", "Authorization: Bearer a\r\n"))) {
      var address = address(stream);
      house.arrivals.clear();

      assertThat(posted(house, address, HELLO, "Authorization: Bearer b\r\n")).isEqualTo(404);
      assertThat(posted(house, address, HELLO, "")).isEqualTo(404);
      assertThat(posted(house, address.replace("files", "crm"), HELLO, "")).isEqualTo(404);
      assertThat(posted(house, address + "x", HELLO, "Authorization: Bearer a\r\n")).isEqualTo(404);
      assertThat(posted(house, "/sse/files", HELLO, "Authorization: Bearer a\r\n")).isEqualTo(404);
      assertThat(house.arrivals).isEmpty();
    }
  }

  @Test
  void haveOneSessionOnOneStream() {
    try (var house = house(this::gateway);
        var stream = house.client().send(get(house, "/sse", ""))) {
      var address = address(stream);

      assertThat(posted(house, address, HELLO, "")).isEqualTo(202);
      assertThat(posted(house, address, HELLO, "")).isEqualTo(400);
    }
  }

  @Test
  void haveAFewStreamsEach() {
    var clients = new ArrayList<RawClient>();
    try (var house = house(this::gateway)) {
      for (var i = 0; i < 32; i++) {
        var client = house.client().send(get(house, "/sse", "Authorization: Bearer a\r\n"));
        clients.add(client);
        address(client);
      }
      try (var one = house.client();
          var other = house.client()) {
        assertThat(one.send(get(house, "/sse", "Authorization: Bearer a\r\n")).status())
            .isEqualTo(429);
        assertThat(other.send(get(house, "/sse", "Authorization: Bearer b\r\n")).status())
            .isEqualTo(200);
      }
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Origin: https://evil.example\r\n", "Host: evil.example\r\n"})
  void comeThroughTheSameGuards(String header) {
    try (var house = house(this::gateway);
        var client = house.client()) {
      var request = get(house, "/sse", header);
      var one =
          header.startsWith("Host")
              ? request.replace("Host: " + house.host() + "\r\n", "")
              : request;

      assertThat(client.send(one).status()).isEqualTo(403);
      assertThat(house.arrivals).isEmpty();
    }
  }

  @Test
  void areNotServedUnlessTheOwnerSaysSo() {
    try (var house = House.echoing();
        var client = house.client()) {
      client.send(get(house, "/sse", "")).status();

      assertThat(House.next(house.controls).path()).isEqualTo("/sse");
      assertThat(house.arrivals).isEmpty();
    }
  }
}
