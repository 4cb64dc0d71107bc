package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The suite's findings arrive here as it meant them: a server that lacks something is told so. */
class OfficialSuiteIT {
  private final Peers peers = Peers.installed();
  private final OfficialSuite suite = new OfficialSuite(peers, Path.of("target/official-suite"));

  @Test
  void failsAServerWithoutTheToolsItAsksFor() {
    try (var everything = HttpPeer.everything(peers)) {
      var result = suite.run(everything.url(), Revision.LEGACY);

      assertThat(result.exit()).isNotZero();
      assertThat(result.failuresOfRequired())
          .containsKeys("tools-call-image", "prompts-get-simple")
          .doesNotContainKeys("ping", "tools-list");
    }
  }

  @Test
  void countsWhatIsNotRequiredApart() {
    try (var fixture = HttpPeer.fixtureWithoutTasks(peers, FixtureMode.MODERN)) {
      var result = suite.run(fixture.url(), Revision.MODERN);

      assertThat(result.failuresOf(Set.of("tasks-lifecycle"))).isNotEmpty();
      assertThat(result.failuresOfRequired()).isEmpty();
      assertThat(result.exit()).isZero();
      assertThat(result.passed()).isGreaterThanOrEqualTo(164);
    }
  }
}
