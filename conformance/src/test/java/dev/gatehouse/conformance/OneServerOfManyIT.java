package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real servers of both eras as one, to the TypeScript SDK: what is announced, and what is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneServerOfManyIT {
  private final Peers peers = Peers.installed();
  private final HttpPeer fixture = HttpPeer.fixture(peers, FixtureMode.MODERN);
  private final HttpPeer everything = HttpPeer.everything(peers);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          identity: { anonymous: { roles: [everything] } }
          servers:
            everything: { url: "%s", approved: true }
            fixture: { url: "%s", approved: true }
          roles:
            everything: { grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }] }
          """
              .formatted(everything.url(), fixture.url()));

  @AfterAll
  void endAll() {
    gateway.close();
    everything.close();
    fixture.close();
  }

  private Transcript run(ScriptedClient.Era era, String script) {
    return ScriptedClient.of(peers, gateway.url("/mcp"), era).run(script);
  }

  @ParameterizedTest
  @EnumSource(names = {"MODERN", "LEGACY"})
  void announcesWhatTheyOfferAndHowTheyAreUsed(ScriptedClient.Era era) {
    var connected = run(era, "[]").connected();

    var capabilities = connected.path("capabilities");
    for (var name : new String[] {"tools", "prompts", "resources", "completions", "logging"}) {
      assertThat(capabilities.has(name)).as(name).isTrue();
    }
    assertThat(capabilities.path("resources").path("subscribe").asBoolean()).isTrue();
    assertThat(connected.path("instructions").asString())
        .contains("## everything\n", "## fixture\nA server for tests.");
  }

  @Test
  void tellsModernClientsOfResourcesOfServersOfBothEras() {
    var saw =
        run(
            ScriptedClient.Era.MODERN,
            """
            [{"listen": {"resourceSubscriptions":
                ["test://watched-resource", "demo://resource/dynamic/text/1"]}},
             {"call": {"name": "fixture__test_trigger_resource_change", "arguments": {}}},
             {"await": "notifications/resources/updated"},
             {"call": {"name": "everything__toggle-subscriber-updates", "arguments": {}}},
             {"await": "notifications/resources/updated"},
             {"call": {"name": "everything__toggle-subscriber-updates", "arguments": {}}}]
            """);

    assertThat(saw.result(0).path("honored").toString())
        .contains("test://watched-resource", "demo://resource/dynamic/text/1");
    assertThat(
            saw.heard("notifications/resources/updated").stream()
                .map(heard -> heard.path("uri").asString()))
        .contains("test://watched-resource", "demo://resource/dynamic/text/1");
  }
}
