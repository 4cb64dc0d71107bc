package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway says of itself where it stands for many servers. */
class GreetingTest {
  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").tools("get");
  ScriptedServer wiki = ScriptedServer.modern("wiki").tools("get");
  ScriptedServer old = ScriptedServer.legacy("old").tools("get");

  @BeforeEach
  void build() {
    house = House.in(directory).with(wiki).with(crm).with(old);
    house.allowing("alice", "crm/*", "wiki/*", "old/*").allowing("bob", "wiki/*");
    house.key("alice");
    house.key("bob");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static void says(ScriptedServer server, String capabilities, String instructions) {
    server.on(
        "server/discover",
        call ->
            call.result(
                "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                    + "\"capabilities\":"
                    + capabilities
                    + ",\"instructions\":\""
                    + instructions
                    + "\",\"ttlMs\":60000,\"cacheScope\":\"public\"}"));
  }

  private String discovered(String caller, String path) {
    return house.modern(caller, path, "server/discover", "{}").body();
  }

  @Test
  void announcesOnlyWhatServersOfTheCallerOffer() {
    says(crm, "{\"tools\":{},\"prompts\":{},\"resources\":{\"subscribe\":true}}", "");
    says(wiki, "{\"tools\":{\"listChanged\":true},\"completions\":{},\"vendor\":{}}", "");

    assertThat(discovered("alice", "/mcp"))
        .contains(
            "\"capabilities\":{\"tools\":{\"listChanged\":true},"
                + "\"prompts\":{\"listChanged\":true},"
                + "\"resources\":{\"listChanged\":true,\"subscribe\":true},"
                + "\"completions\":{}},")
        .contains("\"cacheScope\":\"private\"");
    assertThat(discovered("bob", "/mcp"))
        .contains("\"capabilities\":{\"tools\":{\"listChanged\":true},\"completions\":{}},");
  }

  @Test
  void announcesInASessionWhatServersOfBothErasOffer() {
    says(crm, "{\"tools\":{},\"prompts\":{}}", "");
    old.offers("resources", java.util.List.of("{\"uri\":\"a:b\",\"name\":\"b\"}"));

    assertThat(house.initialize("alice", "/mcp").body())
        .contains(
            "\"capabilities\":{\"tools\":{\"listChanged\":true},"
                + "\"prompts\":{\"listChanged\":true},"
                + "\"resources\":{\"listChanged\":true}},");
  }

  @Test
  void announcesTasksOfSessionsInSessions() {
    old.on(
        "initialize",
        call ->
            call.result(
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},\"tasks\":"
                    + "{\"list\":{}}},\"serverInfo\":{\"name\":\"old\",\"version\":\"1\"}}"));

    assertThat(house.initialize("alice", "/mcp").body())
        .contains("\"tasks\":{\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}");
    assertThat(discovered("alice", "/mcp")).doesNotContain("\"tasks\"");
    assertThat(house.initialize("bob", "/mcp").body()).doesNotContain("\"tasks\"");
  }

  @Test
  void announcesExtensionsThatItUnderstands() {
    var extensions =
        "{\"tools\":{},\"extensions\":{\"vendor/own\":{},\"io.modelcontextprotocol/tasks\":{},"
            + "\"io.modelcontextprotocol/ui\":{}}}";
    says(crm, extensions, "");
    var declaring = Request.modern(house.key("alice"), "/mcp", "7", "server/discover", "{}");
    var body =
        new String(declaring.body(), java.nio.charset.StandardCharsets.UTF_8)
            .replace(
                "clientCapabilities\":{}",
                "clientCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
    var both =
        house
            .send(Request.post(house.key("alice"), "/mcp", declaring.headers(), body))
            .complete()
            .body();

    assertThat(both)
        .contains(
            "\"extensions\":{\"io.modelcontextprotocol/ui\":{},"
                + "\"io.modelcontextprotocol/tasks\":{}}}");
    assertThat(discovered("alice", "/mcp"))
        .contains("\"extensions\":{\"io.modelcontextprotocol/ui\":{}}}");
    assertThat(discovered("bob", "/mcp")).doesNotContain("extensions");
  }

  @Test
  void bringsInstructionsOfTheServersThatTheCallerMayUse() {
    says(crm, "{\"tools\":{}}", "Ask \\\"nicely\\\".");
    says(wiki, "{\"tools\":{}}", "Read first.");

    assertThat(discovered("alice", "/mcp"))
        .contains(
            "what to do instead.\\u000a\\u000a## crm\\u000aAsk \\\"nicely\\\".\\u000a\\u000a## wiki\\u000aRead first.\"");
    assertThat(discovered("bob", "/mcp"))
        .contains("what to do instead.\\u000a\\u000a## wiki\\u000aRead first.\"");
  }

  @Test
  void bringsOnAToolsetWhatStandsBehindItsTools() {
    says(crm, "{\"tools\":{},\"prompts\":{}}", "Ask nicely.");
    says(wiki, "{\"tools\":{},\"resources\":{}}", "Read first.");
    house.rules.toolset("asking", "crm/get");

    assertThat(discovered("alice", "/mcp/t/asking"))
        .contains(
            "\"capabilities\":{\"tools\":{\"listChanged\":true}},", "## crm\\u000aAsk nicely.")
        .doesNotContain("wiki");
  }

  @Test
  void cutsLongInstructions() {
    says(crm, "{\"tools\":{}}", "x".repeat(3_000));
    says(wiki, "{\"tools\":{}}", "Read first.");

    assertThat(discovered("alice", "/mcp"))
        .contains("x".repeat(2_047) + "…\\u000a\\u000a## wiki\\u000aRead first.")
        .doesNotContain("x".repeat(2_048));
  }

  @Test
  void staysWithinBounds() {
    for (var i = 10; i < 30; i++) {
      var server = ScriptedServer.modern("s" + i).tools("get");
      says(server, "{\"tools\":{}}", "y".repeat(2_000));
      house.with(server).allowing("carol", "s" + i + "/*");
    }
    house.key("carol");
    var said = discovered("carol", "/mcp");

    assertThat(said).contains("## s10", "## s17").doesNotContain("## s18", "## s29");
  }

  @Test
  void isInspectedLikeAResult() {
    says(crm, "{\"tools\":{}}", "Use " + Guards.TOKEN + ".");
    house.guardedBy(Guards.secrets(In.RESULTS, Action.MASK));

    assertThat(discovered("alice", "/mcp"))
        .contains("## crm\\u000aUse ")
        .doesNotContain(Guards.TOKEN);
  }

  @Test
  void leavesBlockedInstructionsOut() {
    says(crm, "{\"tools\":{}}", "Use " + Guards.TOKEN + ".");
    says(wiki, "{\"tools\":{}}", "Read first.");
    house.guardedBy(Guards.secrets(In.RESULTS, Action.BLOCK));

    assertThat(discovered("alice", "/mcp")).contains("## wiki").doesNotContain("## crm");
  }
}
