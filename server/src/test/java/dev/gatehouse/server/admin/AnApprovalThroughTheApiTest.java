package dev.gatehouse.server.admin;

import static dev.gatehouse.server.admin.FakeGatehouse.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.transport.ControlPlane.Answer;
import org.junit.jupiter.api.Test;

/** What an approval binds, as the API sees it. */
class AnApprovalThroughTheApiTest {
  private static final String CRM =
      "{\"name\":\"crm\",\"url\":\"https://crm.internal.example/mcp\"}";
  private final FakeGatehouse house = new FakeGatehouse();

  private static String detail(Answer answer) {
    return json(answer).get("detail").asString();
  }

  @Test
  void approvesOnlyTheDefinitionsThatWereLookedAtAndPinsThem() {
    var fingerprint =
        json(house.ask("POST", "/admin/v1/servers", CRM)).get("fingerprint").asString();
    var lookedAt = house.offers("gets a customer");
    var now = house.offers("gets a customer, and sends it away");

    var refused = approve(fingerprint, lookedAt);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(detail(refused)).contains("offers something else by now");
    assertThat(house.stores.approvals().all()).isEmpty();
    assertThat(house.stores.pins().all()).isEmpty();

    assertThat(approve(fingerprint, now).status()).isEqualTo(200);
    assertThat(house.stores.approvals().all().getFirst().drift()).contains(DriftMode.PINNED);
    var pin = house.stores.pins().all().getFirst();
    assertThat(pin.definitionsHash()).isEqualTo(now);
    assertThat(pin.by()).contains("root");
    assertThat(house.record).anyMatch(line -> line.contains("with " + now));
  }

  private Answer approve(String fingerprint, String definitions) {
    return house.ask(
        "POST",
        "/admin/v1/servers/crm/approve",
        "{\"fingerprint\":\""
            + fingerprint
            + "\",\"definitionsHash\":\""
            + definitions
            + "\",\"drift\":\"pinned\"}");
  }

  @Test
  void approvesNothingUnseenOfAServerThatWasSeen() {
    var fingerprint =
        json(house.ask("POST", "/admin/v1/servers", CRM)).get("fingerprint").asString();
    house.offers("gets a customer");
    house.seen();

    var refused =
        house.ask(
            "POST", "/admin/v1/servers/crm/approve", "{\"fingerprint\":\"" + fingerprint + "\"}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(detail(refused)).contains("not what was seen");
    assertThat(house.stores.approvals().all()).isEmpty();
  }
}
