package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers of either era that end, forget, hang and flap, for clients of either era: what was not
 * done is done once, what may have been done is not done again, and nobody has to begin anew.
 */
class ServersThatDieIT {
  private static final int MOST_TRIES = 100_000;
  private static final String ROLES = "roles: { all: { grants: [\"*/*\"] } }\n";

  static Stream<Side> sides() {
    return Side.all();
  }

  private static RunningGateway gateway(HostileServer server, String deadline) {
    return RunningGateway.open(
        "servers: { one: { url: \"%s\", approved: true, deadline: %s } }\n"
                .formatted(server.url(), deadline)
            + ROLES,
        "all");
  }

  private static HostileServer server(Side side, HostileServer.Behaviour onCall) {
    return side.server() == PairingEra.MODERN
        ? HostileServer.onCall(onCall)
        : HostileServer.always(new LegacyManners(onCall));
  }

  private static void good(HostileServer.Request request, OutputStream out) throws IOException {
    HostileServer.json(
        out,
        200,
        HostileServer.result(
            request,
            "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"good\"}]}"));
  }

  @ParameterizedTest
  @MethodSource("sides")
  void areFoundAgainAfterTheyWereStartedAnew(Side side) {
    var peers = Peers.installed();
    var mode = side.server() == PairingEra.MODERN ? FixtureMode.MODERN : FixtureMode.LEGACY;
    var first = HttpPeer.fixture(peers, mode);
    try (var gateway =
        RunningGateway.open(
            "servers: { one: { url: \"%s\", approved: true } }\n".formatted(first.url()) + ROLES,
            "all")) {
      var caller = side.ready(gateway, "all", "one");
      var tool = side.tool("one", "test_simple_text");
      var before = side.call(caller, tool, "{}");
      first.close();
      try (var _ = HttpPeer.fixture(peers, mode, first.url().getPort())) {
        var after = side.call(caller, tool, "{}");

        assertThat(before.text()).contains("simple text");
        assertThat(after.text()).contains("simple text");
      }
    } finally {
      first.close();
    }
  }

  @ParameterizedTest
  @MethodSource("sides")
  void inTheMiddleOfAStreamAreNotAskedTwice(Side side) {
    var calls = new AtomicInteger();
    try (var server =
            server(
                side,
                (request, out) -> {
                  if (calls.incrementAndGet() > 1) {
                    good(request, out);
                    return;
                  }
                  HostileServer.head(out, 200, "Content-Type: text/event-stream");
                  HostileServer.text(
                      out,
                      "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}\n\n"
                          + "data: {\"jsonrpc\":\"2.0\",\"id\":");
                });
        var gateway = gateway(server, "30s")) {
      var caller = side.ready(gateway, "all", "one");
      var tool = side.tool("one", "act");
      var broken = side.call(caller, tool, "{}");
      var done = calls.get();
      var next = side.call(caller, tool, "{}");

      assertThat(broken.refusal().path("kind").asString()).isEqualTo("outcome-unknown");
      assertThat(done).isEqualTo(1);
      assertThat(next.text()).isEqualTo("good");
    }
  }

  static Stream<Side> legacyServers() {
    return Side.all().filter(side -> side.server() == PairingEra.LEGACY);
  }

  @ParameterizedTest
  @MethodSource("legacyServers")
  void thatForgetTheirSessionsDoACallOnce(Side side) {
    var manners = new LegacyManners(ServersThatDieIT::good);
    try (var server = HostileServer.always(manners);
        var gateway = gateway(server, "30s")) {
      var caller = side.ready(gateway, "all", "one");
      var tool = side.tool("one", "act");
      var before = side.call(caller, tool, "{}");
      manners.forget();
      var after = side.call(caller, tool, "{}");

      assertThat(before.text()).isEqualTo("good");
      assertThat(after.text()).isEqualTo("good");
      assertThat(server.heard("tools/call")).isEqualTo(3); // one of them found no session
    }
  }

  @ParameterizedTest
  @MethodSource("sides")
  void thatHangAreGivenUpAndNotAskedTwice(Side side) throws InterruptedException {
    var calls = new AtomicInteger();
    try (var server =
            server(
                side,
                (request, out) -> {
                  if (calls.incrementAndGet() > 1) {
                    good(request, out);
                  } else {
                    request.hang();
                  }
                });
        var gateway = gateway(server, "1s")) {
      var caller = side.ready(gateway, "all", "one");
      var tool = side.tool("one", "act");
      var hung = side.call(caller, tool, "{}");
      server.awaitGivenUp();
      var next = side.call(caller, tool, "{}");

      assertThat(hung.refusal().path("kind").asString()).isEqualTo("outcome-unknown");
      assertThat(calls).hasValue(2);
      assertThat(next.text()).isEqualTo("good");
    }
  }

  @ParameterizedTest
  @MethodSource("sides")
  void thatFlapAreRefusedInWordsAndUsedWhenTheyAnswer(Side side) {
    var calls = new AtomicInteger();
    try (var server =
            server(
                side,
                (request, out) -> {
                  switch (calls.incrementAndGet() % 3) {
                    case 1 -> good(request, out);
                    case 2 -> HostileServer.whole(out, 503, "text/plain", new byte[0]);
                    default -> {} // the connection ends without a word
                  }
                });
        var gateway = gateway(server, "5s")) {
      var caller = side.ready(gateway, "all", "one");
      var tool = side.tool("one", "act");
      var good = 0;
      for (var tried = 0; good < 4 && tried < MOST_TRIES; tried++) {
        var answer = side.call(caller, tool, "{}");
        if (answer.result().path("isError").asBoolean()) {
          assertThat(answer.refusal().path("kind").asString())
              .isIn("outcome-unknown", "upstream-down");
        } else {
          assertThat(answer.text()).isEqualTo("good");
          good++;
        }
      }
      assertThat(good).isEqualTo(4);
    }
  }
}
