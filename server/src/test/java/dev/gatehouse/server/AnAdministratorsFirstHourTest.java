package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AnAdministratorsFirstHourTest {
  private static final String ROLES =
      """
      roles:
        support:
          grants:
            - crm/get_*
            - tools: crm/update_ticket
              when: args.priority != "urgent" || caller.attributes.senior
      forbids:
        - tools: "*/delete_*"
          unless: caller.roles.contains("administrator")
      """;

  @TempDir Path directory;
  private TinyServer crm;
  private RunningHouse house;

  @BeforeEach
  void open() throws Exception {
    crm = TinyServer.modern();
    house = RunningHouse.in(directory, ROLES);
  }

  @AfterEach
  void close() {
    house.close();
    crm.close();
  }

  private void supportBot() throws Exception {
    house.approved("crm", crm);
    house.post(
        "/admin/v1/keys",
        Map.of(
            "name", "support-bot",
            "roles", List.of("support"),
            "attributes", Map.of("senior", false)));
  }

  private static List<String> texts(JsonNode items, String field) {
    return StreamSupport.stream(items.spliterator(), false)
        .map(item -> item.path(field).asString(""))
        .toList();
  }

  @Test
  void beginsWithAKeyThatIsShownOnceAndKeptInAFileOfTheOwner() throws Exception {
    var file = directory.resolve("data/admin.key");
    assertThat(Files.readString(file)).isEqualTo(house.key() + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(house.house.firstKey()).isEmpty();
    assertThat(texts(house.get("/admin/v1/keys").get("items"), "name"))
        .containsExactly("first-administrator");
  }

  @Test
  void showsWhatANewServerIsAndWhatLooksDangerousInIt() throws Exception {
    var added = house.added("crm", crm);
    assertThat(added.at("/approval/state").asString()).isEqualTo("pending");
    var seen = added.get("seen");
    assertThat(seen.get("era").asString()).isEqualTo("modern");
    assertThat(seen.get("protocolVersion").asString()).isEqualTo("2026-07-28");
    assertThat(seen.get("implementation").asString()).isEqualTo("tiny 1.2");
    assertThat(seen.get("tools").asInt()).isEqualTo(3);
    assertThat(texts(seen.get("offered"), "name"))
        .containsExactly("get_ticket", "delete_ticket", "update_ticket");
    assertThat(house.get("/admin/v1/servers").at("/items/0/seen/offered")).isEmpty();
    assertThat(seen.get("findings").toString())
        .contains("delete_ticket says of itself that it is destructive", "speaks to models")
        .doesNotContain("get_ticket says");
  }

  @Test
  void leavesAServerThatNobodyApprovedOutOfEverything() throws Exception {
    house.added("crm", crm);
    assertThat(house.get("/admin/v1/tools").get("items")).isEmpty();
    var explained = house.get("/admin/v1/explain?as=role:support&target=crm/get_ticket");
    assertThat(explained.get("allowed").asBoolean()).isFalse();
    assertThat(explained.get("allowedIf").asString()).contains("gatehouse server approve crm");
  }

  @Test
  void listsTheToolsThatARoleMayUseAndWhy() throws Exception {
    supportBot();
    var tools = house.get("/admin/v1/tools?as=role:support").get("items");
    assertThat(texts(tools, "tool")).containsExactly("get_ticket", "update_ticket");
    assertThat(texts(tools, "rule").getFirst())
        .startsWith("roles.support.grants[0] ")
        .contains("gatehouse.yaml:");
    assertThat(tools.get(0).get("conditional").asBoolean()).isFalse();
    assertThat(tools.get(1).get("conditional").asBoolean()).isTrue();
  }

  @Test
  void saysWhichForbidStandsInTheWay() throws Exception {
    supportBot();
    house.post("/admin/v1/grants", Map.of("role", "support", "tools", "crm/delete_ticket"));
    var explained = house.get("/admin/v1/explain?as=support-bot&target=crm/delete_ticket");
    assertThat(explained.get("allowed").asBoolean()).isFalse();
    assertThat(explained.get("forbid").asString())
        .startsWith("forbids[0] ")
        .endsWith("*/delete_*  unless caller.roles.contains(\"administrator\")");
    assertThat(explained.get("rule").asString()).startsWith("store grants/");
  }

  @Test
  void callsInSomebodysPlaceThroughAllStages() throws Exception {
    supportBot();
    var answer = house.called("support-bot", "crm/get_ticket", Map.of("id", 7));
    assertThat(answer.at("/result/content/0/text").asString()).isEqualTo("did {'id':7}");
    assertThat(crm.heard).contains("tools/call");
    var line = lineOf("crm/get_ticket");
    assertThat(line.get("outcome").asString()).isEqualTo("ok");
    assertThat(line.get("caller").asString()).isEqualTo("support-bot");
    var record = house.get("/admin/v1/audit/" + line.get("reference").asString());
    assertThat(record.toString()).contains("admin API, by key:");
  }

  @Test
  void isRefusedInSomebodysPlaceWhereTheyWouldBe() throws Exception {
    supportBot();
    var unknown = house.called("support-bot", "crm/delete_ticket", Map.of());
    assertThat(unknown.at("/error/message").asString()).isEqualTo("Unknown tool: delete_ticket");
    assertThat(crm.heard).doesNotContain("tools/call");
  }

  @Test
  void readsTheWholeStoryOfARefusedCall() throws Exception {
    supportBot();
    var refused =
        house.called("support-bot", "crm/update_ticket", Map.of("id", 1, "priority", "urgent"));
    assertThat(refused.at("/result/isError").asBoolean()).isTrue();
    var reference =
        refused.at("/result/_meta").get("dev.gatehouse/refusal").get("reference").asString();

    var story = house.get("/admin/v1/explain/" + reference);
    assertThat(story.get("allowed").asBoolean()).isFalse();
    assertThat(story.get("target").asString()).isEqualTo("crm/update_ticket");
    assertThat(story.at("/caller/agent").asString()).isEqualTo("support-bot");
    assertThat(story.get("rule").asString()).startsWith("roles.support.grants[1] ");
    assertThat(story.get("condition").asString())
        .isEqualTo("args.priority != \"urgent\" || caller.attributes.senior");
    assertThat(story.at("/values").get("args.priority").asString()).isEqualTo("urgent");
    assertThat(story.at("/values").get("caller.attributes.senior").asBoolean(true)).isFalse();
    assertThat(story.has("forbid")).isFalse();
    assertThat(story.get("allowedIf").asString())
        .isEqualTo("args.priority is not \"urgent\", or the caller is senior");
    assertThat(story.at("/happened/kind").asString()).isEqualTo("condition");
    assertThat(story.at("/happened/upstreamContacted").asBoolean()).isFalse();
    assertThat(story.at("/happened/rules/decided").asBoolean()).isTrue();
    assertThat(story.at("/happened/rules").has("now")).isFalse();
    assertThat(story.at("/happened/place").asString()).startsWith("segment 1, lane 0, record ");
  }

  @Test
  void hearsWhenTheRulesThatTellAStoryAreNotThoseThatDecided() throws Exception {
    supportBot();
    var refused =
        house.called("support-bot", "crm/update_ticket", Map.of("id", 1, "priority", "urgent"));
    var reference =
        refused.at("/result/_meta").get("dev.gatehouse/refusal").get("reference").asString();
    house.post("/admin/v1/grants", Map.of("role", "support", "tools", "crm/update_ticket"));

    var rules = house.get("/admin/v1/explain/" + reference).at("/happened/rules");
    assertThat(rules.get("decided").asBoolean()).isFalse();
    assertThat(rules.get("then").asString()).isEqualTo("roles.support.grants[1]");
    assertThat(rules.get("now").asString()).isEqualTo("allowed");
  }

  @Test
  void saysWhatOnlyArgumentsDecide() throws Exception {
    supportBot();
    var explained = house.get("/admin/v1/explain?as=role:support&target=crm/update_ticket");
    assertThat(explained.get("allowed").asBoolean()).isFalse();
    assertThat(explained.get("depends").asBoolean()).isTrue();
    assertThat(explained.get("rule").asString()).startsWith("roles.support.grants[1] ");
  }

  @Test
  void readsTheStoryOfACallThatWasMade() throws Exception {
    supportBot();
    house.called("support-bot", "crm/get_ticket", Map.of("id", 7));
    var story =
        house.get("/admin/v1/explain/" + lineOf("crm/get_ticket").get("reference").asString());
    assertThat(story.get("allowed").asBoolean()).isTrue();
    assertThat(story.get("rule").asString()).startsWith("roles.support.grants[0] ");
    assertThat(story.at("/happened/outcome").asString()).isEqualTo("ok");
    assertThat(story.at("/happened/upstreamContacted").asBoolean()).isTrue();
  }

  @Test
  void canProveAllOfIt() throws Exception {
    supportBot();
    house.called("support-bot", "crm/get_ticket", Map.of("id", 7));
    var what = texts(house.get("/admin/v1/audit").get("items"), "what");
    assertThat(what.getFirst()).isEqualTo("start");
    assertThat(what).contains("server.add crm", "crm/get_ticket");
    assertThat(house.get("/admin/v1/audit/verify").get("whole").asBoolean()).isTrue();
  }

  @Test
  void callsAServerOfTheLegacyEraInASessionOfItsOwn() throws Exception {
    try (var old = TinyServer.legacy()) {
      house.approved("crm", old);
      house.post(
          "/admin/v1/keys",
          Map.of("name", "old-bot", "roles", List.of("support"), "attributes", Map.of()));
      var answer = house.called("old-bot", "crm/get_ticket", Map.of("id", 7));
      assertThat(answer.at("/result/content/0/text").asString()).isEqualTo("did {'id':7}");
      var call = old.heard.indexOf("tools/call");
      assertThat(old.heard.subList(0, call + 1))
          .endsWith("initialize", "notifications/initialized", "tools/call");
      old.awaitLast("DELETE", call);
    }
  }

  @Test
  void hearsWhoIsNobody() throws Exception {
    assertThat(house.send("GET", "/admin/v1/tools?as=role:nobody", null).statusCode())
        .isEqualTo(422);
    var call = Map.of("as", "nobody", "target", "crm/x", "arguments", Map.of());
    assertThat(house.send("POST", "/admin/v1/call", call).body())
        .contains("there is no key \\\"nobody\\\"");
    assertThat(house.send("GET", "/admin/v1/explain/r-zzzzzz", null).statusCode()).isEqualTo(404);
  }

  private JsonNode lineOf(String what) throws Exception {
    return StreamSupport.stream(house.get("/admin/v1/audit").get("items").spliterator(), false)
        .filter(line -> line.get("what").asString().equals(what))
        .findFirst()
        .orElseThrow();
  }
}
