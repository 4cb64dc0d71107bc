package dev.gatehouse.server.admin;

import static dev.gatehouse.server.admin.FakeGatehouse.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.testkit.StoredThings;
import dev.gatehouse.transport.ControlPlane.Answer;
import dev.gatehouse.transport.ControlPlane.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator can do, and nobody else. */
class AdminApiTest {
  private static final String CRM =
      "{\"name\":\"crm\",\"url\":\"https://crm.internal.example/mcp\"}";
  private final FakeGatehouse house = new FakeGatehouse();

  @Test
  void refusesEveryRouteToWhoeverIsNotAnAdministrator() {
    var coder = house.keyWith("my-agent", "coder", "Administrator", "administrator2");
    var before = house.stores.version();
    for (var route : house.api.routes()) {
      var path = "/admin/v1/" + route.path().text().replaceAll("\\{[a-z]+}", FakeGatehouse.FILES);
      for (var body : List.of("", "{}", CRM)) {
        assertThat(house.ask(null, route.method(), path, body).status()).as(path).isEqualTo(401);
        assertThat(house.ask("gth_wrong", route.method(), path, body).status()).isEqualTo(401);
        assertThat(house.ask(coder, route.method(), path, body).status()).as(path).isEqualTo(403);
      }
    }

    assertThat(house.stores.version()).isEqualTo(before);
    assertThat(house.record).isNotEmpty().allMatch(line -> line.startsWith("refused my-agent"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/admin", "/admin/v1", "/admin/v2/keys", "/admin/v1/nothing", "/admin/v1/%zz"})
  void tellsStrangersNothingAboutWhichPathsExist(String path) {
    assertThat(AdminApi.takes(path)).isTrue();
    assertThat(house.ask(null, "GET", path, "").status()).isEqualTo(401);
    assertThat(house.ask(null, "GET", path, "").body())
        .isEqualTo(house.ask(null, "GET", "/admin/v1/keys", "").body());
  }

  @Test
  void asksForACredential() {
    assertThat(header(house.ask(null, "GET", "/admin/v1/keys", ""), "WWW-Authenticate"))
        .startsWith("Bearer");
  }

  @Test
  void listsItsRoutes() {
    var routes = json(house.ask("GET", "/admin/v1")).get("routes");

    assertThat(routes.size()).isEqualTo(house.api.routes().size());
    assertThat(routes.get(0).get("path").asString()).isEqualTo("/admin/v1/version");
  }

  @Test
  void documentsItsRoutes() throws IOException {
    var manual = Files.readString(Path.of("../docs/admin-api.md"));

    assertThat(house.api.routes())
        .allSatisfy(route ->
            assertThat(manual)
                .contains("| " + route.method() + " | `" + route.path().text() + "` | "));
  }

  @Test
  void answersEveryReadingRoute() {
    for (var path :
        List.of(
            "version",
            "settings",
            "keys",
            "servers",
            "servers/files",
            "grants",
            "tools",
            "tools?as=role:coder",
            "explain?as=support-bot&target=crm/get_ticket",
            "explain/r-7f3k2m",
            "audit?limit=5&after=r-1",
            "audit/verify",
            "audit/r-7f3k2m")) {
      var answer = house.ask("GET", "/admin/v1/" + path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }
    assertThat(house.record).isEmpty();
  }

  @Test
  void recordsAChangeBeforeItIsMadeAndItsOutcomeAfter() {
    var answer = house.ask("POST", "/admin/v1/grants", "{\"role\":\"coder\",\"tools\":\"crm/*\"}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(header(answer, "Gatehouse-Record")).startsWith("r-");
    assertThat(house.record).containsExactly("begin grant.add coder crm/*", "done grant.add");
  }

  @Test
  void makesNoChangeThatCannotBeRecorded() {
    house.changes.failing(true);
    var before = house.stores.version();
    for (var answer :
        List.of(
            house.ask("POST", "/admin/v1/servers", CRM),
            house.ask("POST", "/admin/v1/grants", "{\"role\":\"coder\",\"tools\":\"crm/*\"}"),
            house.ask("POST", "/admin/v1/keys", "{\"name\":\"a\",\"roles\":[\"coder\"]}"))) {
      assertThat(answer.status()).isEqualTo(503);
      assertThat(detail(answer)).contains("could not be recorded", "not made");
    }

    assertThat(house.stores.version()).isEqualTo(before);
  }

  @Test
  void recordsThatAChangeFailed() {
    var answer = house.ask("DELETE", "/admin/v1/grants/4711");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(house.record).hasSize(2);
    assertThat(house.record.getLast()).startsWith("failed grant.remove");
  }

  @Test
  void showsANewKeyOnceAndNeverAgain() {
    var made =
        json(
            house.ask(
                "POST",
                "/admin/v1/keys",
                "{\"name\":\"my-agent\",\"roles\":[\"coder\"],\"expires\":\"2026-12-01T00:00:00Z\"}"));
    var secret = made.get("secret").asString();

    assertThat(secret).startsWith("gth_").hasSize(40);
    assertThat(made.at("/key/prefix").asString()).isEqualTo(secret.substring(0, 7) + "…");
    assertThat(text(house.ask("GET", "/admin/v1/keys")))
        .contains("my-agent")
        .doesNotContain(secret);
    assertThat(house.record.toString()).doesNotContain(secret);
    assertThat(house.ask(secret, "GET", "/admin/v1/keys", "").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "name", "prefix"})
  void revokesAKeyAtOnce(String by) {
    var made =
        json(
            house.ask(
                "POST", "/admin/v1/keys", "{\"name\":\"ops\",\"roles\":[\"administrator\"]}"));
    var secret = made.get("secret").asString();
    assertThat(house.ask(secret, "GET", "/admin/v1/keys", "").status()).isEqualTo(200);
    var which = made.at("/key/" + by).asString().replace("…", "%E2%80%A6");

    assertThat(house.ask("DELETE", "/admin/v1/keys/" + which).status()).isEqualTo(204);

    assertThat(house.ask(secret, "GET", "/admin/v1/keys", "").status()).isEqualTo(401);
    assertThat(house.ask("DELETE", "/admin/v1/keys/" + which).status()).isEqualTo(404);
    assertThat(text(house.ask("GET", "/admin/v1/keys"))).contains("\"state\":\"revoked\"");
  }

  @Test
  void refusesToRevokeTheKeyThatAsks() {
    var answer = house.ask("DELETE", "/admin/v1/keys/root");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(remedy(answer)).contains("make another key");
  }

  @Test
  void addsAServerThatIsProbedAndNotApproved() {
    var answer = house.ask("POST", "/admin/v1/servers", CRM);
    var server = json(answer);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(server.at("/approval/state").asString()).isEqualTo("pending");
    assertThat(server.at("/seen/tools").asInt()).isEqualTo(12);
    assertThat(server.get("origin").asString()).isEqualTo("store");
    assertThat(server.get("sessions").asString()).isEqualTo("per-client");
    assertThat(house.probed).containsExactly("crm");
  }

  @Test
  void fixesTheTransportOfAServer() {
    var older = CRM.replace("{", "{\"httpTransport\":\"sse\",").replace("crm", "old");

    var found = json(house.ask("POST", "/admin/v1/servers", CRM));
    var fixed = json(house.ask("POST", "/admin/v1/servers", older));

    assertThat(found.get("httpTransport").asString()).isEqualTo("auto");
    assertThat(fixed.get("httpTransport").asString()).isEqualTo("sse");
    assertThat(fixed.get("transport").asString()).isEqualTo("http");
    assertThat(house.stores.servers().all())
        .extracting(server -> server.name() + " " + server.connection().transport())
        .containsExactly("crm AUTO", "old SSE");
    assertThat(json(house.ask("GET", "/admin/v1/servers/files")).has("httpTransport")).isFalse();
  }

  @Test
  void takesAServersWordForSharedCachesOnlyWhenItIsAsked() {
    var believed = CRM.replace("{", "{\"believePublic\":true,").replace("crm", "wiki");

    assertThat(json(house.ask("POST", "/admin/v1/servers", CRM)).get("believePublic").asBoolean())
        .isFalse();
    var answer = json(house.ask("POST", "/admin/v1/servers", believed));
    assertThat(answer.get("believePublic").asBoolean()).isTrue();
    assertThat(house.stores.servers().all())
        .extracting(server -> server.name() + " " + server.isPublicBelieved())
        .containsExactly("crm false", "wiki true");
  }

  @Test
  void approvesExactlyWhatWasLookedAt() {
    var fingerprint =
        json(house.ask("POST", "/admin/v1/servers", CRM)).get("fingerprint").asString();
    var other = "{\"fingerprint\":\"" + "0".repeat(64) + "\"}";
    var right = "{\"fingerprint\":\"" + fingerprint + "\"}";

    var refused = house.ask("POST", "/admin/v1/servers/crm/approve", other);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(detail(refused)).contains("not what was looked at", fingerprint);
    assertThat(house.stores.approvals().all()).isEmpty();

    var approved = json(house.ask("POST", "/admin/v1/servers/crm/approve", right));
    assertThat(approved.at("/approval/state").asString()).isEqualTo("approved");
    assertThat(approved.at("/approval/by").asString()).contains("root");

    var taken = json(house.ask("DELETE", "/admin/v1/servers/crm/approval"));
    assertThat(taken.at("/approval/state").asString()).isEqualTo("pending");
    assertThat(house.ask("DELETE", "/admin/v1/servers/crm/approval").status()).isEqualTo(409);
  }

  @Test
  void forgetsTheApprovalWithTheServer() {
    var fingerprint =
        json(house.ask("POST", "/admin/v1/servers", CRM)).get("fingerprint").asString();
    house.ask("POST", "/admin/v1/servers/crm/approve", "{\"fingerprint\":\"" + fingerprint + "\"}");

    assertThat(house.ask("DELETE", "/admin/v1/servers/crm").status()).isEqualTo(204);

    assertThat(json(house.ask("POST", "/admin/v1/servers", CRM)).at("/approval/state").asString())
        .isEqualTo("pending");
  }

  @Test
  void leavesWhatTheSettingsFileDeclaresToItsOwner() {
    var taken = CRM.replace("crm\"", FakeGatehouse.FILES + "\"");
    for (var answer :
        List.of(
            house.ask("POST", "/admin/v1/servers", taken),
            house.ask("DELETE", "/admin/v1/servers/files"),
            house.ask("DELETE", "/admin/v1/servers/files/approval"),
            house.ask("DELETE", "/admin/v1/grants/roles.coder.grants%5B0%5D"))) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(text(answer)).contains("settings file", "there");
    }
  }

  @Test
  void showsACommandButNotItsEnvironment() {
    assertThat(text(house.ask("GET", "/admin/v1/servers/files")))
        .contains("\"command\":[\"npx\",\"-y\",\"files-server\"]")
        .doesNotContain("TOKEN", "HIDDEN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"x\",\"command\":\"npx\"}",
        "{\"name\":\"x\",\"Command\":\"npx\",\"args\":[\"-y\"]}",
        "{\"name\":\"x\",\"url\":\"https://x.example\",\"args\":[]}",
        "{\"name\":\"x\",\"stdio\":[\"sh\",\"-c\",\"id\"]}",
        "{\"name\":\"x\",\"url\":{\"stdio\":\"sh\"}}",
        "{\"name\":\"x\",\"url\":[[{\"command\":\"sh\"}]]}",
        "{\"name\":\"x\",\"url\":\"https://x.example\",\"env\":{}}",
      })
  void neverTakesACommand(String body) {
    for (var path : List.of("servers", "keys", "grants", "call", "servers/files/approve")) {
      var answer = house.ask("POST", "/admin/v1/" + path, body);

      assertThat(answer.status()).isEqualTo(422);
      assertThat(detail(answer)).contains("no program is ever started");
      assertThat(remedy(answer)).contains("settings file");
    }
    assertThat(house.stores.servers().all()).isEmpty();
  }

  @Test
  void takesAnyArgumentsForACall() {
    var answer =
        house.ask(
            "POST",
            "/admin/v1/call",
            "{\"as\":\"key:my-agent\",\"target\":\"sh/run\",\"arguments\":{\"command\":\"id\"}}");

    assertThat(json(answer).at("/answer/result/command").asString()).isEqualTo("id");
    assertThat(house.record.getFirst()).isEqualTo("begin call.as sh/run as key:my-agent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keys | {\"nam\":\"x\",\"roles\":[\"a\"]} | 422 | did you mean \"name\"",
        "keys | {\"name\":\"x\",\"rolls\":[\"a\"]} | 422 | did you mean \"roles\"",
        "keys | {\"name\":\"x\",\"zebra\":1} | 422 | known are name, roles, expires, attributes",
        "keys | {\"roles\":[\"a\"]} | 422 | \"name\" is missing",
        "keys | {\"name\":null,\"roles\":[\"a\"]} | 422 | \"name\" is missing",
        "keys | {\"name\":7,\"roles\":[\"a\"]} | 422 | \"name\" is not of the kind",
        "keys | {\"name\":\"x\",\"roles\":\"a\"} | 422 | \"roles\" is not of the kind",
        "keys | {\"name\":\"x\",\"roles\":[7]} | 422 | \"roles",
        "keys | {\"name\":\"x\"} | 422 | without a role",
        "keys | {\"name\":\"x\",\"roles\":[\"a\"],\"expires\":\"2020-01-01T00:00:00Z\"} | 422 | not in the future",
        "keys | {\"name\":\"x\",\"roles\":[\"a\"],\"expires\":\"soon\"} | 422 | \"expires\" is not",
        "keys | {\"name\":\"root\",\"roles\":[\"a\"]} | 422 | the name root is taken",
        "keys | {\"name\":\"a\",\"name\":\"b\",\"roles\":[]} | 400 | not JSON from line 1",
        "keys | {\"name\":\"a\"} {} | 400 | one JSON object",
        "keys | [] | 400 | one JSON object",
        "keys | null | 400 | one JSON object",
        "keys | {\"name\": | 400 | not JSON",
        "grants | {\"role\":\"coder\"} | 422 | exactly one of tools, prompts and resources",
        "grants | {\"role\":\"coder\",\"tools\":\"a/*\",\"prompts\":\"a/*\"} | 422 | exactly one",
        "grants | {\"role\":\"coder\",\"tools\":\"a\"} | 422 | server/name",
        "grants | {\"role\":\"co der\",\"tools\":\"a/b\"} | 422 | a role is",
        "servers | {\"name\":\"CRM\",\"url\":\"https://x.example\"} | 422 | a server name is",
        "servers | {\"name\":\"crm\",\"url\":\"ftp://x.example\"} | 422 | http or https",
        "servers | {\"name\":\"crm\",\"url\":\"/mcp\"} | 422 | http or https",
        "servers | {\"name\":\"crm\",\"url\":\"https://u:p@x.example\"} | 422 | no user name",
        "servers | {\"name\":\"crm\",\"url\":\"https://x.example\",\"era\":\"old\"} | 422 | era is one of legacy, modern",
        "servers | {\"name\":\"crm\",\"url\":\"https://x.example\",\"sessions\":\"one\"} | 422 | per-client, per-caller",
        "servers | {\"name\":\"crm\",\"url\":\"https://x.example\",\"deadlineMs\":1} | 422 | 100ms to 1h",
        "servers | {\"name\":\"crm\",\"url\":\"https://x.example\",\"httpTransport\":\"ws\"} | 422 | httpTransport is one of auto, streamable, sse",
        "servers | {\"name\":\"crm\",\"url\":\"https://x.example\",\"httpTransport\":\"stdio\"} | 422 | with stdio: into the settings file",
        "servers | {\"name\":\"crm\",\"url\":\"https://x.example\",\"httpTransport\":\"sse\",\"era\":\"modern\"} | 422 | transport sse is of the legacy era",
        "servers | {\"name\":\"crm\",\"url\":\"https://x.example\",\"believePublic\":\"yes\"} | 422 | believePublic",
        "servers | {\"name\":\"crm\",\"url\":\"https://x.example\",\"credentials\":{}} | 422 | no member \"credentials\"",
        "servers/files/approve | {} | 422 | \"fingerprint\" is missing",
        "servers/none/approve | {\"fingerprint\":\"x\"} | 404 | no server \"none\"",
        "servers/none/refresh | '' | 404 | no server \"none\"",
      })
  void saysWhatIsWrongWithABody(String path, String body, int status, String words) {
    var before = house.stores.version();
    var answer = house.ask("POST", "/admin/v1/" + path, body);

    assertThat(answer.status()).as(text(answer)).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(detail(answer) + " " + remedy(answer)).contains(words);
    assertThat(house.stores.version()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, keys?limit=0, 422",
    "GET, keys?limit=1001, 422",
    "GET, keys?cursor=!, 400",
    "GET, tools?as=role:none, 422",
    "GET, explain?as=x, 422",
    "GET, explain/r-none, 404",
    "GET, audit/r-none, 404",
    "GET, audit?limit=x, 422",
    "GET, servers/none, 404",
    "DELETE, keys/none, 404",
    "DELETE, servers/none, 404",
    "DELETE, grants/none, 404",
    "DELETE, grants/99999999999999999999, 404",
    "PUT, keys, 405",
    "POST, version, 405",
    "DELETE, audit, 405",
    "GET, nothing, 404",
    "GET, keys/a/b/c, 404",
  })
  void saysWhatIsWrongWithARequest(String method, String path, int status) {
    var answer = house.ask(method, "/admin/v1/" + path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(detail(answer)).isNotBlank();
  }

  @Test
  void boundsTheBody() {
    var answer =
        house.ask("POST", "/admin/v1/keys", "{\"name\":\"" + "x".repeat(64 * 1024) + "\"}");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(house.ask("POST", "/admin/v1/keys", "{\"attributes\":" + "[".repeat(2_000)).status())
        .isEqualTo(400);
  }

  @Test
  void pagesThroughLists() {
    for (var index = 0; index < 25; index++) {
      house.stores.grants().add("r", Primitive.TOOL, "s/t" + index, "ana", FakeGatehouse.NOW);
    }
    var seen = new ArrayList<String>();
    var path = "/admin/v1/grants?limit=10";
    while (!path.isEmpty()) {
      var page = json(house.ask("GET", path));
      page.get("items").forEach(grant -> seen.add(grant.get("id").asString()));
      var next = page.path("next").asString("");
      path = next.isEmpty() ? "" : "/admin/v1/grants?limit=10&cursor=" + next;
    }

    assertThat(seen).hasSize(26).doesNotHaveDuplicates();
    assertThat(seen.subList(1, 4)).containsExactly("1", "2", "3");
  }

  @Test
  void showsWhatTheDeskOfRecordsGives() {
    assertThat(text(house.ask("GET", "/admin/v1/audit/r-7f3k2m")))
        .isEqualTo(
            "{\"reference\":\"r-7f3k2m\",\"evidence\":\"sealed\",\"events\":[{\"class_uid\":6003}]}");
    assertThat(text(house.ask("GET", "/admin/v1/audit?limit=5&after=r-1"))).contains("5r-1");
  }

  @Test
  void takesKeysWithAttributesForConditions() {
    house.ask(
        "POST",
        "/admin/v1/keys",
        "{\"name\":\"x\",\"roles\":[\"coder\"],\"attributes\":{\"senior\":true,\"command\":\"x\"}}");

    assertThat(house.stores.keys().all())
        .anySatisfy(
            key -> assertThat(key.attributes()).isEqualTo(Map.of("senior", true, "command", "x")));
  }

  @Test
  void removesAGrantOfTheStore() {
    var grant =
        json(house.ask("POST", "/admin/v1/grants", "{\"role\":\"coder\",\"prompts\":\"a/b\"}"));
    assertThat(grant.get("prompts").asString()).isEqualTo("a/b");

    assertThat(house.ask("DELETE", "/admin/v1/grants/" + grant.get("id").asString()).status())
        .isEqualTo(204);
    assertThat(house.stores.grants().all()).isEmpty();
  }

  @Test
  void saysWhenTheStoreFails() {
    house.stores.close();
    var answer = house.ask("GET", "/admin/v1/keys");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(detail(answer)).contains("closed");
  }

  @Test
  void forgetsAnApprovalThatWasGivenToAnotherServerOfThatName() {
    var stored = StoredThings.server("crm", "https://crm.internal.example/mcp");
    house
        .stores
        .approvals()
        .approve(StoredThings.approvalOf(stored, "ana"), java.util.Optional.empty());

    assertThat(json(house.ask("POST", "/admin/v1/servers", CRM)).at("/approval/state").asString())
        .isEqualTo("pending");
    assertThat(house.stores.servers().all())
        .extracting(one -> one.name())
        .containsExactly(new ServerName("crm"));
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String detail(Answer answer) {
    return json(answer).get("detail").asString();
  }

  private static String remedy(Answer answer) {
    return json(answer).path("remedy").asString("");
  }

  private static String header(Answer answer, String name) {
    return answer.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(Header::value)
        .findFirst()
        .orElse("");
  }
}
