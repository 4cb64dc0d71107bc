package dev.gatehouse.server.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.server.catalogue.CatalogueName;
import dev.gatehouse.server.catalogue.CatalogueSettings;
import dev.gatehouse.server.catalogue.RegistrySettings.Readers;
import dev.gatehouse.server.http.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ExportApiTest {
  private static final String NPM =
      """
      "description":"Contacts","packages":[{"registryType":"npm","identifier":"@acme/crm","version":"1.4.0",
       "transport":{"type":"stdio"},
       "environmentVariables":[{"name":"CRM_TOKEN","isRequired":true,"isSecret":true}]}]\
      """;
  private static final String REMOTE =
      """
      "title":"Say \\"hi\\" & more","description":"Greets","websiteUrl":"https://hi.example",
      "remotes":[{"type":"streamable-http","url":"https://hi.example/mcp?a=b&c=d"}]\
      """;

  private static Approved approved() throws Exception {
    return Approved.forEverybody()
        .server("files")
        .pending("shadow")
        .imported("com.example/crm", "1.4.0", NPM)
        .imported("com.example/hi", "2.0.0", REMOTE);
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text);
  }

  @Test
  void letsClaudeCodeUseTheGatewayAndWhatIsApprovedAndNothingElse() throws Exception {
    assertThat(approved().file("claude-managed-settings.json"))
        .isEqualTo(
            json(
                """
                {"allowedMcpServers":[
                  {"serverUrl":"https://mcp.example.com/mcp"},
                  {"serverUrl":"https://mcp.example.com/mcp/*"},
                  {"serverUrl":"https://hi.example/mcp?a=b&c=d"},
                  {"serverCommand":["npx","-y","@acme/crm@1.4.0"]}],
                 "allowManagedMcpServersOnly":true}\
                """));
  }

  @Test
  void tellsCopilotTheSameInItsWords() throws Exception {
    var copilot = approved().file("copilot-managed-settings.json");

    assertThat(copilot.get("allowedMcpServers"))
        .isEqualTo(approved().file("claude-managed-settings.json").get("allowedMcpServers"));
    assertThat(copilot.has("allowManagedMcpServersOnly")).isFalse();
  }

  @Test
  void allowsNothingWhenNothingIsApproved() {
    assertThat(Approved.forEverybody().file("claude-managed-settings.json"))
        .isEqualTo(json("{\"allowedMcpServers\":[],\"allowManagedMcpServersOnly\":true}"));
  }

  @Test
  void fixesTheServersOfClaudeCode() throws Exception {
    assertThat(approved().file("managed-mcp.json"))
        .isEqualTo(
            json(
                """
                {"mcpServers":{
                  "com.example_crm":{"type":"stdio","command":"npx","args":["-y","@acme/crm@1.4.0"],
                   "env":{"CRM_TOKEN":"${CRM_TOKEN}"}},
                  "com.example_hi":{"type":"http","url":"https://hi.example/mcp?a=b&c=d"},
                  "files":{"type":"http","url":"https://mcp.example.com/mcp/files"}}}\
                """));
  }

  @Test
  void saysWhereTheKeyGoesWhereClientsHaveNothingElse() throws Exception {
    var keyed = Approved.withKeys().server("files").imported("com.example/hi", "1", REMOTE);

    assertThat(keyed.file("managed-mcp.json").at("/mcpServers/files/headers"))
        .isEqualTo(json("{\"Authorization\":\"Bearer ${GATEHOUSE_KEY}\"}"));
    assertThat(keyed.file("managed-mcp.json").at("/mcpServers/com.example_hi").has("headers"))
        .isFalse();
  }

  @Test
  void makesLinksForCursor() throws Exception {
    var link = approved().file("cursor-links.json").at("/servers/2");

    assertThat(link.get("title").asString()).isEqualTo("Say \"hi\" & more");
    assertThat(link.get("link").asString())
        .matches(
            "cursor://anysphere\\.cursor-deeplink/mcp/install\\?name=com\\.example_hi"
                + "&config=[A-Za-z0-9%]+");
    var config = link.get("link").asString().replaceAll(".*&config=", "");
    var base64 = URLDecoder.decode(config, StandardCharsets.UTF_8);
    assertThat(json(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8)))
        .isEqualTo(json("{\"url\":\"https://hi.example/mcp?a=b&c=d\"}"));
  }

  @Test
  void makesLinksForVsCode() throws Exception {
    var keyed = Approved.withKeys().server("files").imported("com.example/crm", "1.4.0", NPM);
    var links = keyed.file("vscode-links.json").get("servers");

    assertThat(ofVsCode(links.get(1)))
        .isEqualTo(
            json(
                """
                {"name":"com.example_crm","type":"stdio","command":"npx","args":["-y","@acme/crm@1.4.0"],
                 "env":{"CRM_TOKEN":"${input:crm-token}"},
                 "inputs":[{"type":"promptString","id":"crm-token","description":"CRM_TOKEN","password":true}]}\
                """));
    assertThat(ofVsCode(links.get(0)).at("/headers/Authorization").asString())
        .isEqualTo("Bearer ${input:gatehouse-key}");
  }

  private static JsonNode ofVsCode(JsonNode server) {
    var link = server.get("link").asString();
    assertThat(link).matches("vscode:mcp/install\\?[A-Za-z0-9%._*-]+");
    var query = link.substring(link.indexOf('?') + 1);
    return json(URLDecoder.decode(query, StandardCharsets.UTF_8));
  }

  @Test
  void makesAMarketplaceOfPluginsThatNeedNoFiles() throws Exception {
    var marketplace = approved().file("marketplace.json");

    assertThat(marketplace.get("name").asString()).isEqualTo("gatehouse");
    assertThat(marketplace.at("/owner/name").asString()).isNotBlank();
    assertThat(marketplace.at("/plugins/0"))
        .isEqualTo(
            json(
                """
                {"name":"files","source":"./","description":"files, through Gatehouse","version":"1.0.0",
                 "strict":false,
                 "mcpServers":{"files":{"type":"http","url":"https://mcp.example.com/mcp/files"}}}\
                """));
  }

  @Test
  void catalogsWhatCanBeReachedByItsCards() throws Exception {
    var approved = approved();
    var answer = approved.get("/.well-known/ai-catalog.json");

    assertThat(answer.contentType()).isEqualTo("application/ai-catalog+json");
    assertThat(Approved.json(answer))
        .isEqualTo(
            json(
                """
                {"specVersion":"1.0",
                 "host":{"displayName":"MCP servers of mcp.example.com","identifier":"mcp.example.com"},
                 "entries":[
                  {"identifier":"urn:air:mcp.example.com:mcp:files","type":"application/mcp-server-card+json",
                   "url":"https://mcp.example.com/mcp/files/server-card",
                   "displayName":"files","description":"files, through Gatehouse","version":"1.0.0",
                   "updatedAt":"2026-11-25T08:00:00Z"},
                  {"identifier":"urn:air:mcp.example.com:mcp:com.example_hi","type":"application/mcp-server-card+json",
                   "url":"https://mcp.example.com/export/default/cards/com.example_hi.json",
                   "displayName":"Say \\"hi\\" & more","description":"Greets","version":"2.0.0",
                   "updatedAt":"%s"}]}\
                """
                    .formatted(Approved.json(answer).at("/entries/1/updatedAt").asString())));
    for (var entry : Approved.json(answer).get("entries")) {
      var path = entry.get("url").asString().replace("https://mcp.example.com", "");
      assertThat(ExportApi.takes(path)).isTrue();
      assertThat(approved.get(path).contentType()).isEqualTo(entry.get("type").asString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/mcp/files/server-card",
        "/export/default/cards/com.example_hi.json",
        "/.well-known/mcp/server-card.json",
        "/.well-known/mcp.json",
      })
  void showsCardsWithAllThatTheyMustHave(String path) throws Exception {
    var answer = approved().get(path);
    var card = Approved.json(answer);

    assertThat(ExportApi.takes(path)).isTrue();
    assertThat(answer.contentType()).isEqualTo("application/mcp-server-card+json");
    assertThat(Approved.header(answer, "Cache-Control")).isEqualTo("public, max-age=3600");
    assertThat(card.get("$schema").asString())
        .isEqualTo("https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json");
    for (var member : List.of("name", "version", "description")) {
      assertThat(card.get(member).asString()).isNotBlank();
    }
    assertThat(card.get("name").asString()).matches("[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+");
    assertThat(card.at("/remotes/0/url").asString()).startsWith("https://");
    assertThat(card.has("packages")).isFalse();
    assertThat(card.has("tools")).isFalse();
  }

  @Test
  void keepsWhatTheDocumentSaysOfItselfOnItsCard() throws Exception {
    assertThat(
            Approved.json(approved().get("/export/default/cards/com.example_hi.json"))
                .get("websiteUrl")
                .asString())
        .isEqualTo("https://hi.example");
  }

  @Test
  void saysWhichSlugIsWhoseAndWhyOneIsMissing() throws Exception {
    var approved =
        Approved.forEverybody()
            .imported("com.Example/crm", "1", NPM)
            .imported("com.example/crm", "1", REMOTE)
            .imported("com.example/none", "1", "\"description\":\"x\"");

    assertThat(approved.file("names.json").get("names"))
        .isEqualTo(
            json(
                """
                [{"slug":"com.example.crm__14f7fb4ad4908e92","name":"com.Example/crm","version":"1",
                  "command":"npx -y @acme/crm@1.4.0"},
                 {"slug":"com.example_crm","name":"com.example/crm","version":"1",
                  "url":"https://hi.example/mcp?a=b&c=d"},
                 {"slug":"com.example_none","name":"com.example/none","version":"1",
                  "leftOut":"it has neither a remote nor a package"}]\
                """));
  }

  static List<String> files() {
    return ExportApi.files().stream().sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void showsNothingThatNobodyApproved(String file) throws Exception {
    var approved = approved();
    approved.review("com.example/hi", "2.0.0", ReviewState.QUARANTINED);

    assertThat(Approved.text(approved.get("/export/default/" + file)))
        .doesNotContain("shadow", "hi.example", "internal.example");
  }

  @ParameterizedTest
  @MethodSource("files")
  void isTheSameTextEachTimeAndTagged(String file) throws Exception {
    var path = "/export/default/" + file;
    var tag = Approved.header(approved().get(path), "ETag");

    assertThat(Approved.text(approved().get(path))).isEqualTo(Approved.text(approved().get(path)));
    assertThat(Approved.header(approved().get(path), "Cache-Control"))
        .isEqualTo(file.equals("ai-catalog.json") ? "public, max-age=3600" : "private, no-cache");
    assertThat(approved().ask("GET", path, null, tag).status()).isEqualTo(304);
    assertThat(
            approved()
                .imported("com.example/new", "1", REMOTE.replace("hi.", "new."))
                .ask("GET", path, null, tag)
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("files")
  void hidesWhatTheReaderMayNotSee(String file) throws Exception {
    var settings =
        new CatalogueSettings(Readers.CALLERS, List.of(), List.of(), List.of(), List.of());
    var approved =
        Approved.forOneReader(Map.of(new CatalogueName("team"), settings)).server("files");
    var hidden = approved.get("/export/team/" + file);
    var missing = approved.get("/export/none/" + file);

    assertThat(hidden.status()).isEqualTo(404);
    assertThat(Approved.text(hidden)).isEqualTo(Approved.text(missing));
    assertThat(hidden.headers()).isEqualTo(missing.headers());
    assertThat(Approved.text(approved.get("/export/default/" + file))).doesNotContain("files");
    var seen = approved.ask("GET", "/export/team/" + file, Approved.READER, null);
    assertThat(Approved.text(seen)).contains("files");
    assertThat(Approved.header(seen, "Cache-Control")).isEqualTo("private, no-cache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/mcp/files/server-card",
        "/mcp/none/server-card",
        "/export/default/cards/files.json",
        "/.well-known/mcp/server-card.json",
      })
  void hidesCardsLikeThoseOfNoServer(String path) {
    var approved = Approved.forOneReader(Map.of()).server("files");

    assertThat(approved.get(path).status()).isEqualTo(404);
    assertThat(Approved.text(approved.get(path)))
        .isEqualTo(Approved.text(approved.get("/mcp/other/server-card")));
  }

  @Test
  void showsOnlyThePartThatACatalogueIs() throws Exception {
    var settings =
        new CatalogueSettings(
            Readers.EVERYBODY,
            List.of(),
            List.of("com.example/*", "com.example.mcp/files"),
            List.of("com.example/c*"),
            List.of());
    var approved =
        Approved.beside(Map.of(new CatalogueName("part"), settings))
            .server("files")
            .server("mail")
            .imported("com.example/crm", "1.4.0", NPM)
            .imported("com.example/hi", "2.0.0", REMOTE)
            .imported("org.other/x", "1", REMOTE);

    assertThat(
            Approved.json(approved.get("/export/part/managed-mcp.json"))
                .get("mcpServers")
                .propertyNames())
        .containsExactly("files", "com.example_hi");
    // Of the gateway, no more than the servers of the catalogue.
    assertThat(
            Approved.json(approved.get("/export/part/claude-managed-settings.json"))
                .at("/allowedMcpServers"))
        .isEqualTo(
            json(
                """
                [{"serverUrl":"https://mcp.example.com/mcp/files"},
                 {"serverUrl":"https://hi.example/mcp?a=b&c=d"}]\
                """));
    assertThat(
            Approved.json(approved.get("/export/part/ai-catalog.json"))
                .at("/entries/0/url")
                .asString())
        .isEqualTo("https://mcp.example.com/export/part/cards/files.json");
  }

  @Test
  void takesNothingButReading() throws Exception {
    var approved = approved();

    assertThat(approved.ask("POST", "/export/default/kiro.json", null, null).status())
        .isEqualTo(405);
    assertThat(approved.ask("POST", "/mcp/files/server-card", null, null).status()).isEqualTo(405);
    var options = approved.ask("OPTIONS", "/mcp/files/server-card", null, null);
    assertThat(options.status()).isEqualTo(204);
    assertThat(Approved.header(options, "Access-Control-Allow-Headers"))
        .contains("Content-Type", "If-None-Match");
    assertThat(Approved.header(options, "Access-Control-Expose-Headers")).isEqualTo("ETag");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/export",
        "/export/default",
        "/export/default/none.json",
        "/export/default/cards/none.json",
        "/export/default/cards/files",
        "/export/default/x/files.json",
        "/export/%2e%2e/kiro.json"
      })
  void hasNothingElse(String path) throws Exception {
    assertThat(approved().get(path).status()).isEqualTo(404);
  }

  @Test
  void refusesPathsThatAreNone() throws Exception {
    assertThat(approved().get("/export/default/kiro.json%00").status()).isEqualTo(400);
  }
}
