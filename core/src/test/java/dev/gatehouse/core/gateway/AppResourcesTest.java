package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resources that show what a tool does, which no list need name. */
class AppResourcesTest {
  private static final String SCREEN = "{\"uri\":\"ui://crm/screen\"}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm");

  @BeforeEach
  void build() {
    crm.offers(
        "tools",
        List.of(
            showing("show", "\"ui\":{\"resourceUri\":\"ui://crm/screen\"}"),
            showing("older", "\"ui/resourceUri\":\"ui://crm/old\""),
            ScriptedServer.tool("plain")));
    house = House.in(directory).with(crm).allowing("alice", "crm/*").allowing("bob", "crm/plain");
    house.key("alice");
    house.key("bob");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static String showing(String name, String meta) {
    return "{\"name\":\""
        + name
        + "\",\"inputSchema\":{\"type\":\"object\"},\"_meta\":{"
        + meta
        + "}}";
  }

  private String reads(String caller, String path, String params) {
    return house.modern(caller, path, "resources/read", params).body();
  }

  @Test
  void areReadByWhoMayCallTheTool() {
    assertThat(reads("alice", "/mcp/crm", SCREEN)).contains("done");
    assertThat(reads("alice", "/mcp", SCREEN)).contains("done");
    assertThat(reads("alice", "/mcp", "{\"uri\":\"ui://crm/old\"}")).contains("done");
    assertThat(house.journal())
        .contains("intent resources/read crm/ui://crm/screen by roles.alice.grants[0]");
  }

  @Test
  void areHiddenFromWhoMayNot() {
    assertThat(reads("bob", "/mcp/crm", SCREEN)).contains("Unknown resource: ui://crm/screen");
    assertThat(reads("bob", "/mcp", SCREEN)).contains("Unknown resource: ui://crm/screen");
    assertThat(reads("alice", "/mcp/crm", "{\"uri\":\"ui://crm/none\"}"))
        .contains("Unknown resource: ui://crm/none");
    assertThat(reads("alice", "/mcp", "{\"uri\":\"ui://crm/none\"}"))
        .contains("Unknown resource: ui://crm/none");
    assertThat(crm.heard("resources/read")).isEmpty();
  }

  @Test
  void areReadOnTheRouteOfAToolsetWithTheirTool() {
    house.rules.toolset("showing", "crm/show").toolset("rest", "crm/plain");

    assertThat(reads("alice", "/mcp/t/showing", SCREEN)).contains("done");
    assertThat(reads("alice", "/mcp/t/rest", SCREEN)).contains("Unknown resource");
  }

  @Test
  void areToldOfWhenOtherServersOfferThemToo() {
    var wiki =
        ScriptedServer.modern("wiki")
            .offers("resources", List.of("{\"uri\":\"ui://crm/screen\",\"name\":\"s\"}"));
    house.with(wiki).knowing(crm).knowing(wiki);
    var views = house.views();

    assertThat(views.elsewhere(views.known(crm.name).orElseThrow()))
        .isEqualTo(Map.of("ui://crm/screen", List.of(wiki.name)));
    assertThat(views.elsewhere(views.known(wiki.name).orElseThrow()))
        .isEqualTo(Map.of("ui://crm/screen", List.of(crm.name)));
  }

  @Test
  void areAnnouncedWithTheirTools() {
    assertThat(house.modern("alice", "/mcp", "server/discover", "{}").body())
        .contains("\"resources\":{}", "\"extensions\":{\"io.modelcontextprotocol/ui\":{}}");
  }
}
