package dev.gatehouse.server.admin;

import static dev.gatehouse.server.admin.FakeGatehouse.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.inventory.DenyRule;
import dev.gatehouse.core.inventory.InventoryStore;
import dev.gatehouse.core.inventory.Known;
import dev.gatehouse.core.inventory.ReportJson;
import dev.gatehouse.core.policy.Role;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How devices report, and how an administrator sees what runs where. */
class InventoryThroughTheApiTest {
  private static final String PATH = "/admin/v1/inventory";

  private final FakeGatehouse gatehouse = new FakeGatehouse();

  private static String report(String device, String... identifiers) {
    var servers =
        List.of(identifiers).stream()
            .map(one ->
                "{\"client\":\"Cursor\",\"file\":\"~/.cursor/mcp.json\",\"name\":\"crm\","
                    + "\"kind\":\"npm\",\"identifier\":\""
                    + one
                    + "\",\"version\":\"1.0.0\",\"transport\":\"stdio\"}")
            .toList();
    return "{\"device\":\""
        + device
        + "\",\"program\":\"0.1.0\",\"files\":1,\"servers\":["
        + String.join(",", servers)
        + "]}";
  }

  private int reported(String device, String... identifiers) {
    return gatehouse.ask("POST", PATH + "/reports", report(device, identifiers)).status();
  }

  @Test
  void addsUpOverDevicesAndKeepsTheNewestReportOfEach() {
    gatehouse.known = Known.of(List.of(), List.of(), List.of(new DenyRule("npm:@evil/*")));
    assertThat(reported("a", "@acme/crm", "@acme/old")).isEqualTo(201);
    assertThat(reported("a", "@acme/crm")).isEqualTo(201);
    assertThat(reported("b", "@acme/crm", "@evil/x")).isEqualTo(201);

    var items = json(gatehouse.ask("GET", PATH)).get("items");

    assertThat(items).hasSize(2);
    assertThat(items.get(0).get("server").asString()).isEqualTo("npm:@acme/crm");
    assertThat(items.get(0).get("onDevices").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(items.get(0).get("findings").toString()).isEqualTo("{\"unknown\":2}");
    assertThat(items.get(1).get("severity").asString()).isEqualTo("critical");
    assertThat(json(gatehouse.ask("GET", PATH + "/devices")).get("items")).hasSize(2);
    assertThat(
            json(gatehouse.ask("GET", PATH + "/devices/b"))
                .at("/servers/1/findings/0/kind")
                .asString())
        .isEqualTo("deny-listed");
  }

  @Test
  void saysOfOldReportsWhatHoldsNow() {
    gatehouse.known = Known.of(List.of(), List.of(), List.of());
    assertThat(reported("a", "@acme/crm")).isEqualTo(201);

    gatehouse.known = Known.of(List.of(), List.of(), List.of(new DenyRule("npm:@acme/crm")));

    assertThat(json(gatehouse.ask("GET", PATH)).at("/items/0/findings").toString())
        .isEqualTo("{\"deny-listed\":1}");
  }

  @Test
  void recordsWhatChangesAndOnlyThat() {
    assertThat(gatehouse.ask("POST", PATH + "/match", report("a", "@acme/crm")).status())
        .isEqualTo(200);
    assertThat(gatehouse.record).isEmpty();
    assertThat(reported("a", "@acme/crm")).isEqualTo(201);
    assertThat(gatehouse.ask("DELETE", PATH + "/devices/a").status()).isEqualTo(204);
    assertThat(gatehouse.ask("DELETE", PATH + "/devices/a").status()).isEqualTo(404);
    assertThat(gatehouse.record)
        .contains("begin inventory.report a with 1 servers", "begin inventory.forget a");
    assertThat(gatehouse.stores.inventory().all()).isEmpty();
  }

  @Test
  void makesNoReportThatCannotBeRecorded() {
    gatehouse.changes.failing(true);

    assertThat(reported("a", "@acme/crm")).isEqualTo(503);
    assertThat(gatehouse.stores.inventory().all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/salt,200",
    "POST,/match,200",
    "POST,/reports,201",
    "GET,'',403",
    "GET,/devices,403",
    "GET,/devices/a,403",
    "DELETE,/devices/a,403",
    "PUT,/reports,403",
    "GET,/nothing,403"
  })
  void letsDevicesReportAndNothingElse(String method, String below, int status) {
    var key = gatehouse.keyWith("mdm", Role.INVENTORY_REPORTER);

    assertThat(gatehouse.ask(key, method, PATH + below, report("a")).status()).isEqualTo(status);
    assertThat(gatehouse.ask(key, "GET", "/admin/v1/keys", "").status()).isEqualTo(403);
    assertThat(gatehouse.ask(key, "GET", "/admin/v1", "").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"device\":\"\"}", "{\"device\":\"a/b\"}", "{\"device\":"})
  void takesNothingThatIsNoReport(String body) {
    assertThat(gatehouse.ask("POST", PATH + "/reports", body).status()).isEqualTo(422);
    assertThat(gatehouse.ask("POST", PATH + "/match", body).status()).isEqualTo(422);
  }

  @Test
  void takesNoReportThatIsTooLarge() {
    var large = report("a").replace("0.1.0", " ".repeat(ReportJson.MOST_BYTES));

    assertThat(gatehouse.ask("POST", PATH + "/reports", large).status()).isEqualTo(422);
  }

  @Test
  void hasOneSaltForAllDevices() {
    var salt = json(gatehouse.ask("GET", PATH + "/salt")).get("salt").asString();

    assertThat(Base64.getDecoder().decode(salt)).hasSize(InventoryStore.SALT_BYTES);
    assertThat(json(gatehouse.ask("GET", PATH + "/salt")).get("salt").asString()).isEqualTo(salt);
  }
}
