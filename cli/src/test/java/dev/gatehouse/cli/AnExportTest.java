package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that the gateway makes, on its way to where a client reads it. */
class AnExportTest {
  private static final String FILE = "{\n  \"mcpServers\" : { }\n}";

  @TempDir private Path directory;
  private FakeGateway gateway;

  @BeforeEach
  void open() {
    gateway = new FakeGateway();
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private Shell.Seen export(String... arguments) {
    var all = new String[arguments.length + 1];
    all[0] = "export";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Shell.at(gateway, directory).run(all);
  }

  @ParameterizedTest
  @CsvSource({
    "claude, claude-managed-settings.json",
    "claude-mcp, managed-mcp.json",
    "copilot, copilot-managed-settings.json",
    "cursor, cursor-links.json",
    "vscode, vscode-links.json",
    "kiro, kiro.json",
    "marketplace, marketplace.json",
    "ai-catalog, ai-catalog.json",
    "names, names.json",
  })
  void isPrintedAloneAsItCame(String word, String file) {
    gateway.with("GET /export/default/" + file, FILE);
    var seen = export(word);

    assertThat(seen.exit()).isZero();
    assertThat(seen.out()).isEqualTo(FILE + "\n");
    assertThat(seen.errors()).contains("This is ");
  }

  @Test
  void isOfTheCatalogueThatWasNamed() {
    gateway.with("GET /export/crm-team/kiro.json", FILE);

    assertThat(export("kiro", "--catalogue", "crm-team").out()).isEqualTo(FILE + "\n");
    assertThat(gateway.asked.getLast().key()).isEqualTo("Bearer " + FakeGateway.KEY);
  }

  @Test
  void replacesTheFileThatIsThereAsAWhole() throws Exception {
    gateway.with("GET /export/default/managed-mcp.json", FILE);
    Files.writeString(directory.resolve("managed-mcp.json"), "a longer text than the one to come");
    var seen = export("claude-mcp", "--output", "managed-mcp.json");

    assertThat(seen.exit()).isZero();
    assertThat(seen.out()).isEmpty();
    assertThat(directory.resolve("managed-mcp.json")).hasContent(FILE);
    assertThat(directory.resolve("managed-mcp.json.new")).doesNotExist();
  }

  @Test
  void leavesTheFileAloneWhenThereIsNoSuchCatalogue() throws Exception {
    Files.writeString(directory.resolve("kiro.json"), "before");
    gateway.withProblem("GET /export/none/kiro.json", 404, "there is no such export", "");
    var seen = export("kiro", "--catalogue", "none", "--output", "kiro.json");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.errors())
        .contains("there is no catalogue none, or none that your key may read");
    assertThat(directory.resolve("kiro.json")).hasContent("before");
  }

  @Test
  void isRefusedWhenItIsNoJson() {
    gateway.with("GET /export/default/kiro.json", "<html>");

    assertThat(export("kiro").exit()).isEqualTo(1);
    assertThat(export("kiro").out()).isEmpty();
  }

  @Test
  void thatCannotBeWrittenSaysWhich() {
    gateway.with("GET /export/default/kiro.json", FILE);
    var seen = export("kiro", "--output", "missing/kiro.json");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.errors()).contains("missing/kiro.json cannot be written");
  }

  @Test
  void isGuessed() {
    var seen = export("kirro");

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.errors()).contains("Did you mean \"kiro\"?");
  }

  @Test
  void isOneLineInJson() {
    gateway.with("GET /export/default/managed-mcp.json", FILE);

    assertThat(export("claude-mcp", "--json").all()).isEqualTo("{\"mcpServers\":{}}\n");
  }
}
