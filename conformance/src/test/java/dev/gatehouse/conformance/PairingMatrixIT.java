package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every real client at every real server through one gateway, whichever eras the two speak: what
 * they can do with each other holds, and what cannot be has a reason. Those whose tools are not on
 * this machine are skipped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PairingMatrixIT {
  private static final int AT_THE_SAME_TIME = 2;

  private final Peers peers = Peers.installed();
  private final Map<PairingColumn, Optional<PairingServer.Running>> running =
      new EnumMap<>(PairingColumn.class);
  private final Map<Pairing, Pairing.Outcome> outcomes = new ConcurrentHashMap<>();
  private RunningGateway gateway;

  @BeforeAll
  void runAllPairs() throws InterruptedException {
    for (var column : PairingColumn.values()) {
      if (column.server().isInstalled(peers)) {
        running.put(column, column.start(peers));
      }
    }
    gateway = RunningGateway.open(settings(), roles());
    running.keySet().forEach(this::fetchLists);
    // Whoever subscribes on the joined route hears of the first server by name, whichever client
    // makes it change: so that one has its clients while nobody else subscribes.
    runAt(PairingColumn.FIRST_BY_NAME);
    // A server tells all its clients of a change, so that each has one client at a time.
    var left = new ConcurrentLinkedQueue<>(running.keySet());
    left.remove(PairingColumn.FIRST_BY_NAME);
    var workers = new ArrayList<Thread>();
    for (int i = 0; i < AT_THE_SAME_TIME; i++) {
      workers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (var column = left.poll(); column != null; column = left.poll()) {
                  runAt(column);
                }
              }));
    }
    for (var worker : workers) {
      worker.join();
    }
  }

  /** Until all lists are known, a URI that several servers list is that of whoever came first. */
  private void fetchLists(PairingColumn column) {
    var path = "/admin/v1/servers/" + column.serverName() + "/refresh";
    assertThat(gateway.caller("administrator", path).post("", Map.of()).status()).isEqualTo(200);
  }

  private void runAt(PairingColumn column) {
    for (var pairing : Pairing.all()) {
      if (pairing.column() == column && pairing.client().isInstalled(peers)) {
        var key = gateway.key(role(pairing.client()));
        outcomes.put(pairing, pairing.run(peers, gateway.url(pairing.path()), key));
      }
    }
  }

  private String settings() {
    var servers =
        running.entrySet().stream()
            .map(it ->
                "  " + it.getKey().serverName() + ": " + it.getKey().settings(peers, it.getValue()))
            .collect(Collectors.joining("\n"));
    var roles =
        Stream.of(roles())
            .map(role ->
                "  "
                    + role
                    + ": { grants: [{ tools: [\"*/*\"], resources: [\"*/*\"], prompts: [\"*/*\"] }] }")
            .collect(Collectors.joining("\n"));
    return "servers:\n" + servers + "\nroles:\n" + roles + "\n";
  }

  /** One for each client, so that none is held back by what others keep open. */
  private static String[] roles() {
    var clients = Stream.of(PairingClient.values()).map(PairingMatrixIT::role);
    return Stream.concat(clients, Stream.of("administrator")).toArray(String[]::new);
  }

  private static String role(PairingClient client) {
    return client.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @AfterAll
  void endAll() {
    if (gateway != null) {
      gateway.close();
    }
    running.values().forEach(it -> it.ifPresent(PairingServer.Running::close));
  }

  @TestFactory
  Stream<DynamicTest> doAllThatTheTwoAndTheProtocolAllow() {
    return Pairing.all().stream()
        .map(it -> DynamicTest.dynamicTest(it.toString(), () -> check(it)));
  }

  private void check(Pairing pairing) {
    var outcome = outcomes.get(pairing);
    assumeTrue(outcome != null, () -> "not here: " + pairing);
    assertThat(outcome.holding())
        .as("%s saw %s", pairing, outcome.printed())
        .isEqualTo(pairing.able());
    assertThat(outcome.era()).isEqualToIgnoringCase(pairing.client().era().name());
    ConformancePage.shows(
        pairing.heading(),
        pairing.column().title(),
        pairing.client().title(),
        pairing.shown(outcome));
  }

  @Test
  void haveReasonsForWhatCannotBe() {
    for (var limit : PairingLimit.values()) {
      ConformancePage.shows("What cannot be", limit.mark(), "why", limit.reason());
    }
  }
}
