package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that is killed and started again goes on with the sessions that its clients hold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AGatewayThatRestartsIT {
  private static final String ADD = "\"arguments\":{\"a\":2,\"b\":3},\"name\":\"%s\"";

  private final HttpPeer everything = HttpPeer.everything(Peers.installed());

  @AfterAll
  void end() {
    everything.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/everything"})
  void serves(String route) {
    var settings =
        """
        servers: { everything: { url: "%s", approved: true } }
        roles:
          ana: { grants: ["*/*"] }
          ben: { grants: ["*/*"] }
        """
            .formatted(everything.url());
    var tool = route.equals("/mcp") ? "everything__get-sum" : "get-sum";
    var before = GatewayProcess.up(settings, "ana", "ben");
    var held = before.caller("ana", route).inSession();
    assertThat(held.legacy("tools/call", ADD.formatted(tool)).status()).isEqualTo(200);

    try (var after = before.killedAndStartedAgain()) {
      var id = held.sessionId();
      var ana = after.caller("ana", route).with("mcp-session-id", id);
      var ben = after.caller("ben", route).with("mcp-session-id", id);

      var answer = ana.legacy("tools/call", ADD.formatted(tool));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.result().toString()).contains("2 and 3 is 5");
      assertThat(ben.legacy("tools/list", "").status()).isEqualTo(404);
      assertThat(ana.delete().status()).isEqualTo(204);
      assertThat(ana.legacy("tools/list", "").status()).isEqualTo(404);
    }
  }
}
