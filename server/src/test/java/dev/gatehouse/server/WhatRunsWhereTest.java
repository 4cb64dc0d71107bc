package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Cli;
import dev.gatehouse.cli.JournalOnDisk;
import dev.gatehouse.cli.SettingsFiles;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.server.http.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Devices are looked through, report to a real gateway, and an administrator sees what they run.
 */
class WhatRunsWhereTest {
  private static final String CANARY = "canary-8f3K2m9QxV7bT1zR";
  private static final String SETTINGS =
      """
      servers:
        files: { stdio: [npx, -y, "@acme/files@1.0.0", /srv] }
      inventory: { denied: ["npm:@evil/*"] }
      """;

  @TempDir private Path directory;

  private void write(String file, String text) throws IOException {
    var path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private record Seen(int exit, String out, String errors) {}

  private Seen run(String url, String key, String... arguments) {
    var out = new StringWriter();
    var errors = new StringWriter();
    var here =
        new Surroundings(
            Map.of("GATEHOUSE_URL", url, "GATEHOUSE_KEY", key),
            new ByteArrayInputStream(new byte[0]),
            new PrintWriter(out),
            new PrintWriter(errors),
            directory,
            directory.resolve("home"),
            Surroundings.Terminals.NONE,
            Optional.empty(),
            "./gatehouse");
    var exit =
        new Cli(here, "0.1.0", SettingsFiles.NONE, JournalOnDisk.NONE)
            .run(List.of(arguments), List.of());
    return new Seen(exit, out.toString(), errors.toString());
  }

  private static void approve(RunningHouse house, String name) throws Exception {
    house.post(
        "/admin/v1/imports?source=official",
        Json.MAPPER.readTree(
            """
            {"server":{"name":"%s","description":"Customers","version":"1.0.0","packages":[
              {"registryType":"npm","identifier":"@acme/crm","version":"1.0.0",
               "transport":{"type":"stdio"}}]}}
            """
                .formatted(name)));
    for (var state : List.of("submitted", "in_review", "approved")) {
      house.post(
          "/admin/v1/artifacts/" + name.replace("/", "%2F") + "/versions/1.0.0/review",
          Map.of("state", state));
    }
  }

  private String reporter(RunningHouse house) throws Exception {
    return house
        .post("/admin/v1/keys", Map.of("name", "mdm", "roles", List.of("inventory-reporter")))
        .get("secret")
        .asString();
  }

  @Test
  void isSeenFromTheFirstScanToTheLastDevice() throws Exception {
    try (var house = RunningHouse.in(directory, SETTINGS)) {
      approve(house, "com.acme/crm");
      var url = house.house.address().toString();
      write(
          "home/.cursor/mcp.json",
          """
          { "mcpServers": { // by hand
            "gatehouse": { "url": "URL/mcp", "headers": { "Authorization": "Bearer ${KEY}" } },
            "files": { "command": "npx", "args": ["-y", "@acme/files@1.0.0", "/home/ana"] },
            "crm": { "command": "npx", "args": ["-y", "@acme/crm@1.0.0"], "env": { "CRM_TOKEN": "CANARY" } },
            "newer": { "command": "npx", "args": ["-y", "@acme/crm@2.0.0"] },
            "any": { "command": "npx", "args": ["-y", "@acme/crm"] },
            "bad": { "command": "npx", "args": ["-y", "@evil/x@1.0.0"] },
            "other": { "url": "http://other.example/mcp" }, } }
          """
              .replace("CANARY", CANARY)
              .replace("URL", url));
      var key = reporter(house);

      var seen =
          run(
              url,
              key,
              "inventory",
              "scan",
              "--home",
              "home",
              "--upload",
              "--device",
              "ana",
              "--json");

      assertThat(seen.exit()).as(seen.errors()).isZero();
      assertThat(findings(Json.MAPPER.readTree(seen.out())))
          .containsExactlyInAnyOrder(
              "gatehouse []",
              "files [unapproved-version, shadow]",
              "crm [secret]",
              "newer [unapproved-version]",
              "any [floating-version]",
              "bad [deny-listed]",
              "other [unknown, http]");
      assertThat(run(url, house.key(), "inventory", "list").out())
          .contains("npm:@acme/crm", "com.acme/crm", "gateway", "1 deny-listed");
      assertThat(run(url, house.key(), "inventory", "devices", "-q").out()).isEqualTo("ana\n");
      assertThat(run(url, key, "inventory", "list").exit()).isEqualTo(3);
      assertThat(house.get("/admin/v1/audit?limit=100").toString()).contains("inventory.report");
      assertThat(house.get("/admin/v1/inventory/devices/ana").toString())
          .doesNotContain("canary", "8f3K2m9Q");
      assertThat(run(url, house.key(), "inventory", "forget", "ana").exit()).isZero();
      assertThat(house.get("/admin/v1/inventory").get("items")).isEmpty();
    }
    assertNothingHolds(directory.resolve("data"));
  }

  private static List<String> findings(JsonNode scan) {
    return scan.get("servers").values().stream()
        .map(server ->
            server.get("name").asString()
                + " "
                + server.get("findings").values().stream()
                    .map(one -> one.get("kind").asString())
                    .toList())
        .toList();
  }

  /** Neither store nor journal nor anything else that the gateway wrote. */
  private static void assertNothingHolds(Path data) throws IOException {
    try (var files = Files.walk(data)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(CANARY);
      }
    }
  }
}
