package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An MCP endpoint that passes the official suite, at both revisions, without an exception. */
interface OfficialSuiteContract {
  /** Not required of a server by the suite, but of a gateway: it looks at these things itself. */
  Set<String> ABOUT_HEADERS_AND_SCHEMAS =
      Set.of(
          "json-schema-2020-12", "http-header-validation", "http-custom-header-server-validation");

  /** The endpoint; it must be on a loopback address and need no credential. */
  URI url();

  @Test
  default void passesAllThatTheLegacyRevisionRequires() {
    var result = suite().run(url(), Revision.LEGACY);

    assertThat(result.failuresOfRequired()).isEmpty();
    assertThat(result.warningsOfRequired()).isEmpty();
    assertThat(result.failuresOf(Set.of("server-session-lifecycle", "json-schema-2020-12")))
        .isEmpty();
    assertThat(result.required()).hasSize(30);
    assertThat(result.exit()).isZero();
  }

  @Test
  default void passesAllThatTheModernRevisionRequires() {
    var result = suite().run(url(), Revision.MODERN);

    assertThat(result.failuresOfRequired()).isEmpty();
    assertThat(result.warningsOfRequired()).isEmpty();
    assertThat(result.failuresOf(ABOUT_HEADERS_AND_SCHEMAS)).isEmpty();
    assertThat(result.required()).hasSize(37);
    assertThat(result.exit()).isZero();
  }

  private static OfficialSuite suite() {
    return new OfficialSuite(Peers.installed(), Path.of("target/official-suite"));
  }
}
