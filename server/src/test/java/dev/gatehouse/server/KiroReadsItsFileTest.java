package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.artifacts.ReviewState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What Kiro and Amazon Q do with the one file that is their registry. */
class KiroReadsItsFileTest {
  private static final String NPM =
      """
      ,"description":"Contacts","packages":[{"registryType":"npm","identifier":"@acme/crm",
       "version":"%s","registryBaseUrl":"https://packages.corp.example/npm",
       "transport":{"type":"stdio"},
       "packageArguments":[{"type":"positional","value":"serve"}],
       "environmentVariables":[{"name":"TOKEN","isRequired":true,"isSecret":true}]}]\
      """;

  @TempDir Path directory;
  private final RegistryClient http = new RegistryClient();
  private final Map<String, String> running = new TreeMap<>();
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
   * As at start and every 24 hours: takes the file only as a whole, stops what is gone from it, and
   * restarts what has another version there.
   */
  private List<String> read(String catalogue) throws Exception {
    var url = house.house.address() + "/export/" + catalogue + "/kiro.json";
    var response = http.ask("GET", url, Map.of());
    assertThat(response.statusCode()).isEqualTo(200);
    var listed = new TreeMap<String, String>();
    for (var item : RegistryClient.json(response).get("servers")) {
      assertThat(item.propertyNames()).containsExactly("server");
      var server = item.get("server");
      check(server);
      var before = listed.put(text(server, "name"), text(server, "version"));
      assertThat(before).as("a name stands there once").isNull();
    }
    running.keySet().retainAll(listed.keySet());
    running.replaceAll((name, _) -> listed.get(name));
    return List.copyOf(listed.keySet());
  }

  /** As a user does, who may choose among what is listed. */
  private void run(String name, String version) {
    running.put(name, version);
  }

  private static String text(JsonNode node, String member) {
    assertThat(node.path(member).isString()).as(member).isTrue();
    return node.get(member).asString();
  }

  private static void check(JsonNode server) {
    assertThat(text(server, "name")).matches("[a-zA-Z0-9._-]+");
    assertThat(text(server, "title")).isNotBlank();
    assertThat(text(server, "description")).isNotBlank();
    assertThat(text(server, "version")).isNotBlank();
    assertThat(server.path("packages").size() + server.path("remotes").size()).isEqualTo(1);
    for (var remote : server.path("remotes").values()) {
      assertThat(text(remote, "type")).isIn("streamable-http", "sse");
      assertThat(text(remote, "url")).matches("https?://.+");
    }
    for (var one : server.path("packages").values()) {
      assertThat(text(one, "registryType")).isIn("npm", "pypi", "oci");
      assertThat(text(one, "identifier")).isNotBlank();
      assertThat(text(one.get("transport"), "type")).isEqualTo("stdio");
      for (var argument : one.path("packageArguments").values()) {
        assertThat(text(argument, "type")).isEqualTo("positional");
      }
      assertThat(one.propertyNames())
          .isSubsetOf(
              Set.of(
                  "registryType",
                  "registryBaseUrl",
                  "identifier",
                  "version",
                  "transport",
                  "packageArguments",
                  "runtimeArguments",
                  "environmentVariables"));
    }
  }

  @Test
  void listsRemotesOfTheGatewayAndPackagesUnderNamesWithoutASlash() throws Exception {
    house.settings(RegistryClient.servers(2));
    RegistryClient.approve(house, "com.example/crm", "1.4.0", NPM.formatted("1.4.0"));
    RegistryClient.approve(house, "com.Example/crm", "1.4.0", NPM.formatted("1.4.0"));

    assertThat(read("default"))
        .containsExactly("com.example.crm__14f7fb4ad4908e92", "com.example_crm", "s-000", "s-001");
  }

  @Test
  void leavesOutWhatItCouldNotRun() throws Exception {
    RegistryClient.approve(
        house,
        "com.example/named",
        "1",
        NPM.formatted("1").replace("\"positional\"", "\"named\",\"name\":\"--do\""));
    RegistryClient.approve(
        house, "com.example/bundle", "1", NPM.formatted("1").replace("\"npm\"", "\"mcpb\""));
    RegistryClient.approve(
        house,
        "com.example/web",
        "1",
        NPM.formatted("1").replace("\"stdio\"", "\"sse\",\"url\":\"http://localhost/sse\""));
    RegistryClient.approve(house, "com.example/nothing", "1", ",\"description\":\"x\"");
    RegistryClient.approve(
        house, "com.example/silent", "1", NPM.formatted("1").replace("Contacts", ""));

    assertThat(read("default")).containsExactly("com.example_silent");
  }

  @Test
  void stopsWhatIsGoneAndRestartsWhatHasAnotherVersion() throws Exception {
    house.settings(RegistryClient.servers(1));
    RegistryClient.approve(house, "com.example/crm", "1.4.0", NPM.formatted("1.4.0"));
    RegistryClient.approve(house, "com.example/mail", "1.0.0", NPM.formatted("1.0.0"));
    assertThat(read("default")).contains("com.example_crm", "com.example_mail");
    run("com.example_crm", "1.4.0");
    run("com.example_mail", "1.0.0");

    RegistryClient.approve(house, "com.example/crm", "1.5.0", NPM.formatted("1.5.0"));
    house.house.artifacts().review("com.example/mail", "1.0.0", ReviewState.QUARANTINED);
    read("default");

    assertThat(running).isEqualTo(Map.of("com.example_crm", "1.5.0"));
  }

  @Test
  void listsWhatTheCatalogueHolds() throws Exception {
    house.settings(
        "registry: { catalogues: { crm: { readers: everybody, include: [\"com.example/*\"] } }"
            + " }\n"
            + RegistryClient.servers(2));
    RegistryClient.approve(house, "com.example/crm", "1.4.0", NPM.formatted("1.4.0"));
    RegistryClient.approve(house, "com.acme/crm", "1.4.0", NPM.formatted("1.4.0"));

    assertThat(read("crm")).containsExactly("com.example_crm");
  }
}
