package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BesideTheGatewayTest {
  private static final Map<String, String> FOREIGN = Map.of("Origin", "https://evil.example");

  @TempDir Path directory;
  private RunningHouse house;

  @BeforeEach
  void open() throws Exception {
    house = RunningHouse.in(directory, "roles: { reader: { grants: [\"crm/get_*\"] } }\n");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void pagesOfAnyOriginReadTheRegistryAndNothingElse() throws Exception {
    var registry = house.plain("GET", "/v0.1/servers", FOREIGN);
    assertThat(registry.statusCode()).isEqualTo(200);
    assertThat(registry.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
    assertThat(house.plain("OPTIONS", "/v0.1/servers", FOREIGN).statusCode()).isEqualTo(204);
    assertThat(house.plain("GET", "/admin/v1/keys", FOREIGN).statusCode()).isEqualTo(403);
    assertThat(house.plain("OPTIONS", "/admin/v1/keys", Map.of()).statusCode()).isEqualTo(405);
    assertThat(house.plain("POST", "/mcp", FOREIGN).statusCode()).isEqualTo(403);
  }

  @Test
  void theAdminApiIsClosedToOthers() throws Exception {
    assertThat(house.plain("GET", "/admin/v1/keys", Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void metricsCountCallsByTheToolsThatThereAre() throws Exception {
    try (var crm = TinyServer.modern()) {
      house.approved("crm", crm);
      house.post(
          "/admin/v1/keys",
          Map.of("name", "bot", "roles", List.of("reader"), "attributes", Map.of()));
      // From here on the gateway knows which tools there are.
      assertThat(house.get("/admin/v1/tools").get("items")).hasSize(3);
      house.called("bot", "crm/get_ticket", Map.of("id", 7));
      house.called("bot", "crm/get_made_up_by_a_caller", Map.of());
      house.called("bot", "crm/delete_ticket", Map.of());
      assertThat(house.send("GET", "/metrics", null).body())
          .contains(
              "mcp_server_operation_duration_seconds_count{error_type=\"\",gen_ai_tool_name=\"get_ticket\","
                  + "mcp_method_name=\"tools/call\",server=\"crm\"} 1")
          .contains(
              "mcp_client_operation_duration_seconds_count{error_type=\"\",mcp_method_name=\"tools/call\",server=\"crm\"}")
          // What is not granted, and what was not there when the server was approved.
          .contains("gatehouse_refusals_total{kind=\"unknown\"} 2")
          .contains("gatehouse_sessions 0", "gatehouse_servers_reachable 1")
          .doesNotContain("made_up");
    }
  }
}
