package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The official suite at programs that the gateway starts and speaks to over pipes, whichever eras
 * they know; and at the one kind of server over HTTP that no other test takes through it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServersOverPipesConformanceIT {
  private final Peers peers = Peers.installed();
  private final HttpPeer legacy = HttpPeer.fixture(peers, FixtureMode.LEGACY);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          identity: { anonymous: { roles: [everything] } }
          servers:
            dual: { stdio: %s, approved: true }
            legacy: { stdio: %s, approved: true }
            modern: { stdio: %s, approved: true }
            http: { url: "%s", approved: true }
          roles:
            everything: { grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }] }
          """
              .formatted(
                  command(FixtureMode.DUAL),
                  command(FixtureMode.LEGACY),
                  command(FixtureMode.MODERN),
                  legacy.url()));

  private String command(FixtureMode mode) {
    return StdioPeer.fixture(peers, mode).command().stream()
        .map(Caller::quoted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @AfterAll
  void endBoth() {
    gateway.close();
    legacy.close();
  }

  static Stream<Arguments> runs() {
    return Stream.of(FixtureMode.values())
        .flatMap(
            mode -> Stream.of(Revision.values()).map(revision -> Arguments.of(mode, revision)));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void passAllThatTheRevisionRequires(FixtureMode mode, Revision revision) {
    check(run("/mcp/" + mode.argument(), revision), mode, "stdio");
  }

  @Test
  void passAllThatTheLegacyRevisionRequiresOverHttp() {
    check(run("/mcp/http", Revision.LEGACY), FixtureMode.LEGACY, "HTTP");
  }

  private SuiteResult run(String path, Revision revision) {
    return new OfficialSuite(peers, Path.of("target/official-suite"))
        .run(gateway.url(path), revision);
  }

  /**
   * What does not hold each time. A log message over a pipe does not say which request it belongs
   * to, and is nobody's where several callers share the process. One scenario gives a call 600 ms
   * in which its question must have come, though the call may wait for a session to begin.
   */
  private static Set<String> outOfReach(FixtureMode mode, Revision revision, String transport) {
    if (transport.equals("stdio") && mode == FixtureMode.LEGACY && revision == Revision.MODERN) {
      return Set.of("server-stateless");
    }
    return transport.equals("stdio") && mode == FixtureMode.MODERN && revision == Revision.LEGACY
        ? Set.of("tools-call-with-logging")
        : Set.of();
  }

  private static void check(SuiteResult result, FixtureMode mode, String transport) {
    // Whether one of these passes may depend on the moment, so that none counts as passed.
    var outOfReach = outOfReach(mode, result.revision(), transport);
    SuiteTable.shows(mode, transport, result, outOfReach);
    assertThat(outOfReach).containsAll(result.failuresOfRequired().keySet());
    assertThat(result.warningsOfRequired()).isEmpty();
    assertThat(result.exit() == 0).isEqualTo(result.failuresOfRequired().isEmpty());
  }
}
