package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The official suite's scenarios for clients, with the gateway as the client: its server is
 * declared and approved through the admin API, and a real client of either era uses it through the
 * gateway. No check may fail or warn, but for what is listed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayAsClientIT {
  /** What is known to fail: the page says why, and whoever mends it takes it out of here. */
  private static final Set<String> FAIL = Set.of("request-metadata, 2026-07-28, legacy");

  private final Peers peers = Peers.installed();
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          egress: { allow: [localhost] }
          roles:
            everything: { grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }] }
          """,
          "administrator",
          "everything");

  @AfterAll
  void endIt() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "tools_call, MODERN, modern",
    "tools_call, MODERN, legacy",
    "tools_call, LEGACY, legacy",
    "tools_call, LEGACY, modern",
    "request-metadata, MODERN, modern",
    "request-metadata, MODERN, legacy",
    "http-standard-headers, MODERN, modern",
    "http-standard-headers, MODERN, legacy",
    "http-custom-headers, MODERN, modern",
    "http-custom-headers, MODERN, legacy",
    "http-invalid-tool-headers, MODERN, modern",
    "http-invalid-tool-headers, MODERN, legacy",
    "sep-2322-client-request-state, MODERN, modern",
    "sep-2322-client-request-state, MODERN, legacy",
    "json-schema-ref-no-deref, MODERN, modern",
    "json-schema-ref-no-deref, MODERN, legacy",
    "sse-retry, LEGACY, legacy",
    "sse-retry, LEGACY, modern"
  })
  void passes(String scenario, Revision revision, String clientEra) {
    var environment =
        Map.of(
            "GATEWAY_URL", gateway.url("/").toString(),
            "GATEWAY_ADMIN_KEY", gateway.key("administrator"),
            "GATEWAY_KEY", gateway.key("everything"),
            "GATEWAY_CLIENT_ERA", clientEra);
    var command = String.join(" ", peers.node().toString(), "gateway-as-client.mjs");

    List<String> bad =
        new OfficialSuite(peers, Path.of("target/official-suite"))
            .runClient(scenario, revision, command, environment);
    ConformancePage.shows(
        "Gatehouse as the client",
        scenario + ", " + revision.text(),
        "by a " + clientEra + " client",
        bad.isEmpty() ? "passed" : "**fails**");

    if (FAIL.contains(scenario + ", " + revision.text() + ", " + clientEra)) {
      assertThat(bad).isNotEmpty();
    } else {
      assertThat(bad).isEmpty();
    }
  }
}
