package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that die, hang or come back: the others go on, and nobody has to begin anew. */
class ServersInTroubleIT {
  private final Peers peers = Peers.installed();

  private static final String ROLES =
      """
      roles:
        everything:
          grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }]
        stranger:
          grants: [well/test_simple_text]
      """;

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void leaveTheListsOfTheOthersWhichSayWhatIsMissing(String era) {
    try (var well = HttpPeer.fixture(peers, FixtureMode.DUAL);
        var gateway =
            RunningGateway.open(
                """
                servers:
                  well: { url: "%s", approved: true }
                  dead: { url: "http://127.0.0.1:1/mcp", approved: true }
                  broken: { stdio: [/bin/false], approved: true }
                """
                        .formatted(well.url())
                    + ROLES,
                "everything",
                "stranger")) {
      var list = list(gateway.caller("everything", "/mcp"), era);
      var strangers = list(gateway.caller("stranger", "/mcp"), era);

      assertThat(list.result().path("tools").size()).isGreaterThan(30);
      assertThat(list.result().path("_meta").path("dev.gatehouse/partial").toString())
          .isEqualTo("{\"servers\":[\"broken\",\"dead\"]}");
      assertThat(strangers.result().path("tools").size()).isEqualTo(1);
      assertThat(strangers.body()).doesNotContain("dead", "broken");
    }
  }

  private static Caller.Answer list(Caller caller, String era) {
    return era.equals("modern")
        ? caller.modern("tools/list", "")
        : caller.inSession().legacy("tools/list", "");
  }

  /** No clock is asked: the server that hangs is still waited for when the others have answered. */
  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void delayNobodyElseWhenTheyHang(String era) {
    try (var well = HttpPeer.fixture(peers, FixtureMode.DUAL);
        var hanging = HostileServer.always((request, _) -> request.hang());
        var gateway =
            RunningGateway.open(
                """
                servers:
                  well: { url: "%s", approved: true }
                  hanging: { url: "%s", approved: true }
                """
                        .formatted(well.url(), hanging.url())
                    + ROLES,
                "everything")) {
      var caller = gateway.caller("everything", "/mcp");
      var client = era.equals("modern") ? caller : caller.inSession();
      var list =
          era.equals("modern") ? client.modern("tools/list", "") : client.legacy("tools/list", "");
      var call =
          era.equals("modern")
              ? client.callTool("well__test_simple_text", "{}")
              : client.legacyTool("well__test_simple_text", "{}");

      assertThat(hanging.wasGivenUp()).isFalse();
      assertThat(list.body()).contains("well__test_simple_text");
      assertThat(list.result().path("_meta").path("dev.gatehouse/partial").toString())
          .contains("hanging");
      assertThat(call.text()).contains("simple text");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/well"})
  void areFoundAgainByASessionAfterTheyCameBackOverHttp(String path) {
    var first = HttpPeer.fixture(peers, FixtureMode.DUAL);
    try (var gateway =
        RunningGateway.open(
            "servers:\n  well: { url: \"%s\", approved: true }\n".formatted(first.url()) + ROLES,
            "everything")) {
      var tool = (path.equals("/mcp") ? "well__" : "") + "test_simple_text";
      var session = gateway.caller("everything", path).inSession();
      var before = session.legacyTool(tool, "{}");
      first.close();
      try (var second = HttpPeer.fixture(peers, FixtureMode.DUAL, first.url().getPort())) {
        var after = session.legacyTool(tool, "{}");
        var modern = gateway.caller("everything", path).callTool(tool, "{}");

        assertThat(second.url()).isEqualTo(first.url());
        assertThat(before.text()).contains("simple text");
        assertThat(after.text()).contains("simple text");
        assertThat(modern.text()).contains("simple text");
      }
    } finally {
      first.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/pipe"})
  void areStartedAgainForASessionAfterTheirProcessHasEnded(String path) {
    var pipe = StdioPeer.fixture(peers, FixtureMode.DUAL);
    try (var gateway =
        RunningGateway.open(
            "servers:\n  pipe: { stdio: %s, approved: true }\n"
                    .formatted(
                        pipe.command().stream()
                            .map(Caller::quoted)
                            .collect(Collectors.joining(",", "[", "]")))
                + ROLES,
            "everything")) {
      var tool = (path.equals("/mcp") ? "pipe__" : "") + "test_simple_text";
      var session = gateway.caller("everything", path).inSession();
      var before = session.legacyTool(tool, "{}");
      var modernBefore = gateway.caller("everything", path).callTool(tool, "{}");
      endItsProcesses();
      var after = session.legacyTool(tool, "{}");
      var modernAfter = gateway.caller("everything", path).callTool(tool, "{}");

      assertThat(before.text()).contains("simple text");
      assertThat(modernBefore.text()).contains("simple text");
      assertThat(after.text()).contains("simple text");
      assertThat(modernAfter.text()).contains("simple text");
    }
  }

  /** Ends the processes that this JVM has started over pipes, and waits until they are gone. */
  private static void endItsProcesses() {
    var ended =
        ProcessHandle.current()
            .descendants()
            .filter(
                process -> process.info().commandLine().orElse("").contains("fixture.mjs --stdio"))
            .toList();
    assertThat(ended).isNotEmpty();
    ended.forEach(ProcessHandle::destroyForcibly);
    ended.forEach(process -> process.onExit().join());
  }

  @Test
  void areRefusedInWordsWhenTheyDoNotComeBack() {
    var well = HttpPeer.fixture(peers, FixtureMode.DUAL);
    try (var gateway =
        RunningGateway.open(
            "servers:\n  well: { url: \"%s\", approved: true }\n".formatted(well.url()) + ROLES,
            "everything")) {
      var caller = gateway.caller("everything", "/mcp");
      var before = caller.callTool("well__test_simple_text", "{}");
      well.close();
      var after = caller.callTool("well__test_simple_text", "{}");

      assertThat(before.text()).contains("simple text");
      assertThat(after.text()).startsWith("Not done: the server behind this does not answer");
      assertThat(after.refusal().path("kind").asString()).isEqualTo("upstream-down");
      assertThat(after.body()).doesNotContain("127.0.0.1");
    } finally {
      well.close();
    }
  }
}
