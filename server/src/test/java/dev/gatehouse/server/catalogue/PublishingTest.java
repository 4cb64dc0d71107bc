package dev.gatehouse.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.transport.ControlPlane.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What publishers do in the registry, and who hears what of it. */
class PublishingTest {
  private static final String CRM = "/v0.1/servers/com.example%2Fcrm";
  private static final String NAME = "com.example/crm";

  private final Registry registry = new Registry();
  private final String key = registry.publisher();

  private static String document(String name, String version) {
    return """
    {"$schema":"https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
     "name":"%s","description":"Customers","version":"%s",
     "remotes":[{"type":"streamable-http","url":"https://crm.example.com/mcp"}],
     "_meta":{"com.example/anything":{"kept":true}}}
    """
        .formatted(name, version);
  }

  private Answer send(String method, String path, String body) {
    return send(method, path, key, body);
  }

  private Answer send(String method, String path, @Nullable String by, String body) {
    return registry.ask(method, path, by == null ? null : "Bearer " + by, null, body);
  }

  private void published(String version) {
    assertThat(send("POST", "/v0.1/publish", document(NAME, version)).status()).isEqualTo(200);
  }

  private void approved(String version) {
    published(version);
    registry.artifacts.review(NAME, version, ReviewState.IN_REVIEW);
    registry.artifacts.review(NAME, version, ReviewState.APPROVED);
  }

  private List<String> versions(String query) {
    return Registry.json(registry.get("/v0.1/servers?" + query))
        .get("servers")
        .valueStream()
        .map(item -> item.at("/server/version").asString())
        .toList();
  }

  @Test
  void isSeenWhenItIsApprovedAndNotBefore() {
    published("1.0.0");
    assertThat(registry.get(CRM + "/versions/1.0.0").status()).isEqualTo(404);
    assertThat(versions("")).isEmpty();

    registry.artifacts.review(NAME, "1.0.0", ReviewState.IN_REVIEW);
    assertThat(versions("")).isEmpty();
    registry.artifacts.review(NAME, "1.0.0", ReviewState.APPROVED);

    var shown = Registry.json(registry.get(CRM + "/versions/latest"));
    assertThat(shown.at("/server/_meta/com.example~1anything/kept").asBoolean()).isTrue();
    assertThat(shown.at("/_meta/io.modelcontextprotocol.registry~1official/isLatest").asBoolean())
        .isTrue();
    assertThat(registry.changes.lines())
        .containsExactly("begin artifact.publish com.example/crm 1.0.0", "done artifact.publish");
  }

  @Test
  void isOfThoseWhoMay() {
    var document = document("com.other/crm", "1.0.0");

    assertThat(send("POST", "/v0.1/publish", null, document).status()).isEqualTo(401);
    assertThat(send("POST", "/v0.1/publish", registry.key("coder"), document).status())
        .isEqualTo(403);
    var refused = send("POST", "/v0.1/publish", document);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(Registry.text(refused)).contains("com.example/*, com.acme/crm", "com.other/crm");
    assertThat(send("POST", "/v0.1/publish", document("com.acme/crm", "1.0.0")).status())
        .isEqualTo(200);
    assertThat(send("POST", "/v0.1/publish", document("com.example.evil/crm", "1")).status())
        .isEqualTo(403);
  }

  @Test
  void takesNoVersionTwice() {
    published("1.0.0");
    var again = send("POST", "/v0.1/publish", document(NAME, "1.0.0"));

    assertThat(again.status()).isEqualTo(400);
    assertThat(Registry.text(again)).contains("versions never change");
    assertThat(registry.changes.lines()).last().asString().startsWith("failed artifact.publish: ");
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', 400, has no name",
    "'not json', 400, not strict JSON",
    "'[]', 400, not a JSON object",
    "'{\"name\":\"com.example/crm\",\"version\":\"^1\"}', 400, is a range",
  })
  void saysWhatIsWrong(String document, int status, String words) {
    var answer = send("POST", "/v0.1/publish", document);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(Registry.text(answer)).contains(words);
  }

  @Test
  void isNotMadeWhenItCannotBeRecorded() {
    registry.changes.failing(true);

    assertThat(send("POST", "/v0.1/publish", document(NAME, "1.0.0")).status()).isEqualTo(503);
    registry.changes.failing(false);
    published("1.0.0");
  }

  @Test
  void isValidatedForAnybody() {
    var good = Registry.json(send("POST", "/v0.1/validate", null, document(NAME, "1.0.0")));
    var bad = Registry.json(send("POST", "/v0.1/validate", null, "{\"name\":\"crm\"}"));
    var none = Registry.json(send("POST", "/v0.1/validate", null, "{"));

    assertThat(good.get("valid").asBoolean()).isTrue();
    assertThat(bad.get("valid").asBoolean()).isFalse();
    assertThat(bad.get("issues").toString())
        .contains("\"type\":\"schema\"", "\"path\":\"description\"", "\"severity\":\"error\"");
    assertThat(none.at("/issues/0/type").asString()).isEqualTo("json");
  }

  @Test
  void changesTheStatusOfOneVersion() {
    approved("1.0.0");
    approved("1.1.0");
    var said =
        send(
            "PATCH",
            CRM + "/versions/1.1.0/status",
            "{\"status\":\"deprecated\",\"statusMessage\":\"use 2\"}");

    assertThat(said.status()).isEqualTo(200);
    assertThat(Registry.text(said)).contains("\"statusMessage\":\"use 2\"");
    assertThat(send("PATCH", CRM + "/versions/1.1.0/status", "{\"status\":\"deleted\"}").status())
        .isEqualTo(200);
    assertThat(versions("")).containsExactly("1.0.0");
    assertThat(versions("version=latest")).containsExactly("1.0.0");
    assertThat(versions("include_deleted=true")).containsExactly("1.0.0", "1.1.0");
    assertThat(versions("updated_since=2026-11-25T07:59:59Z")).containsExactly("1.0.0", "1.1.0");
    assertThat(registry.get(CRM + "/versions/1.1.0").status()).isEqualTo(404);
    assertThat(registry.get(CRM + "/versions/1.1.0?include_deleted=true").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":\"active\"}",
        "{\"status\":\"active\",\"statusMessage\":\"x\"}",
        "{\"status\":\"gone\"}",
        "{}",
        "7",
        "",
      })
  void refusesAStatusThatCannotBeMeant(String body) {
    approved("1.0.0");

    assertThat(send("PATCH", CRM + "/versions/1.0.0/status", body).status()).isEqualTo(400);
  }

  @Test
  void changesTheStatusOfAllVersions() {
    approved("1.0.0");
    approved("1.1.0");
    var said = Registry.json(send("PATCH", CRM + "/status", "{\"status\":\"deleted\"}"));

    assertThat(said.get("updatedCount").asInt()).isEqualTo(2);
    assertThat(registry.get(CRM + "/versions/latest").status()).isEqualTo(404);
    assertThat(send("PATCH", CRM + "/status", "{\"status\":\"deleted\"}").status()).isEqualTo(400);
    assertThat(
            send("PATCH", "/v0.1/servers/com.example%2Fnone/status", "{\"status\":\"deleted\"}")
                .status())
        .isEqualTo(404);
  }

  @Test
  void editsAVersionThatIsThenReviewedAgain() {
    approved("1.0.0");
    var edited =
        send(
            "PUT",
            CRM + "/versions/1.0.0",
            document(NAME, "1.0.0").replace("Customers", "Clients"));

    assertThat(edited.status()).isEqualTo(200);
    assertThat(registry.get(CRM + "/versions/1.0.0").status()).isEqualTo(404);
    assertThat(send("PUT", CRM + "/versions/1.0.0", document(NAME, "1.1.0")).status())
        .isEqualTo(400);
    assertThat(send("PUT", CRM + "/versions/9.0.0", document(NAME, "9.0.0")).status())
        .isEqualTo(404);
  }

  @Test
  void removesNothing() {
    approved("1.0.0");

    assertThat(send("DELETE", CRM + "/versions/1.0.0", "").status()).isEqualTo(501);
    assertThat(versions("")).containsExactly("1.0.0");
  }

  @Test
  void listsVersionsInPagesWithoutLosingOrRepeatingAny() {
    for (var version = 0; version < 12; version++) {
      approved("1." + version + ".0");
    }
    var seen = new ArrayList<String>();
    for (var query = "limit=5"; !query.isEmpty(); ) {
      var page = Registry.json(registry.get("/v0.1/servers?" + query));
      page.get("servers").forEach(item -> seen.add(item.at("/server/version").asString()));
      var next = page.at("/metadata/nextCursor").asString("");
      query = next.isEmpty() ? "" : "cursor=" + next;
    }

    assertThat(seen).hasSize(12).doesNotHaveDuplicates().isSorted();
    assertThat(registry.get("/v0.1/servers?cursor=" + "A".repeat(60)).status()).isEqualTo(400);
  }
}
