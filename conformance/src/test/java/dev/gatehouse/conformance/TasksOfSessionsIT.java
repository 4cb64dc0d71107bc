package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks of revision 2025-11-25 at the published server that has them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TasksOfSessionsIT {
  private final Peers peers = Peers.installed();
  private final HttpPeer everything = HttpPeer.everything(peers);
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          identity: { anonymous: { roles: [everything] } }
          servers:
            everything: { url: "%s", approved: true }
          roles:
            everything: { grants: [{ tools: ["*/*"] }] }
          """
              .formatted(everything.url()));

  @AfterAll
  void endAll() {
    gateway.close();
    everything.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/mcp/everything, simulate-research-query",
    "/mcp, everything__simulate-research-query"
  })
  void beginAndEndUnderOneId(String path, String tool) {
    var session = Caller.of(gateway.url(path)).inSession("{}");
    var params =
        "\"name\":\"%s\",\"arguments\":{\"topic\":\"gates\"},\"task\":{\"ttl\":60000}"
            .formatted(tool);
    var begun = session.legacy("tools/call", params).result().path("task");
    var id = "\"taskId\":\"" + begun.path("taskId").asString() + "\"";

    assertThat(begun.path("status").asString()).isEqualTo("working");
    assertThat(begun.path("taskId").asString()).hasSizeGreaterThan(64);
    var got = session.legacy("tasks/get", id).result();
    assertThat(got.path("taskId")).isEqualTo(begun.path("taskId"));
    var result = session.legacy("tasks/result", id).result();
    assertThat(result.path("content").toString()).contains("gates");
    assertThat(session.legacy("tasks/get", id).result().path("status").asString())
        .isEqualTo("completed");
    var other = Caller.of(gateway.url(path)).inSession("{}");
    assertThat(other.legacy("tasks/get", "\"taskId\":\"unknown\"").errorCode()).isEqualTo(-32602);
  }
}
