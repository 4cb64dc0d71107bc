package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.NameService;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.secrets.Secret;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.McpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that leave while the connection for their call is being made. */
class GivenUpCallsTest {
  private static final Outgoing.Deadlines PATIENT =
      new Outgoing.Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ZERO);

  private final Transport transport = Transport.open(1);
  private final Logger log = Logger.getLogger("io.vertx.core.http");
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final StreamHandler handler = new StreamHandler(logged, new SimpleFormatter());

  @AfterEach
  void close() {
    log.removeHandler(handler);
    transport.close();
  }

  /** Whoever comes and goes would fill the log otherwise. */
  @Test
  void areNoErrorInTheLog() {
    log.addHandler(handler);
    try (var server = RawServer.json("{}");
        var upstream =
            transport.open(
                new Connection.Http(server.url(), Optional.empty()),
                new Outside(
                    UpstreamSettings.DEFAULT,
                    AddressRules.publicOnly().trusting(Set.of("127.0.0.1")),
                    NameService.SYSTEM,
                    reference -> new Secret(reference.text())))) {
      upstream.send(post(), new Leaving(upstream));
      server.head();
      for (var call = 0; call < 10; call++) {
        var behind = new Heard();
        upstream.send(post(), behind);
        behind.next();
      }
      handler.flush();

      assertThat(logged.toString(StandardCharsets.UTF_8)).isEmpty();
    }
  }

  /** Begins calls and gives them up on the loop, on which nothing can come in between. */
  private record Leaving(Upstream upstream) implements Answering {
    @Override
    public void head(AnswerHead head) {
      for (var call = 0; call < 20; call++) {
        upstream.send(post(), new Heard()).cancel();
      }
    }

    @Override
    public void message(byte[] message, @Nullable String eventId) {}

    @Override
    public void end() {}

    @Override
    public void failed(UpstreamFailure failure) {}
  }

  private static Outgoing post() {
    return new Outgoing(
        Outgoing.Verb.POST,
        new McpHeaders(null, null, null, null, null, List.of()),
        House.bytes("{}"),
        Outgoing.Accepts.JSON_OR_EVENTS,
        null,
        PATIENT);
  }
}
