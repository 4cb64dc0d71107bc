package dev.gatehouse.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.server.http.Json;
import dev.gatehouse.transport.ControlPlane.Answer;
import dev.gatehouse.transport.ControlPlane.Header;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The read API as clients of the contract use it, and as some of them misuse it. */
class RegistryApiTest {
  private static final Instant APPROVED = Instant.parse("2026-11-20T09:00:00Z");
  private static final String CRM = "com.example.mcp%2Fcrm";
  private final Registry registry = registry(Visibility.ofEverybody());
  private final List<Server> servers = registry.servers;

  @Test
  void listsApprovedServersByNameInTheShapeOfTheContract() {
    var page = Registry.json(get("/v0.1/servers"));

    assertThat(page)
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"servers":[
                  {"server":{"$schema":"https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
                    "name":"com.example.mcp/crm","title":"crm","description":"Tickets and people",
                    "version":"1.0.0",
                    "remotes":[{"type":"streamable-http","url":"https://mcp.example.com/mcp/crm"}]},
                   "_meta":{"io.modelcontextprotocol.registry/official":{"status":"active",
                    "statusChangedAt":"2026-11-20T09:00:00Z","publishedAt":"2026-11-20T09:00:00Z",
                    "updatedAt":"2026-11-20T09:00:00Z","isLatest":true}}},
                  {"server":{"$schema":"https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
                    "name":"com.example.mcp/files","title":"files","description":"files, through Gatehouse",
                    "version":"1.0.0",
                    "remotes":[{"type":"streamable-http","url":"https://mcp.example.com/mcp/files"}]},
                   "_meta":{"io.modelcontextprotocol.registry/official":{"status":"active",
                    "statusChangedAt":"2026-11-20T09:00:00Z","publishedAt":"2026-11-20T09:00:00Z",
                    "updatedAt":"2026-11-20T09:00:00Z","isLatest":true}}}],
                 "metadata":{"count":2}}
                """));
  }

  @Test
  void neverTellsHowTheGatewayReachesAServer() {
    servers.add(
        server(
            "local",
            new Connection.Stdio(List.of("npx", "-y", "secret-package"), Map.of("TOKEN", "x")),
            new Approval.Approved("ana", APPROVED)));

    assertThat(Registry.text(get("/v0.1/servers")))
        .contains("mcp/local")
        .doesNotContain("internal.example", "npx", "secret-package", "TOKEN", "ana", "shadow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v0.1/servers",
        "/v0/servers",
        "/servers",
        "/v0.1/servers/",
        "//v0.1//servers",
        "/servers/",
      })
  void listsUnderEveryPathThatClientsUse(String path) {
    assertThat(RegistryApi.takes(path)).isTrue();
    assertThat(namesOn(get(path))).containsExactly("com.example.mcp/crm", "com.example.mcp/files");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v0.1/servers/com.example.mcp%2Fcrm/versions/latest",
        "/v0.1/servers/com.example.mcp%2fcrm/versions/1.0.0",
        "/v0/servers/com.example.mcp%2Fcrm/versions/1.0.0/",
        "/v0.1/servers/com.example.mcp/crm/versions/latest",
      })
  void showsOneVersionOfAServerByItsEncodedName(String path) {
    assertThat(Registry.json(get(path)).at("/server/name").asString())
        .isEqualTo("com.example.mcp/crm");
    assertThat(Registry.json(get(path)).has("_meta")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v0.1/servers/com.example.mcp%2Fcrm/versions",
        "/v0.1/servers/com.example.mcp/crm/versions",
      })
  void listsTheVersionsOfAServer(String path) {
    assertThat(namesOn(get(path))).containsExactly("com.example.mcp/crm");
    assertThat(Registry.json(get(path)).at("/metadata/count").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v0.1/servers/com.example.mcp%2Fnone/versions/latest",
        "/v0.1/servers/com.example.mcp%2Fshadow/versions/latest",
        "/v0.1/servers/com.example.mcp%2Fshadow/versions",
        "/v0.1/servers/COM.example.mcp%2Fcrm/versions/latest",
        "/v0.1/servers/crm/versions/latest",
        "/v0.1/servers/com.example.mcp%2Fcrm/versions/9.9.9",
      })
  void answersTheSameForWhatIsHiddenAndWhatDoesNotExist(String path) {
    var answer = get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(Registry.text(answer))
        .isEqualTo("{\"title\":\"Not found\",\"status\":404,\"detail\":\"Server not found\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v0.1", "/v0.1/servers/com.example.mcp%2Fcrm", "/v0.1/nothing", "/v0"})
  void hasNothingAtOtherPaths(String path) {
    assertThat(get(path).status()).isEqualTo(404);
  }

  @Test
  void pagesByCursorWithoutLosingOrRepeatingAny() {
    IntStream.range(0, 25).forEach(index -> servers.add(approved("s-" + index)));
    var seen = new ArrayList<String>();
    var pages = 0;
    for (var query = "limit=10"; !query.isEmpty(); pages++) {
      var page = Registry.json(get("/v0.1/servers", query));
      page.get("servers").forEach(item -> seen.add(item.at("/server/name").asString()));
      query = page.at("/metadata/nextCursor").asString("");
      query = query.isEmpty() ? "" : "cursor=" + query;
    }

    assertThat(pages).isEqualTo(3);
    assertThat(seen).hasSize(27).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void remembersTheFiltersInTheCursorBecauseVsCodeSendsNothingElse() {
    IntStream.range(0, 5).forEach(index -> servers.add(approved("match-" + index)));
    var first = Registry.json(get("/v0.1/servers", "limit=2&version=latest&search=match"));
    var cursor = first.at("/metadata/nextCursor").asString();

    assertThat(cursor).matches("[A-Za-z0-9_-]+");
    assertThat(namesOn(get("/v0.1/servers", "cursor=" + cursor)))
        .containsExactly("com.example.mcp/match-2", "com.example.mcp/match-3");
    assertThat(
            namesOn(get("/v0.1/servers", "search=match&version=latest&limit=9&cursor=" + cursor)))
        .hasSize(3);
  }

  @Test
  void goesOnInTheRightPlaceWhenServersComeAndGoBetweenPages() {
    IntStream.range(0, 4).forEach(index -> servers.add(approved("s-" + index)));
    var cursor =
        Registry.json(get("/v0.1/servers", "limit=3")).at("/metadata/nextCursor").asString();
    servers.removeIf(server -> server.name().text().equals("s-0"));
    servers.add(approved("aaa"));

    assertThat(namesOn(get("/v0.1/servers", "cursor=" + cursor)))
        .containsExactly("com.example.mcp/s-1", "com.example.mcp/s-2", "com.example.mcp/s-3");
  }

  @ParameterizedTest
  @CsvSource({
    "search=CRM, crm",
    "search=ticket, crm",
    "search=%25, ''",
    "search=com.example, crm files",
    "search=, crm files",
    "version=latest, crm files",
    "version=1.0.0, crm files",
    "version=2.0.0, ''",
    "updated_since=2026-11-20T08:59:59.999Z, crm files",
    "updated_since=2026-11-20T09:00:00Z, ''",
    "updated_since=2026-11-20T09:59:59%2B01:00, crm files",
    "include_deleted=true, crm files",
    "include_deleted=false, crm files",
    "limit=1&limit=50, crm",
    "unheard_of=1&search=file, files",
  })
  void filters(String query, String expected) {
    var names =
        namesOn(get("/v0.1/servers", query)).stream()
            .map(name -> name.substring(name.indexOf('/') + 1))
            .collect(Collectors.joining(" "));
    assertThat(names).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, 422",
    "limit=101, 422",
    "limit=-1, 422",
    "limit=ten, 422",
    "limit=99999999999, 422",
    "updated_since=yesterday, 400",
    "updated_since=2026-11-20, 400",
    "updated_since=2026-11-20T09:00:00Z&include_deleted=false, 400",
    "cursor=!!, 400",
    "cursor=bGltaXQ9MQ, 400",
    "search=%00, 400",
    "search=%zz, 400",
    "search=%C3, 400",
  })
  void refusesQueriesThatCannotBeMeant(String query, int status) {
    var answer = get("/v0.1/servers", query);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(Registry.json(answer).get("detail").asString()).isNotBlank();
    assertThat(Registry.json(answer).get("remedy").asString()).isNotBlank();
  }

  @Test
  void refusesATextOrCursorWithoutEnd() {
    assertThat(get("/v0.1/servers", "search=" + "x".repeat(257)).status()).isEqualTo(422);
    assertThat(get("/v0.1/servers", "cursor=" + "x".repeat(5000)).status()).isEqualTo(400);
    assertThat(get("/v0.1/servers", "a=b&".repeat(70)).status()).isEqualTo(400);
    assertThat(get("/v0.1/servers/%2/versions").status()).isEqualTo(400);
  }

  @Test
  void answersUnchangedWhatTheClientHasAlready() {
    var answer = get("/v0.1/servers");
    var tag = header(answer, "ETag");

    assertThat(again("/v0.1/servers", tag).status()).isEqualTo(304);
    assertThat(again("/v0.1/servers", "\"other\", W/" + tag).status()).isEqualTo(304);
    assertThat(again("/v0.1/servers", tag).body()).isEmpty();
    assertThat(header(again("/v0.1/servers", tag), "ETag")).isEqualTo(tag);

    servers.add(approved("new"));

    assertThat(again("/v0.1/servers", tag).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v0.1/servers", "/v0.1/servers/" + CRM + "/versions/latest", "/v0/nothing"})
  void letsPagesOfAnyOriginReadIt(String path) {
    for (var method : List.of("GET", "OPTIONS", "HEAD")) {
      var answer = ask(registry, method, path, "", null, null);

      assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(header(answer, "Access-Control-Allow-Methods")).contains("GET", "OPTIONS");
      assertThat(header(answer, "Access-Control-Allow-Headers"))
          .contains("Authorization", "Content-Type");
    }
    assertThat(ask(registry, "OPTIONS", path, "", null, null).status()).isEqualTo(204);
  }

  @Test
  void answersHeadLikeGetWithoutABody() {
    var head = ask(registry, "HEAD", "/v0.1/servers", "", null, null);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "ETag")).isEqualTo(header(get("/v0.1/servers"), "ETag"));
  }

  @Test
  void takesNoOtherMethods() {
    var answer = ask(registry, "PATCH", "/v0.1/servers", "", null, null);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void showsEachReaderOnlyWhatItMaySee() {
    var registry =
        registry(authorization ->
            new Visibility.Sight(
                server -> "Bearer a".equals(authorization) && server.text().equals("crm"), false));

    assertThat(namesOn(ask(registry, "GET", "/v0.1/servers", "", "Bearer a", null)))
        .containsExactly("com.example.mcp/crm");
    assertThat(namesOn(ask(registry, "GET", "/v0.1/servers", "", null, null))).isEmpty();
    assertThat(
            ask(registry, "GET", "/v0.1/servers/" + CRM + "/versions/latest", "", null, null)
                .status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "https://mcp.example.com, com.example.mcp",
    "https://MCP.Example.com/, com.example.mcp",
    "http://127.0.0.1:8080, local.gatehouse",
    "http://localhost:8080, local.gatehouse",
    "http://[::1]:8080, local.gatehouse",
  })
  void takesItsNamespaceFromThePublicUrl(String url, String namespace) {
    var settings =
        new RegistrySettings(
            Optional.empty(), RegistrySettings.Readers.EVERYBODY, List.of(), Map.of());
    assertThat(Namespace.of(settings, URI.create(url)).text()).isEqualTo(namespace);
  }

  @Test
  void takesItsNamespaceFromTheSettingsFirst() {
    var settings =
        new RegistrySettings(
            Optional.of("com.acme"), RegistrySettings.Readers.EVERYBODY, List.of(), Map.of());
    assertThat(Namespace.of(settings, URI.create("https://mcp.example.com")).name("crm"))
        .isEqualTo("com.acme/crm");
  }

  private static Registry registry(Visibility visibility) {
    var registry =
        new Registry(
            visibility,
            name ->
                name.text().equals("crm") ? Optional.of("Tickets and people") : Optional.empty());
    registry.servers.addAll(List.of(approved("files"), approved("crm"), pending("shadow")));
    return registry;
  }

  private Answer get(String path) {
    return get(path, "");
  }

  private Answer get(String path, String query) {
    return ask(registry, "GET", path, query, null, null);
  }

  private Answer again(String path, String tag) {
    return ask(registry, "GET", path, "", null, tag);
  }

  private static Answer ask(
      Registry registry,
      String method,
      String path,
      String query,
      @Nullable String authorization,
      @Nullable String ifNoneMatch) {
    var target = query.isEmpty() ? path : path + "?" + query;
    return registry.ask(method, target, authorization, ifNoneMatch, "");
  }

  private static List<String> namesOn(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return Registry.json(answer)
        .get("servers")
        .valueStream()
        .map(item -> item.at("/server/name").asString())
        .toList();
  }

  private static String header(Answer answer, String name) {
    return answer.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(Header::value)
        .collect(Collectors.joining(", "));
  }

  private static Server approved(String name) {
    return server(name, http(name), new Approval.Approved("ana", APPROVED));
  }

  private static Server pending(String name) {
    return server(name, http(name), new Approval.Pending("nobody has approved it yet"));
  }

  private static Connection http(String name) {
    return new Connection.Http(
        URI.create("https://" + name + ".internal.example/mcp"), Optional.empty());
  }

  private static Server server(String name, Connection connection, Approval approval) {
    return new Server(
        new ServerName(name),
        connection,
        Server.Origin.FILE,
        approval,
        Optional.empty(),
        Server.Sessions.PER_CLIENT,
        Duration.ofSeconds(60),
        DriftMode.WARN,
        false);
  }
}
