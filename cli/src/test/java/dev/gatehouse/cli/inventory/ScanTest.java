package dev.gatehouse.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.core.clients.Place;
import dev.gatehouse.core.clients.Place.Language;
import dev.gatehouse.core.clients.Place.Os;
import dev.gatehouse.core.clients.Places;
import dev.gatehouse.core.inventory.Found;
import dev.gatehouse.core.inventory.Report;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found in homes and directories, and what means harm there. */
class ScanTest {
  private static final String CANARY = "canary-8f3K2m9QxV7bT1zR";
  private static final String ENTRY =
      "{\"crm\":{\"command\":\"npx\",\"args\":[\"-y\",\"@acme/crm@1.0.0\"],\"env\":{\"CRM_API_KEY\":\""
          + CANARY
          + "\"}}}";

  @TempDir private Path directory;

  private Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String text(Place place) {
    if (place.form().language() == Language.TOML) {
      return """
      [mcp_servers.crm]
      command = "npx"
      args = ["-y", "@acme/crm@1.0.0"]
      env = { CRM_API_KEY = "%s" }
      """
          .formatted(CANARY);
    }
    var json = ENTRY;
    for (var step : place.form().paths().getFirst().reversed()) {
      json = "{\"" + step + "\":" + json + "}";
    }
    return json;
  }

  private Report scan(Os os, Path home, Path... projects) {
    var scope =
        new Scope(
            os, Optional.of(home), Optional.of(directory.resolve("root")), List.of(projects), 8);
    return new Scan(scope, new byte[] {1}, _ -> {}).report("device", "1");
  }

  private Report scanHome() {
    return scan(Os.LINUX, directory.resolve("home"));
  }

  @ParameterizedTest
  @EnumSource(Os.class)
  void isEveryPlaceOnEverySystem(Os os) throws IOException {
    var home = directory.resolve("home");
    var number = 0;
    for (var place : Places.ALL) {
      number++;
      var root =
          switch (place.scope()) {
            case HOME -> home;
            case DEVICE -> directory.resolve("root");
            case PROJECT -> directory.resolve("projects/p" + number);
          };
      var file = Objects.requireNonNull(place.files().get(os)).replace("*", "one");
      write(root.resolve(file), text(place));
    }

    var report = scan(os, home, directory.resolve("projects"));

    assertThat(report.unread()).isEmpty();
    assertThat(report.servers().stream().map(Found::client))
        .containsExactlyInAnyOrderElementsOf(Places.ALL.stream().map(Place::client).toList());
    assertThat(report.servers())
        .allSatisfy(found -> {
          assertThat(found.identity()).hasToString("npm:@acme/crm@1.0.0");
          assertThat(found.secrets()).hasSize(1);
        });
    assertThat(report.toString()).doesNotContain("canary");
  }

  @Test
  void areProjectsBelowADirectoryButNotWhatPackagesBring() throws IOException {
    var projects = directory.resolve("projects");
    write(projects.resolve("a/b/.mcp.json"), "{\"mcpServers\":" + ENTRY + "}");
    write(projects.resolve("a/node_modules/x/.mcp.json"), "{\"mcpServers\":" + ENTRY + "}");
    write(projects.resolve("1/2/3/4/5/6/7/8/9/.mcp.json"), "{\"mcpServers\":" + ENTRY + "}");

    var report = scan(Os.LINUX, directory.resolve("home"), projects);

    assertThat(report.servers().stream().map(Found::file))
        .hasSize(1)
        .first()
        .asString()
        .endsWith("a/b/.mcp.json");
  }

  @Test
  void isAFileOnceThoughTwoPlacesNameIt() throws IOException {
    var home = directory.resolve("home");
    write(home.resolve(".cursor/mcp.json"), "{\"mcpServers\":" + ENTRY + "}");

    assertThat(scan(Os.LINUX, home, home).servers()).hasSize(1);
  }

  @Test
  void isWhatCouldNotBeReadBesideEverythingElse() throws IOException {
    var home = directory.resolve("home");
    write(home.resolve(".cursor/mcp.json"), "{\"mcpServers\":" + ENTRY + "}");
    write(home.resolve(".kiro/settings/mcp.json"), "{\"mcpServers\": nonsense " + CANARY);
    write(home.resolve(".codex/config.toml"), "a = " + "[".repeat(100_000));
    write(home.resolve(".continue/config.yaml"), "a: [".repeat(100_000));
    Files.createDirectories(home.resolve(".lmstudio"));
    Files.write(home.resolve(".lmstudio/mcp.json"), new byte[] {'{', (byte) 0xFF, '}'});
    try (var huge =
        new RandomAccessFile(write(home.resolve(".gemini/settings.json"), "").toFile(), "rw")) {
      huge.setLength(100L << 20);
    }
    Files.createDirectories(home.resolve(".kimi/mcp.json"));

    var report = scanHome();

    assertThat(report.servers()).hasSize(1);
    assertThat(report.unread().stream().map(Report.Unread::file))
        .containsExactlyInAnyOrder(
            "~/.kiro/settings/mcp.json",
            "~/.codex/config.toml",
            "~/.continue/config.yaml",
            "~/.lmstudio/mcp.json",
            "~/.gemini/settings.json");
    assertThat(report.toString()).doesNotContain("canary");
  }

  @Test
  void isNothingThatALinkLeadsOutTo() throws IOException {
    var home = directory.resolve("home");
    var outside = write(directory.resolve("outside/mcp.json"), "{\"mcpServers\":" + ENTRY + "}");
    Files.createDirectories(home.resolve(".cursor"));
    Files.createSymbolicLink(home.resolve(".cursor/mcp.json"), outside);
    Files.createSymbolicLink(home.resolve(".kiro"), outside.getParent());
    Files.createDirectories(home.resolve(".lmstudio"));
    Files.createSymbolicLink(home.resolve(".lmstudio/mcp.json"), Path.of("/dev/zero"));
    Files.createDirectories(home.resolve(".kimi"));
    Files.createSymbolicLink(home.resolve(".kimi/mcp.json"), Path.of("mcp.json"));

    var report = scanHome();

    assertThat(report.servers()).isEmpty();
    assertThat(report.unread().stream().map(Report.Unread::file))
        .containsExactlyInAnyOrder(
            "~/.cursor/mcp.json", "~/.lmstudio/mcp.json", "~/.kimi/mcp.json");
  }

  @Test
  void isWhatALinkInsideOfAHomeLeadsTo() throws IOException {
    var home = directory.resolve("home");
    var kept = write(home.resolve("dotfiles/cursor.json"), "{\"mcpServers\":" + ENTRY + "}");
    Files.createDirectories(home.resolve(".cursor"));
    Files.createSymbolicLink(home.resolve(".cursor/mcp.json"), kept);

    assertThat(scanHome().servers()).hasSize(1);
  }

  @Test
  void waitsForNoPipe() throws Exception {
    var home = directory.resolve("home");
    Files.createDirectories(home.resolve(".cursor"));
    var made =
        new ProcessBuilder("mkfifo", home.resolve(".cursor/mcp.json").toString()).start().waitFor();
    assumeTrue(made == 0, "this system has no mkfifo");

    assertThat(scanHome().unread().getFirst().why()).contains("no regular file");
  }
}
