package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Surroundings.Terminals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What somebody sees who looks for what clients run. */
class AScanTest {
  private static final String CANARY = "canary-8f3K2m9QxV7bT1zR";
  private static final String SALT = "{\"salt\":\"MDEyMzQ1Njc4OWFiY2RlZg==\"}";
  private static final String CURSOR =
      """
      { "mcpServers": {
        "crm": { "command": "npx", "args": ["-y", "@acme/crm"], "env": { "CRM_API_KEY": "CANARY" } },
        "docs": { "url": "http://docs.example/mcp", "headers": { "Authorization": "Bearer CANARY" } },
        "fine": { "command": "npx", "args": ["-y", "@acme/fine@1.0.0"] } } }
      """
          .replace("CANARY", CANARY);
  private static final String VERDICTS =
      """
      {"verdicts":[
        {"governed":false,"findings":[{"kind":"unknown","severity":"high","detail":"nobody knows it"}]},
        {"governed":false,"findings":[{"kind":"future","severity":"high","detail":"?"}]},
        {"governed":true,"catalogueName":"fine","findings":[]}]}
      """;

  @TempDir private Path directory;
  private final FakeGateway gateway = new FakeGateway();

  @BeforeEach
  void aHome() throws IOException {
    write("home/.cursor/mcp.json", CURSOR);
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private void write(String file, String text) throws IOException {
    var path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Shell shell() {
    return Shell.at(gateway, directory);
  }

  private Shell matching() {
    gateway
        .with("GET inventory/salt", SALT)
        .with("POST inventory/match", VERDICTS)
        .with("POST inventory/reports", 201, VERDICTS);
    return shell();
  }

  private Shell.Seen offline(String... more) {
    var all = new ArrayList<>(List.of("inventory", "scan", "--offline"));
    all.addAll(List.of("--home", "home"));
    all.addAll(List.of(more));
    return shell().with("COLUMNS", "200").run(all.toArray(new String[0]));
  }

  private static JsonNode json(Shell.Seen seen) {
    return Remote.JSON.readTree(seen.out());
  }

  @Test
  void isATableTheGravestFirst() {
    var seen = offline();

    assertThat(seen.exit()).isZero();
    assertThat(seen.out())
        .startsWith("  3 servers of 1 client in 1 file; not matched against a catalogue\n")
        .containsSubsequence("critical   secret", "high       http", "medium     floating-version")
        .contains(
            "env CRM_API_KEY holds a value that its name calls a secret", "~/.cursor/mcp.json")
        .containsSubsequence("what to do", "2   secret", "make it void")
        .contains("One secret stands in 2 places: crm of Cursor (env CRM_API_KEY); docs of Cursor");
  }

  @Test
  void tellsNoSecretInAnyForm() throws IOException {
    var page = directory.resolve("page.html");
    for (var seen :
        List.of(
            offline(),
            offline("--json"),
            offline("-q"),
            offline("--html", page.toString()),
            matching().run("inventory", "scan", "--home", "home", "--upload", "--device", "d"),
            shell()
                .on(new Terminals(true, true, true))
                .run("inventory", "scan", "--home", "home"))) {
      assertThat(seen.exit()).isZero();
      assertThat(seen.all()).isNotEmpty().doesNotContain("canary", "8f3K2m9Q");
    }
    assertThat(Files.readString(page)).contains("crm").doesNotContain("canary", "8f3K2m9Q");
    assertThat(gateway.sent("POST inventory/reports"))
        .singleElement()
        .asString()
        .contains("CRM_API_KEY")
        .doesNotContain("canary", "8f3K2m9Q");
  }

  @Test
  void isHeldAgainstTheCatalogueAndKeepsNothingThere() {
    var seen = matching().run("inventory", "scan", "--home", "home", "--json");

    assertThat(json(seen).at("/servers/0/findings/0/kind").asString()).isEqualTo("unknown");
    assertThat(json(seen).at("/totals/unknown").asInt()).isEqualTo(1);
    assertThat(json(seen).at("/matchedBy").asString()).isEqualTo(gateway.url());
    assertThat(gateway.sent("POST inventory/reports")).isEmpty();
    assertThat(gateway.sent("POST inventory/match").getFirst()).contains("\"device\":\"unnamed\"");
  }

  @Test
  void saysHowManyGoThroughTheGateway() {
    assertThat(matching().run("inventory", "scan", "--home", "home").out())
        .startsWith("  3 servers of 1 client in 1 file; 1 through the gateway, 2 past it\n");
  }

  @Test
  void isSentUnderTheNameOfTheDevice() {
    var seen =
        matching().run("inventory", "scan", "--home", "home", "--upload", "--device", "ana-laptop");

    assertThat(seen.errors()).contains("sent as ana-laptop");
    assertThat(gateway.sent("POST inventory/reports").getFirst())
        .contains("\"device\":\"ana-laptop\"", "npm", "@acme/crm");
    assertThat(
            shell()
                .run("inventory", "scan", "--home", "home", "--upload", "--device", "a b")
                .exit())
        .isEqualTo(2);
  }

  @Test
  void goesOnWithoutAGatewayUnlessItIsNeeded() {
    gateway.close();

    var seen = shell().run("inventory", "scan", "--home", "home");

    assertThat(seen.exit()).isZero();
    assertThat(seen.errors()).contains("not matched against a catalogue: nothing answers at");
    assertThat(shell().run("inventory", "scan", "--home", "home", "--upload").exit()).isEqualTo(1);
    assertThat(shell().run("inventory", "scan", "--fail-on", "unknown").exit()).isEqualTo(1);
  }

  @Test
  void endsBadlyOnWhatIsNotWanted() {
    assertThat(offline("--fail-on", "secret").exit()).isEqualTo(3);
    assertThat(offline("--fail-on", "http,floating-version").exit()).isEqualTo(3);
    assertThat(offline("--fail-on", "unreadable").exit()).isZero();
    assertThat(offline("--fail-on", "secret").errors()).contains("failed on secret");
    assertThat(matching().run("inventory", "scan", "--home", "home", "--fail-on", "high").exit())
        .isEqualTo(3);
    assertThat(matching().run("inventory", "scan", "--home", "home", "--fail-on", "shadow").exit())
        .isZero();
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertThat(offline("--fail-on", "secrets").errors()).contains("Did you mean \"secret\"?");
    assertThat(offline("--fail-on", "secrets").exit()).isEqualTo(2);
    assertThat(offline("--fail-on", "unknown").exit()).isEqualTo(2);
    assertThat(offline("--upload").exit()).isEqualTo(2);
    assertThat(offline("--depth", "99").exit()).isEqualTo(2);
    assertThat(offline("nowhere").exit()).isEqualTo(2);
  }

  @Test
  void isNoAnswerWhenTheGatewayLeavesServersOut() {
    gateway.with("GET inventory/salt", SALT).with("POST inventory/match", "{\"verdicts\":[]}");

    assertThat(shell().run("inventory", "scan", "--home", "home").exit()).isEqualTo(1);
  }

  @Test
  void escapesWhatStandsInSettings() throws IOException {
    write(
        "home/.cursor/mcp.json",
        "{\"mcpServers\":{\"<script>alert('x')</script>\\u001b[2J\":{\"url\":\"http://a.example/\"}}}");

    var seen = offline("--html", "page.html");

    assertThat(seen.out()).doesNotContain("\u001b");
    assertThat(Files.readString(directory.resolve("page.html")))
        .contains("&lt;script&gt;alert(&#39;x&#39;)")
        .doesNotContain("<script", "\u001b");
  }

  @Test
  void showsWhatRunsWhere() {
    gateway
        .withItems(
            "inventory",
            """
            {"server":"npm:@acme/crm","governed":false,"places":3,"devices":2,"onDevices":["a","b"],
             "clients":["Cursor","Zed"],"versions":["any"],"findings":{"unknown":3}}\
            """)
        .withItems(
            "inventory/devices",
            "{\"device\":\"a\",\"at\":\"2026-11-25T09:00:00Z\",\"by\":\"k\",\"servers\":2,\"governed\":1,"
                + "\"findings\":{\"secret\":1}}")
        .with("DELETE inventory/devices/a", 204, "");

    assertThat(shell().run("inventory", "list").out())
        .contains("npm:@acme/crm", "direct", "2", "Cursor, Zed", "any", "3 unknown");
    assertThat(shell().run("inventory", "devices").out()).contains("a", "2", "1", "1 secret");
    assertThat(shell().run("inventory", "forget", "a").out()).contains("forgot a", "r-8c0001");
  }

  @Test
  void saysWhatToDoWhenNobodyHasReported() {
    gateway.withItems("inventory");

    assertThat(shell().run("inventory", "list").errors()).contains("inventory scan --upload");
  }
}
