package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * An MCP endpoint that passes the official suite, at both revisions, without an exception, and that
 * has the fixture behind it. The suite takes a result that says "no such tool" for the text it
 * asked for; so the fixture is asked, too, whether it heard of the calls.
 */
interface OfficialSuiteContract {
  /** Not required of a server by the suite, but of a gateway: it looks at these things itself. */
  Set<String> ABOUT_HEADERS_AND_SCHEMAS =
      Set.of(
          "json-schema-2020-12", "http-header-validation", "http-custom-header-server-validation");

  /**
   * The scenarios of the tasks extension, none of which the suite requires. A tenth, about notices
   * of the status, checks nothing yet.
   */
  Set<String> ABOUT_TASKS =
      Set.of(
          "tasks-lifecycle",
          "tasks-capability-negotiation",
          "tasks-wire-fields",
          "tasks-request-state-removal",
          "tasks-mrtr-input",
          "tasks-request-headers",
          "tasks-dispatch-and-envelope",
          "tasks-required-task-error",
          "tasks-mrtr-composition");

  /** Some of the tools that the scenarios of either revision call. */
  List<String> CALLED_BY_EVERY_RUN =
      List.of(
          "test_simple_text",
          "test_image_content",
          "test_audio_content",
          "test_embedded_resource",
          "test_multiple_content_types",
          "test_tool_with_progress",
          "test_error_handling");

  /** The endpoint; it must be on a loopback address and need no credential. */
  URI url();

  /** Puts what was found where it is to be read; nowhere, unless a test says so. */
  default void show(SuiteResult result) {}

  @Test
  default void passesAllThatTheLegacyRevisionRequires() {
    var result = suite().run(url(), Revision.LEGACY);

    show(result);
    assertThat(result.failuresOfRequired()).isEmpty();
    assertThat(result.warningsOfRequired()).isEmpty();
    assertThat(result.failuresOf(Set.of("server-session-lifecycle", "json-schema-2020-12")))
        .isEmpty();
    assertThat(result.required()).hasSize(30);
    assertThat(result.exit()).isZero();
    assertThat(toolsThatWereCalled()).containsAll(CALLED_BY_EVERY_RUN);
  }

  @Test
  default void passesAllThatTheModernRevisionRequires() {
    var result = suite().run(url(), Revision.MODERN);

    show(result);
    assertThat(result.failuresOfRequired()).isEmpty();
    assertThat(result.warningsOfRequired()).isEmpty();
    assertThat(result.failuresOf(ABOUT_HEADERS_AND_SCHEMAS)).isEmpty();
    assertThat(result.failuresOf(ABOUT_TASKS)).isEmpty();
    assertThat(result.required()).hasSize(37);
    assertThat(result.exit()).isZero();
    assertThat(toolsThatWereCalled()).containsAll(CALLED_BY_EVERY_RUN);
  }

  private List<String> toolsThatWereCalled() {
    var saw =
        ScriptedClient.of(Peers.installed(), url(), ScriptedClient.Era.AUTO)
            .run("[{\"call\": {\"name\": \"test_call_count\", \"arguments\": {}}}]");
    return List.copyOf(saw.result(0).path("structuredContent").path("calls").propertyNames());
  }

  private static OfficialSuite suite() {
    return new OfficialSuite(Peers.installed(), Path.of("target/official-suite"));
  }
}
