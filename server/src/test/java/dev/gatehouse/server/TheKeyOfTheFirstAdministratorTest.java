package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Cli;
import dev.gatehouse.cli.JournalOnDisk;
import dev.gatehouse.cli.SettingsFiles;
import dev.gatehouse.cli.screen.Surroundings;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TheKeyOfTheFirstAdministratorTest {
  @TempDir Path directory;

  private record Seen(int exit, String text) {}

  /** A command, typed beside the data directory, with nothing set. */
  private Seen typed(String... arguments) {
    var text = new StringWriter();
    var writer = new PrintWriter(text);
    var here =
        new Surroundings(
            Map.of(),
            InputStream.nullInputStream(),
            writer,
            writer,
            directory,
            directory.resolve("home"),
            Surroundings.Terminals.NONE,
            Optional.empty(),
            "./gatehouse");
    var cli = new Cli(here, Version.TEXT, SettingsFiles.NONE, JournalOnDisk.NONE);
    return new Seen(cli.run(List.of(arguments), List.of()), text.toString());
  }

  @Test
  void reachesTheGatewayThatRunsOnTheDataWhateverItsPort() throws Exception {
    try (var house = RunningHouse.in(directory, "")) {
      var seen = typed("key", "list", "--data", "data");

      assertThat(seen.text()).contains("first-administrator");
      assertThat(seen.exit()).isZero();
      var file = directory.resolve("data/running.json");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(file))
          .contains("\"address\":\"" + house.house.address(), "\"pid\":", "\"started\":")
          .doesNotContain(house.key());
    }
  }

  @Test
  void isForNobodyOnceTheGatewayHasStopped() throws Exception {
    RunningHouse.in(directory, "").close();

    assertThat(directory.resolve("data/running.json")).doesNotExist();
    assertThat(typed("key", "list", "--data", "data").text()).contains("no gateway runs on ");
  }

  @Test
  void staysAtHomeWhenTheFileIsOfAnotherRun() throws Exception {
    try (var house = RunningHouse.in(directory, "")) {
      var file = directory.resolve("data/running.json");
      var other =
          Files.readString(file)
              .replaceAll("\"secret\":\"[^\"]*", "\"secret\":\"" + "A".repeat(43));
      Files.writeString(file, other);

      assertThat(typed("key", "list", "--data", "data").text())
          .contains("is not the gateway of ")
          .doesNotContain("first-administrator", house.key());
    }
  }

  @Test
  void isProvenForWellFormedNoncesOnly() throws Exception {
    try (var house = RunningHouse.in(directory, "")) {
      var bad = house.plain("GET", "/local/proof?nonce=short", Map.of());
      assertThat(bad.statusCode()).isEqualTo(400);
      assertThat(house.plain("POST", "/local/proof", Map.of()).statusCode()).isEqualTo(405);
      var one = house.plain("GET", "/local/proof?nonce=" + "A".repeat(43), Map.of());
      var two = house.plain("GET", "/local/proof?nonce=" + "B".repeat(43), Map.of());
      assertThat(one.statusCode()).isEqualTo(200);
      assertThat(one.body()).isNotEqualTo(two.body());
    }
  }
}
