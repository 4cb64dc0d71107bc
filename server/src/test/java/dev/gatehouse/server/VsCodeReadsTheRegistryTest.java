package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What VS Code does with {@code chat.mcp.gallery.serviceUrl}, request for request. */
class VsCodeReadsTheRegistryTest {
  @TempDir Path directory;
  private final RegistryClient http = new RegistryClient();
  private RunningHouse house;

  @BeforeEach
  void start() throws Exception {
    house = RunningHouse.in(directory, "");
  }

  @AfterEach
  void close() {
    http.close();
    house.close();
  }

  /**
   * Behaves like its gallery: finds the version once, asks for pages of 50 and puts nothing but the
   * raw cursor into the second, and drops a page of which it does not like one entry.
   */
  private final class Gallery {
    private final String api;

    Gallery(String serviceUrl) throws Exception {
      var base =
          serviceUrl.endsWith("/") ? serviceUrl.substring(0, serviceUrl.length() - 1) : serviceUrl;
      var version = get(base + "/v0.1/servers?limit=1").map(_ -> "/v0.1").orElse("/v0");
      api = base + version;
    }

    /** An answer that a page in the editor may read; none for every other. */
    Optional<JsonNode> get(String url) throws Exception {
      var response = http.ask("GET", url, Map.of("Origin", "vscode-file://vscode-app"));
      return mayRead(response) && response.statusCode() == 200
          ? Optional.of(RegistryClient.json(response))
          : Optional.empty();
    }

    private boolean mayRead(HttpResponse<String> response) {
      return response.headers().firstValue("Access-Control-Allow-Origin").equals(Optional.of("*"));
    }

    List<String> names(String search) throws Exception {
      var names = new ArrayList<String>();
      var query = "limit=50&version=latest" + (search.isEmpty() ? "" : "&search=" + search);
      while (!query.isEmpty()) {
        var page = get(api + "/servers?" + query).orElseThrow();
        names.addAll(namesOn(page));
        var cursor = page.at("/metadata/nextCursor").asString("");
        query = cursor.isEmpty() ? "" : "cursor=" + cursor;
      }
      return names;
    }

    private List<String> namesOn(JsonNode page) {
      var names = new ArrayList<String>();
      for (var item : page.get("servers")) {
        if (!item.path("_meta").isObject()
            || isEmpty(item, "name")
            || isEmpty(item, "description")
            || isEmpty(item, "version")) {
          return List.of();
        }
        names.add(item.at("/server/name").asString());
      }
      return names;
    }

    private boolean isEmpty(JsonNode item, String member) {
      var value = item.path("server").path(member);
      return !value.isString() || value.asString().isEmpty();
    }

    /** In registry-only mode: whether a configured server may run. */
    boolean mayRun(String name, String url) throws Exception {
      var encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
      return get(api + "/servers/" + encoded + "/versions/latest")
          .map(found -> found.get("server").get("remotes"))
          .filter(remotes ->
              remotes.valueStream().anyMatch(one -> one.get("url").asString().equals(url)))
          .isPresent();
    }
  }

  private Gallery gallery(String path) throws Exception {
    return new Gallery(house.house.address() + path);
  }

  private void approveMany() throws Exception {
    for (var index = 0; index < 55; index++) {
      RegistryClient.approve(
          house, "com.example/s-%03d".formatted(index), "1.0.0", ",\"description\":\"x\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/registry/default", "/registry/some/"})
  void findsEveryServerOverSeveralPages(String path) throws Exception {
    house.settings(
        "registry: { catalogues: { some: { readers: everybody } } }\n" + RegistryClient.servers(2));
    approveMany();

    assertThat(gallery(path).names("")).hasSize(57).doesNotHaveDuplicates();
  }

  @Test
  void keepsTheSearchAndTheVersionOnTheSecondPage() throws Exception {
    approveMany();
    RegistryClient.approve(house, "com.example/s-054", "2.0.0", ",\"description\":\"x\"");
    RegistryClient.approve(house, "com.example/zzz", "1.0.0", ",\"description\":\"x\"");

    assertThat(gallery("").names("s-0"))
        .hasSize(55)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("com.example/s-0"));
  }

  @Test
  void losesNoPageToAnEntryThatIsOdd() throws Exception {
    house.settings(RegistryClient.servers(3));
    RegistryClient.approve(house, "com.example/silent", "1.0.0", "");
    RegistryClient.approve(house, "com.example/blank", "1.0.0", ",\"description\":\"  \"");
    RegistryClient.approve(house, "com.example/number", "1.0.0", ",\"description\":7");
    RegistryClient.approve(
        house, "com.example/meta", "1.0.0", ",\"description\":\"x\",\"_meta\":null");

    assertThat(gallery("").names(""))
        .hasSize(7)
        .contains("com.example/silent", "com.example/blank", "com.example/number");
  }

  @Test
  void letsRunWhatIsListedAtItsAddressAndNothingElse() throws Exception {
    house.settings(RegistryClient.servers(1));
    var url = house.house.publicUrl() + "/mcp/s-000";

    assertThat(gallery("").mayRun("local.gatehouse/s-000", url)).isTrue();
    assertThat(gallery("").mayRun("local.gatehouse/s-000", "https://evil.example/mcp")).isFalse();
    assertThat(gallery("").mayRun("local.gatehouse/none", url)).isFalse();
  }
}
