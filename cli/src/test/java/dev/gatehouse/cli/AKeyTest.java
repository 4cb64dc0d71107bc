package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the key comes from, where it is kept, and where it never goes. */
class AKeyTest {
  private static final String SECRET = "A".repeat(43);

  @TempDir private Path directory;
  private final FakeGateway gateway = new FakeGateway();
  private Shell shell = new Shell(Path.of("/"));

  @BeforeEach
  void setUp() {
    gateway.withItems("servers").with("GET version", "{\"version\":\"0.1.0\"}");
    shell = new Shell(directory).with("GATEHOUSE_URL", gateway.url());
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private String sentKey() {
    shell.run("server", "list");
    return gateway.asked.getLast().key();
  }

  private Path file() {
    return directory.resolve("home/.config/gatehouse/credentials");
  }

  private void write(Path file, String text, String mode) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void isKeptForItsOwnerAloneAndSentToItsAddress() throws IOException {
    var seen = shell.typing("gth_mine\n").run("login");

    assertThat(seen.exit()).isZero();
    assertThat(seen.all()).contains("logged in to " + gateway.url()).doesNotContain("gth_mine");
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(file().resolveSibling("")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(sentKey()).isEqualTo("Bearer gth_mine");
    try (var other = new FakeGateway().withItems("servers")) {
      shell.run("server", "list", "--at", other.url());
      assertThat(other.asked.getLast().key()).isEmpty();
    }
    try (var left = Files.list(file().resolveSibling(""))) {
      assertThat(left).containsExactly(file());
    }
  }

  @Test
  void isNotKeptWhenTheGatewayDoesNotAcceptIt() {
    gateway.withProblem("GET version", 401, "no", "no");

    assertThat(shell.typing("gth_wrong").run("login").exit()).isEqualTo(1);
    assertThat(file()).doesNotExist();
  }

  @Test
  void isForgottenByLogout() {
    shell.typing("gth_mine").run("login");

    assertThat(shell.run("logout").exit()).isZero();
    assertThat(sentKey()).isEmpty();
    assertThat(shell.run("logout").exit()).isEqualTo(1);
  }

  @Test
  void isFoundInTheConfigDirectoryOfTheUser() {
    shell.with("XDG_CONFIG_HOME", directory.resolve("config").toString());

    shell.typing("gth_mine").run("login");

    assertThat(directory.resolve("config/gatehouse/credentials")).exists();
  }

  @Test
  void isNotTakenFromAFileThatOthersMayRead() throws IOException {
    write(file(), gateway.url() + " gth_mine\n", "rw-r--r--");

    var seen = shell.run("server", "list");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.errors())
        .contains("others than you may read", "chmod 600")
        .doesNotContain("gth_");
    assertThat(gateway.asked).isEmpty();
  }

  @Test
  void isThatOfTheLocalGatewayWhenThereIsNoOther() throws IOException {
    write(directory.resolve("gatehouse-data/admin.key"), "gth_first\n", "rw-------");
    write(directory.resolve("elsewhere/admin.key"), "gth_other\n", "rw-------");
    runsOn("gatehouse-data", gateway.url());
    runsOn("elsewhere", gateway.url());
    gateway.provesBy(SECRET);

    assertThat(sentKey()).isEqualTo("Bearer gth_first");
    shell.run("server", "list", "--data", "elsewhere");
    assertThat(gateway.asked.getLast().key()).isEqualTo("Bearer gth_other");
    assertThat(gateway.asked.getFirst().key()).isEmpty();
    shell.typing("gth_mine").run("login");
    assertThat(sentKey()).isEqualTo("Bearer gth_mine");
    shell.with("GATEHOUSE_KEY", "gth_named");
    assertThat(sentKey()).isEqualTo("Bearer gth_named");
  }

  @Test
  void ofTheLocalGatewayFindsItsWayToItsOwnAddress() throws IOException {
    write(directory.resolve("gatehouse-data/admin.key"), "gth_first\n", "rw-------");
    runsOn("gatehouse-data", gateway.url());
    gateway.provesBy(SECRET);
    shell.environment.remove("GATEHOUSE_URL");

    assertThat(sentKey()).isEqualTo("Bearer gth_first");
  }

  @Test
  void ofTheLocalGatewayIsNotForAnotherPort() throws IOException {
    write(directory.resolve("gatehouse-data/admin.key"), "gth_first\n", "rw-------");
    runsOn("gatehouse-data", gateway.url());
    try (var other = new FakeGateway().withItems("servers").provesBy(SECRET)) {
      var seen = shell.run("server", "list", "--at", other.url());

      assertThat(seen.exit()).isEqualTo(1);
      assertThat(seen.errors())
          .contains("there is no key for " + other.url(), "is for " + gateway.url() + " alone")
          .contains("GATEHOUSE_KEY")
          .doesNotContain("gth_");
      assertThat(other.asked).isEmpty();
    }
  }

  @Test
  void ofTheLocalGatewayIsNotForWhateverTookItsPort() throws IOException {
    write(directory.resolve("gatehouse-data/admin.key"), "gth_first\n", "rw-------");
    runsOn("gatehouse-data", gateway.url());
    var notKnown = shell.run("server", "list");
    gateway.provesBy("B".repeat(43));
    var wrong = shell.run("server", "list");
    gateway.with("GET /local/proof", "{\"proof\":\"\"}");
    shell.run("server", "list");

    assertThat(notKnown.exit()).isEqualTo(1);
    assertThat(notKnown.errors())
        .contains("is not the gateway of ", "it got no key")
        .doesNotContain("gth_");
    assertThat(wrong.errors()).isEqualTo(notKnown.errors());
    assertThat(gateway.asked).allSatisfy(asked -> assertThat(asked.key()).isEmpty());
  }

  @Test
  void ofTheLocalGatewayIsNotSentThroughWhatPassesNoncesOn() throws IOException {
    write(directory.resolve("gatehouse-data/admin.key"), "gth_first\n", "rw-------");
    // The file names the port of the one that relays; the real gateway answers for its own address.
    runsOn("gatehouse-data", gateway.url());
    gateway.provesBy(SECRET, "http://127.0.0.1:1");

    assertThat(shell.run("server", "list").exit()).isEqualTo(1);
    assertThat(gateway.asked).allSatisfy(asked -> assertThat(asked.key()).isEmpty());
  }

  @Test
  void ofTheLocalGatewayIsForNobodyWhenItDoesNotRun() throws IOException {
    write(directory.resolve("gatehouse-data/admin.key"), "gth_first\n", "rw-------");

    assertThat(shell.run("server", "list").errors())
        .contains("no gateway runs on ", "./gatehouse up", "GATEHOUSE_KEY");
    assertThat(gateway.asked).isEmpty();
  }

  @Test
  void thatSomebodySetGoesNowhereThatAFileSays() throws IOException {
    runsOn("gatehouse-data", gateway.url());
    shell.environment.remove("GATEHOUSE_URL");
    shell.with("GATEHOUSE_KEY", "gth_named").run("connect", "codex", "--server", "crm");
    shell.run("server", "list");

    assertThat(gateway.asked).isEmpty();
  }

  private void runsOn(String data, String url) throws IOException {
    write(
        directory.resolve(data).resolve("running.json"),
        """
        {"address":"%s","pid":7,"started":"2026-11-25T00:00:00Z","secret":"%s"}
        """
            .formatted(url, SECRET),
        "rw-------");
  }

  @Test
  void isNotSentOverANetworkInTheClear() {
    var seen =
        shell.with("GATEHOUSE_KEY", "gth_x").run("server", "list", "--at", "http://gw.invalid");

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.errors()).contains("could be read on its way", "--plain-http");
    assertThat(shell.run("server", "list", "--at", "http://127.0.0.1.example.com").exit())
        .isEqualTo(2);
  }

  @Test
  void isNoPartOfAnAddress() {
    var seen = shell.run("server", "list", "--at", "https://gth_x:y@gw.example.com");

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.all()).doesNotContain("gth_x");
  }

  @Test
  void thatIsNoneIsNotShown() {
    var seen = shell.with("GATEHOUSE_KEY", "gth_a b\nc").run("server", "list");

    assertThat(seen.errors()).contains("GATEHOUSE_KEY holds no key").doesNotContain("gth_a");
  }
}
