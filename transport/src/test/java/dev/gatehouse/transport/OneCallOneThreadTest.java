package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.NameService;
import dev.gatehouse.core.gateway.Reply;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.secrets.Secret;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OneCallOneThreadTest {
  private static final Outgoing.Deadlines PATIENT =
      new Outgoing.Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ZERO);

  @Test
  void theAnswerIsHeardOnTheThreadOfTheClientsConnectionAndTheClientsTokenStays() {
    var threads = new LinkedBlockingQueue<Set<Thread>>();
    try (var transport = Transport.open(2);
        var server = RawServer.json("{\"from\":\"upstream\"}");
        var upstream =
            transport.open(new Connection.Http(server.url(), Optional.empty()), outside());
        var listener =
            transport.listen(
                ListenerSettings.onLoopback(),
                (arrival, reply) -> {
                  var outgoing =
                      new Outgoing(
                          Outgoing.Verb.POST,
                          arrival.headers(),
                          arrival.body(),
                          Outgoing.Accepts.JSON_OR_EVENTS,
                          arrival.traceparent(),
                          PATIENT);
                  upstream.send(outgoing, new Relay(reply, threads));
                },
                _ -> Decline.answer(404, "nothing", 0))) {
      for (var call = 0; call < 6; call++) {
        try (var client = new RawClient(listener.port())) {
          client.send(
              "POST /mcp HTTP/1.1\r\nHost: localhost:"
                  + listener.port()
                  + "\r\nAuthorization: Bearer canary-of-the-client\r\nCookie: canary\r\nX-Forwarded-For: canary"
                  + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
          assertThat(client.status()).isEqualTo(200);
          client.upTo("{\"from\":\"upstream\"}");
        }
        assertThat(House.next(threads)).hasSize(1);
        assertThat(server.head()).doesNotContain("canary");
      }
    }
  }

  private static Outside outside() {
    return new Outside(
        UpstreamSettings.DEFAULT,
        AddressRules.publicOnly().trusting(Set.of("127.0.0.1")),
        NameService.SYSTEM,
        _ -> new Secret(""));
  }

  /** Hands a whole answer back, and keeps the threads that a call was on. */
  private static final class Relay implements Answering {
    private final Reply reply;
    private final LinkedBlockingQueue<Set<Thread>> threads;
    private final Set<Thread> seen = new HashSet<>(Set.of(Thread.currentThread()));

    Relay(Reply reply, LinkedBlockingQueue<Set<Thread>> threads) {
      this.reply = reply;
      this.threads = threads;
    }

    @Override
    public void head(AnswerHead head) {
      seen.add(Thread.currentThread());
    }

    @Override
    public void message(byte[] message, @Nullable String eventId) {
      seen.add(Thread.currentThread());
      reply.whole(Reply.Head.of(200), message);
    }

    @Override
    public void end() {
      seen.add(Thread.currentThread());
      threads.add(seen);
    }

    @Override
    public void failed(UpstreamFailure failure) {
      reply.whole(Reply.Head.of(502), House.bytes(failure.detail()));
    }
  }
}
