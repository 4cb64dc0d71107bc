package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Real clients and real servers of the same era, with nothing between them: only what they can do
 * with each other can be asked of a gateway. Those whose tools are not on this machine are skipped.
 */
class PeersWithoutGatewayIT {
  private static final String ANY_KEY = "a-key-that-nobody-checks";

  private final Peers peers = Peers.installed();

  @TestFactory
  Stream<DynamicTest> doAllThatTheirSdksCan() {
    return Stream.of(PairingServer.values())
        .map(server ->
            DynamicTest.dynamicTest(
                "with the server " + server,
                () -> {
                  assumeTrue(server.isInstalled(peers), () -> "no " + server + " here");
                  try (var running = server.start(peers)) {
                    for (var client : PairingClient.values()) {
                      if (server.speaks(client.era()) && client.isInstalled(peers)) {
                        check(client, server, running);
                      }
                    }
                  }
                }));
  }

  private void check(PairingClient client, PairingServer server, PairingServer.Running running) {
    var script = PairingScript.fresh(peers, server.tools());
    var saw = client.run(peers, running.url(), ANY_KEY, script.text());
    assertThat(saw.connected().path("era").asString(""))
        .as("%s with %s", client, server)
        .isEqualToIgnoringCase(client.era().name());
    var holding =
        Stream.of(PairingCell.values())
            .filter(cell -> server.tools().show(cell, script, saw))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(PairingCell.class)));
    var able =
        Stream.of(PairingCell.values())
            .filter(cell -> PairingLimits.between(client, server, cell).isEmpty())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(PairingCell.class)));
    assertThat(holding).as("%s with %s saw %s", client, server, saw.printed()).isEqualTo(able);
  }
}
