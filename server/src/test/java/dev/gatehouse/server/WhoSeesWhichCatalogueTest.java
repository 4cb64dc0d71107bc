package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalogues and exports of a running gateway, for callers with keys, and for others. */
class WhoSeesWhichCatalogueTest {
  private static final String SETTINGS =
      """
      roles:
        crm-team: { grants: ["s-000/*"] }
        other: { grants: ["s-001/*"] }
      registry:
        readers: callers
        catalogues:
          crm: { roles: [crm-team] }
          all: { readers: everybody }
      """
          + RegistryClient.servers(2);

  @TempDir Path directory;
  private final RegistryClient http = new RegistryClient();
  private RunningHouse house;

  @BeforeEach
  void open() throws Exception {
    house = RunningHouse.in(directory, SETTINGS);
  }

  @AfterEach
  void close() {
    http.close();
    house.close();
  }

  private Map<String, String> holding(String role) throws Exception {
    var made =
        house.post(
            "/admin/v1/keys",
            Map.of("name", "key-of-" + role, "roles", List.of(role), "attributes", Map.of()));
    return Map.of("Authorization", "Bearer " + made.get("secret").asString());
  }

  private HttpResponse<String> get(String path, Map<String, String> headers) throws Exception {
    return http.ask("GET", house.house.address() + path, headers);
  }

  private List<String> names(String path, Map<String, String> headers) throws Exception {
    return RegistryClient.json(get(path, headers))
        .get("servers")
        .valueStream()
        .map(item -> item.at("/server/name").asString())
        .toList();
  }

  @Test
  void callersSeeWhatTheyMayUseWhereTheirRoleMayRead() throws Exception {
    var member = holding("crm-team");

    assertThat(names("/registry/crm/v0.1/servers", member))
        .containsExactly("local.gatehouse/s-000");
    assertThat(names("/v0.1/servers", member)).containsExactly("local.gatehouse/s-000");
    assertThat(names("/registry/all/v0.1/servers", member)).hasSize(2);
    assertThat(get("/export/crm/managed-mcp.json", member).body())
        .contains("/mcp/s-000")
        .doesNotContain("/mcp/s-001");
  }

  @Test
  void administratorsSeeAllThatIsApproved() throws Exception {
    var administrator = Map.of("Authorization", "Bearer " + house.key());

    assertThat(names("/registry/crm/v0.1/servers", administrator)).hasSize(2);
    assertThat(names("/v0.1/servers", administrator)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/registry/crm/v0.1/servers",
        "/registry/crm/v0.1/servers/local.gatehouse%2Fs-000/versions/latest",
        "/export/crm/kiro.json",
        "/export/crm/cards/s-000.json",
      })
  void othersFindNothingWhereTheCatalogueIs(String path) throws Exception {
    for (var headers :
        List.of(
            Map.<String, String>of(),
            Map.of("Authorization", "Bearer gth_wrong"),
            holding("other"))) {
      var hidden = get(path, headers);
      var missing = get(path.replace("crm", "none"), headers);

      assertThat(hidden.statusCode()).isEqualTo(404);
      assertThat(hidden.body()).isEqualTo(missing.body());
    }
  }

  @Test
  void cardsStandBesideTheRoutesOfServersAndHideWithThem() throws Exception {
    var path = "/mcp/s-000/server-card";
    var page = Map.of("Origin", "https://page.example");

    assertThat(get(path, page).statusCode()).isEqualTo(404);
    house.settings(SETTINGS.replace("readers: callers", "readers: everybody"));
    var card = get(path, page);
    assertThat(card.statusCode()).isEqualTo(200);
    assertThat(card.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(RegistryClient.json(card).at("/remotes/0/url").asString())
        .isEqualTo(house.house.publicUrl() + "/mcp/s-000");
    // The route itself is still for callers only, and not for pages.
    assertThat(get("/mcp/s-000", page).statusCode()).isEqualTo(403);
    assertThat(get("/mcp/s-000", Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void answersArriveAsGzipWhereTheClientTakesIt() throws Exception {
    var path = house.house.address() + "/registry/all/v0.1/servers";
    var packed = http.ask("GET", path, Map.of("Accept-Encoding", "gzip"));
    var head = http.ask("HEAD", path, Map.of("Accept-Encoding", "gzip"));
    var tag = packed.headers().firstValue("ETag").orElseThrow();

    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(packed.headers().firstValue("Content-Length"));
    assertThat(head.headers().firstValue("ETag")).contains(tag);
    assertThat(
            http.ask("GET", path, Map.of("Accept-Encoding", "gzip", "If-None-Match", tag))
                .statusCode())
        .isEqualTo(304);
    assertThat(get("/registry/all/v0.1/servers", Map.of()).headers().firstValue("Content-Encoding"))
        .isEmpty();
  }
}
