package dev.gatehouse.core.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.inventory.Found;
import dev.gatehouse.core.inventory.Report;
import dev.gatehouse.core.inventory.ReportJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of every client, and files that mean harm. */
class SettingsReaderTest {
  private static final String CANARY = "canary-8f3K2m9QxV7bT1zR";

  private final SettingsReader reader =
      new SettingsReader(
          new Marks("salt".getBytes(StandardCharsets.UTF_8)), new Homes(List.of("/home/ana")));

  private static Place place(String client, Place.Language language) {
    return Places.ALL.stream()
        .filter(one -> one.client().equals(client) && one.form().language() == language)
        .findFirst()
        .orElseThrow();
  }

  private static Place at(String file) {
    return Places.ALL.stream()
        .filter(one -> Objects.requireNonNull(one.files().get(Place.Os.LINUX)).endsWith(file))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] fixture(String name) {
    try (InputStream in =
        Objects.requireNonNull(SettingsReaderTest.class.getResourceAsStream("/clients/" + name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(Found found) {
    return String.join(
        " ",
        found.name(),
        found.identity().toString(),
        found.transport().word(),
        found.state() == Found.State.ENABLED ? "on" : "off",
        String.valueOf(found.secrets().size()));
  }

  static Stream<Arguments> clients() {
    return Stream.concat(editors(), terminals());
  }

  private static Stream<Arguments> editors() {
    return Stream.of(
        form(
            at("Code/User/mcp.json"),
            "vscode.json",
            "crm npm:@acme/crm@1.2.3 stdio on 1",
            "docs url:https://docs.example/mcp http on 1",
            "old url:http://old.example/sse sse on 0"),
        form(
            at("Code/User/settings.json"),
            "vscode-settings.json",
            "crm pypi:crm-server@0.4.0 stdio on 1"),
        form(at("devcontainer.json"), "devcontainer.json", "crm npm:@acme/crm stdio on 1"),
        form(
            at(".cursor/mcp.json"),
            "mcp-servers.json",
            "crm npm:@acme/crm@1.2.3 stdio off 1",
            "docs url:https://docs.example/mcp http on 1",
            "box oci:docker.io/mcp/box@1.0 stdio on 1"),
        form(
            at("windsurf/mcp_config.json"),
            "windsurf.json",
            "docs url:https://docs.example/mcp http on 1"),
        form(
            at(".claude.json"),
            "claude-code.json",
            "docs url:https://docs.example/mcp http on 1",
            "crm npm:@acme/crm stdio on 0"),
        form(
            at("manifest.json"),
            "claude-extension.json",
            "files program:node ${__dirname}/server/index.js stdio on 1"),
        form(
            place("Continue", Place.Language.YAML),
            "continue.yaml",
            "crm npm:@acme/crm@1.2.3 stdio on 1",
            "again pypi:crm-server stdio on 1",
            "docs url:https://docs.example/mcp http on 1",
            "older npm:older@1.0.0 stdio on 0"),
        form(
            at("zed/settings.json"),
            "zed.json",
            "crm npm:@acme/crm@1.2.3 stdio on 1",
            "older npm:older@1.0.0 stdio on 1",
            "docs url:https://docs.example/mcp http on 0"));
  }

  private static Stream<Arguments> terminals() {
    return Stream.of(
        form(
            at(".gemini/settings.json"),
            "gemini.json",
            "docs url:https://docs.example/mcp http on 1",
            "old url:https://old.example/sse sse on 0"),
        form(
            place("Codex", Place.Language.TOML),
            "codex.toml",
            "crm npm:@acme/crm@1.2.3 stdio off 1",
            "docs url:https://docs.example/mcp http on 1"),
        form(
            place("Mistral Vibe", Place.Language.TOML),
            "vibe.toml",
            "docs url:https://docs.example/mcp http on 1",
            "crm pypi:crm-server@0.4.0 stdio on 0"),
        form(
            at(".kiro/settings/mcp.json"),
            "kiro.json",
            "com.acme/crm listed:com.acme/crm http on 1"),
        form(
            place("Goose", Place.Language.YAML),
            "goose.yaml",
            "crm pypi:crm-server@0.4.0 stdio off 1",
            "docs url:https://docs.example/mcp http on 1"),
        form(
            at("opencode.json"),
            "opencode.json",
            "crm npm:@acme/crm@1.2.3 stdio off 1",
            "docs url:https://docs.example/mcp http on 1"),
        form(at("amp/settings.json"), "amp.json", "crm npm:@acme/crm@1.2.3 stdio on 1"));
  }

  private static Arguments form(Place place, String fixture, String... expected) {
    return Arguments.of(place, fixture, List.of(expected));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void areReadAndTellNoSecret(Place place, String fixture, List<String> expected)
      throws NotUnderstood {
    var found = reader.read(place, "~/file", fixture(fixture));

    assertThat(found.stream().map(SettingsReaderTest::line)).containsExactlyElementsOf(expected);
    var report = new Report("device", "1", 1, found, List.of());
    assertThat(ReportJson.write(report).toString()).doesNotContain("canary", "8f3K2m9Q");
    assertThat(report.toString()).doesNotContain("canary", "8f3K2m9Q");
  }

  @Test
  void markTheSameSecretAlikeUnderOneSaltOnly() throws NotUnderstood {
    var marks =
        Stream.of("vscode.json", "windsurf.json")
            .flatMap(name -> read(name).stream())
            .flatMap(found -> found.secrets().stream())
            .map(secret -> secret.mark())
            .distinct()
            .toList();
    var others =
        new SettingsReader(
            new Marks("pepper".getBytes(StandardCharsets.UTF_8)), new Homes(List.of()));

    assertThat(marks).hasSize(1);
    assertThat(marks.getFirst()).hasSize(16);
    assertThat(
            others
                .read(at("windsurf/mcp_config.json"), "f", fixture("windsurf.json"))
                .getFirst()
                .secrets()
                .getFirst()
                .mark())
        .isNotEqualTo(marks.getFirst());
  }

  private List<Found> read(String fixture) {
    try {
      var place =
          fixture.startsWith("vscode") ? at("Code/User/mcp.json") : at("windsurf/mcp_config.json");
      return reader.read(place, "f", fixture(fixture));
    } catch (NotUnderstood e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nameProjectsWithoutTheirUser() throws NotUnderstood {
    assertThat(reader.read(at(".claude.json"), "f", fixture("claude-code.json")).get(1).project())
        .isEqualTo("~/src/crm");
  }

  @Test
  void areReadInTheEncodingsOfWindows() throws NotUnderstood {
    var text = new String(fixture("windsurf.json"), StandardCharsets.UTF_8);
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_8)) {
      assertThat(
              reader.read(at("windsurf/mcp_config.json"), "f", ("\uFEFF" + text).getBytes(charset)))
          .hasSize(1);
    }
  }

  @Test
  void mayBeEmpty() throws NotUnderstood {
    for (var language : Place.Language.values()) {
      var place =
          new Place(
              "X", Place.Scope.HOME, Map.of(), new Place.Form(language, List.of(List.of("a"))));
      assertThat(reader.read(place, "f", new byte[0])).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"mcpServers\":", "{'a':1}", "mcpServers", "{\"a\":1}{\"b\":", "\0"})
  void areRefusedWhenBrokenInWordsThatQuoteNothing(String text) {
    assertThatThrownBy(() ->
            reader.read(
                at(".cursor/mcp.json"), "f", (text + CANARY).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(NotUnderstood.class)
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("canary"));
  }

  @Test
  void areRefusedWhenTheyAreNoText() {
    assertThatThrownBy(
            () -> reader.read(at(".cursor/mcp.json"), "f", new byte[] {'{', (byte) 0xC3, '('}))
        .hasMessageContaining("not text");
    assertThatThrownBy(
            () -> reader.read(at(".cursor/mcp.json"), "f", new byte[SettingsReader.MOST_BYTES + 1]))
        .hasMessageContaining("larger");
  }

  @Test
  void areRefusedWhenTheyNestWithoutEnd() {
    var deep = 200_000;
    var json = "{\"mcpServers\":" + "[".repeat(deep);
    var toml = "a = " + "[".repeat(deep);
    var table = "[" + "a.".repeat(deep) + "a]\n";
    var yaml = "a: " + "[".repeat(deep);
    refuses(at(".cursor/mcp.json"), json);
    refuses(place("Codex", Place.Language.TOML), toml);
    refuses(place("Codex", Place.Language.TOML), table);
    refuses(place("Goose", Place.Language.YAML), yaml);
    refuses(place("Goose", Place.Language.YAML), "? ".repeat(deep));
  }

  @Test
  void areNotTooDeepForBracketsInTexts() throws NotUnderstood {
    var text =
        "# "
            + "[".repeat(100)
            + "\na = \"\\\""
            + "[".repeat(100)
            + "\"\nb = '"
            + "[".repeat(100)
            + "'\nc = \"\"\"\n\""
            + "[".repeat(100)
            + "\"\"\"\n[mcp_servers.crm]\ncommand = 'npx'\n";

    assertThat(
            reader.read(
                place("Codex", Place.Language.TOML), "f", text.getBytes(StandardCharsets.UTF_8)))
        .hasSize(1);
    refuses(place("Codex", Place.Language.TOML), "s = \"\"\"x\"\"\"\na = " + "[".repeat(100_000));
  }

  private void refuses(Place place, String text) {
    assertThatThrownBy(() -> reader.read(place, "f", text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(NotUnderstood.class);
  }

  @Test
  void cannotGrowByAliases() throws NotUnderstood {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (var i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    bomb.append("extensions: *a39\n");

    assertThat(
            reader.read(
                place("Goose", Place.Language.YAML),
                "f",
                bomb.toString().getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(
            reader.read(
                place("Goose", Place.Language.YAML),
                "f",
                "extensions: &me\n  a: *me\n".getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
  }

  @Test
  void areReadUpToABound() throws NotUnderstood {
    var many = new StringBuilder("{\"mcpServers\":{");
    for (var i = 0; i < 2_000; i++) {
      many.append("\"s%d\":{\"command\":\"npx\"},".formatted(i));
    }

    assertThat(
            reader.read(
                at(".cursor/mcp.json"),
                "f",
                many.append("}}").toString().getBytes(StandardCharsets.UTF_8)))
        .hasSize(SettingsReader.MOST_ENTRIES);
  }
}
