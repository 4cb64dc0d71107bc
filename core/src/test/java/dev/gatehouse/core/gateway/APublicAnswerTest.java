package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import dev.gatehouse.core.policy.Rules;
import dev.gatehouse.core.registry.DriftMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a server calls public stays so only where its owner vouches for that and all get the same.
 */
class APublicAnswerTest {
  private static final String PUBLIC = "\"cacheScope\":\"public\"";
  private static final String PRIVATE = "\"cacheScope\":\"private\"";
  private static final String READ = "{\"uri\":\"a:b\"}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").believed();

  @BeforeEach
  void build() {
    crm.tools("get", "put");
    crm.offers("prompts", List.of("{\"name\":\"p\"}"));
    crm.offers("resources", List.of("{\"uri\":\"a:b\",\"name\":\"b\"}"));
    crm.offers("resourceTemplates", List.of("{\"uriTemplate\":\"a:{x}\",\"name\":\"x\"}"));
    crm.on("resources/read", call -> call.result(contents("text", 9)));
    house = House.in(directory).with(crm);
    house.rules.toolset("all", "crm/*");
    allowsAll(house.rules, "alice");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static void allowsAll(Rules rules, String role) {
    rules.grant(role, "crm/*").grantResources(role, "crm/*").grantPrompts(role, "crm/*");
  }

  private static String contents(String text, long ttl) {
    return "{\"contents\":[{\"uri\":\"a:b\",\"text\":\""
        + text
        + "\"}],\"ttlMs\":"
        + ttl
        + ",\"cacheScope\":\"public\"}";
  }

  private String get(String method, String params) {
    return house.modern("alice", "/mcp/crm", method, params).body();
  }

  private String tools() {
    return get("tools/list", "{}");
  }

  private void lists(String toolsJson, String more) {
    crm.on(
        "tools/list",
        call -> call.result("{\"tools\":" + toolsJson + ",\"cacheScope\":\"public\"" + more + "}"));
  }

  private static void isPrivate(String body) {
    assertThat(body).contains("\"result\":{", PRIVATE).doesNotContain(PUBLIC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tools/list|{}",
        "prompts/list|{}",
        "resources/list|{}",
        "resources/templates/list|{}",
        "resources/read|{\"uri\":\"a:b\"}"
      })
  void goesOnWhereItsOwnerVouchesForIt(String method, String params) {
    assertThat(get(method, params)).contains(PUBLIC).doesNotContain(PRIVATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/list", "resources/read"})
  void isPrivateWhereNobodyDoes(String method) {
    var plain = ScriptedServer.modern("plain").tools("get");
    plain.on("resources/read", call -> call.result(contents("text", 9)));
    house.with(plain).allowing("alice", "plain/*").rules.grantResources("alice", "plain/*");

    isPrivate(house.modern("alice", "/mcp/plain", method, READ).body());
  }

  @Test
  void keepsItsBytes() {
    lists("[ {\"name\":\"get\"} , {\"name\":\"put\"} ]", "");

    assertThat(tools()).contains("\"tools\":[ {\"name\":\"get\"} , {\"name\":\"put\"} ]," + PUBLIC);
  }

  @ParameterizedTest
  @CsvSource({
    "9, 9",
    "0, 0",
    "5000, 5000",
    "5001, 5000",
    "60000, 5000",
    "99999999999999999999, 5000",
    "-1, 0",
    "1e2, 0",
    "\"9\", 0",
    "null, 0"
  })
  void isKeptForTheShorterOfTwoTimes(String named, String kept) {
    lists("[{\"name\":\"get\"}]", ",\"ttlMs\":" + named);

    assertThat(tools()).contains("\"ttlMs\":" + kept + "}").contains(PUBLIC);
    house.ruledBy(Rules.rules().grantWhen("alice", "crm/*", "args.a == 1"));
    assertThat(tools()).contains("\"ttlMs\":" + kept + "}").contains(PRIVATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"Public\"", "\"shared\"", "[\"public\"]", "true"})
  void isNothingThatOnlyLooksLikeOne(String scope) {
    crm.on(
        "tools/list",
        call -> call.result("{\"tools\":[{\"name\":\"get\"}],\"cacheScope\":" + scope + "}"));

    isPrivate(tools());
  }

  @Test
  void isPrivateWhereTheCallerDoesNotSeeAll() {
    house.ruledBy(Rules.rules().grant("alice", "crm/get"));

    isPrivate(tools());
    assertThat(tools()).contains("\"get\"").doesNotContain("\"put\"");
  }

  @Test
  void isPrivateWhereSomebodyElseDoesNotSeeAll() {
    var rules = Rules.rules().grant("bob", "crm/get");
    allowsAll(rules, "alice");
    house.ruledBy(rules);

    isPrivate(tools());
    isPrivate(get("resources/read", READ));
    assertThat(tools()).contains("\"get\"", "\"put\"");
  }

  @Test
  void isPublicAgainOnceAllSeeTheSame() {
    var rules = Rules.rules();
    allowsAll(rules, "alice");
    allowsAll(rules, "bob");
    rules.grant("carol", "wiki/*");
    house.ruledBy(rules);

    assertThat(tools()).contains(PUBLIC);
    assertThat(get("resources/read", READ)).contains(PUBLIC);
  }

  @Test
  void isPrivateUnderAForbid() {
    allowsAll(house.rules.forbidUnless("crm/put", "caller.attributes.senior == true"), "bob");

    isPrivate(tools());
    assertThat(get("prompts/list", "{}")).contains(PUBLIC);
  }

  @Test
  void isPrivateWhereAGuardrailMasksIt() {
    house.guardedBy(Guards.secrets(In.RESULTS, Action.MASK));
    crm.on("resources/read", call -> call.result(contents(Guards.TOKEN, 9)));
    lists("[{\"name\":\"get\",\"description\":\"" + Guards.TOKEN + "\"}]", "");

    for (var body : List.of(tools(), get("resources/read", READ))) {
      isPrivate(body);
      assertThat(body).doesNotContain(Guards.TOKEN);
    }
    assertThat(get("prompts/list", "{}")).contains(PUBLIC);
  }

  @Test
  void isPrivateWhereAPinHoldsSomethingBack() {
    crm.drifting(DriftMode.BLOCK);
    house.pinning(crm);
    assertThat(tools()).contains(PUBLIC);
    crm.tools("get", "put", "new");

    isPrivate(tools());
    assertThat(tools()).doesNotContain("\"new\"");
  }

  @Test
  void isPrivateWhereAListHasSeveralPages() {
    lists("[{\"name\":\"get\"}]", ",\"nextCursor\":\"\"");
    isPrivate(tools());

    lists("[{\"name\":\"get\"}]", "");
    isPrivate(get("tools/list", "{\"cursor\":\"\"}"));
  }

  @Test
  void isPrivateWhenItTookAnAnswerOfTheCaller() {
    isPrivate(get("resources/read", "{\"uri\":\"a:b\",\"inputResponses\":{\"k\":{}}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/t/all"})
  void isPrivateWhereServersAreJoined(String path) {
    var listed = house.modern("alice", path, "tools/list", "{}").body();

    isPrivate(listed);
    assertThat(listed).contains("\"crm__get\"");
  }

  @Test
  void isPrivateWhenItIsReadWhereServersAreJoined() {
    isPrivate(house.modern("alice", "/mcp", "resources/read", READ).body());
  }

  @Test
  void isNeverHowAServerIntroducesItself() {
    crm.on(
        "server/discover",
        call ->
            call.result(
                "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},"
                    + "\"ttlMs\":60000,\"cacheScope\":\"public\"}"));
    var discovered = get("server/discover", "{}");

    isPrivate(discovered);
    assertThat(discovered).contains("\"ttlMs\":5000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"tools/list|{}", "resources/read|{\"uri\":\"a:b\"}"})
  void saysNothingOfItToLegacyClients(String method, String params) {
    var session = house.session("alice", "/mcp/crm");

    assertThat(house.legacy("alice", "/mcp/crm", session, method, params).body())
        .contains("\"result\":{")
        .doesNotContain("cacheScope", "ttlMs");
  }

  @Test
  void isNoneOfALegacyServer() {
    var old = ScriptedServer.legacy("old").believed();
    old.on(
        "tools/list",
        call -> call.result("{\"tools\":[{\"name\":\"get\"}]," + PUBLIC + ",\"ttlMs\":9}"));
    house.with(old).allowing("alice", "old/*");
    var listed = house.modern("alice", "/mcp/old", "tools/list", "{}").body();

    isPrivate(listed);
    assertThat(listed).contains("\"ttlMs\":0");
  }

  @Test
  void doesNotMakeOneCallersListAnothers() {
    house.allowing("bob", "crm/get");
    assertThat(house.modern("alice", "/mcp", "tools/list", "{}").body()).contains("crm__put");
    tools();

    assertThat(house.modern("bob", "/mcp", "tools/list", "{}").body())
        .contains("crm__get")
        .doesNotContain("crm__put");
    assertThat(house.modern("bob", "/mcp/crm", "tools/list", "{}").body())
        .contains("\"get\"")
        .doesNotContain("\"put\"");
  }

  @Test
  void isNotWhatATaskCallsItsTime() {
    crm.on(
        "tools/call",
        call -> call.result("{\"content\":[],\"ttlMs\":600000,\"cacheScope\":\"public\"}"));

    assertThat(house.calls("alice", "/mcp/crm", "get").body())
        .contains("\"ttlMs\":600000", PRIVATE);
  }

  @Test
  void isPrivateWhereTheRuleHasACondition() {
    house.ruledBy(
        Rules.rules()
            .grant("alice", List.of("crm/*"), Optional.of("args.a == 1"), Optional.empty()));

    isPrivate(tools());
  }
}
