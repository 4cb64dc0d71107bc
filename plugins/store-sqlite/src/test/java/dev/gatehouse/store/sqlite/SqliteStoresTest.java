package dev.gatehouse.store.sqlite;

import static dev.gatehouse.testkit.StoredThings.THEN;
import static dev.gatehouse.testkit.StoredThings.approvalOf;
import static dev.gatehouse.testkit.StoredThings.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.store.StoreFailed;
import dev.gatehouse.core.store.Stores;
import dev.gatehouse.testkit.StoresContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoresTest implements StoresContract {
  private final Path directory;
  private final Stores stores;

  SqliteStoresTest(@TempDir Path parent) {
    directory = parent.resolve("data");
    stores = new SqliteStores(directory);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Override
  public Stores stores() {
    return stores;
  }

  @Test
  void touchNothingUntilTheyAreUsed() {
    assertThat(directory).doesNotExist();

    assertThat(stores.servers().all()).isEmpty();

    assertThat(directory.resolve("gatehouse.db")).exists();
  }

  @Test
  void keepEverythingWhenClosedAndOpenedAgain() {
    stores.servers().put(server("crm"));
    stores.approvals().approve(approvalOf(server("crm"), "ana"), java.util.Optional.empty());
    var grant = stores.grants().add("coder", Primitive.TOOL, "crm/*", "ana", THEN);
    stores.close();

    try (var again = new SqliteStores(directory)) {
      assertThat(again.servers().all()).containsExactly(server("crm"));
      assertThat(again.approvals().all()).containsExactly(approvalOf(server("crm"), "ana"));
      assertThat(again.grants().all()).containsExactly(grant);
      assertThat(again.version()).isZero();
    }
  }

  @Test
  void keepWhatWasWrittenWhenTheProcessDiesWithoutClosing(@TempDir Path elsewhere)
      throws IOException {
    stores.servers().put(server("crm"));

    // What the disk holds at this moment is what a killed process leaves behind.
    var left = elsewhere.resolve("left");
    Files.createDirectory(left);
    for (var file : new String[] {"gatehouse.db", "gatehouse.db-wal"}) {
      Files.copy(directory.resolve(file), left.resolve(file));
    }

    try (var again = new SqliteStores(left)) {
      assertThat(again.servers().all()).containsExactly(server("crm"));
    }
  }

  @Test
  void letOnlyTheOwnerRead() throws IOException {
    stores.servers().put(server("crm"));

    try (var files = Files.list(directory)) {
      assertThat(files)
          .hasSizeGreaterThanOrEqualTo(3)
          .allSatisfy(file -> assertThat(modeOf(file)).isEqualTo("rw-------"));
    }
    assertThat(modeOf(directory)).isEqualTo("rwx------");
  }

  @Test
  void narrowTheModeOfAFileThatWasOpenToOthers() throws IOException {
    stores.open();
    stores.close();
    var file = directory.resolve("gatehouse.db");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    try (var again = new SqliteStores(directory)) {
      again.open();
      assertThat(modeOf(file)).isEqualTo("rw-------");
    }
  }

  @Test
  void refuseADirectoryThatThisProcessHasOpen() {
    stores.open();

    try (var second = new SqliteStores(directory)) {
      assertThatThrownBy(second::open)
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining("in use by another running gateway")
          .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
    }

    stores.servers().put(server("crm"));
  }

  @Test
  void refuseAFileThatIsNoDatabase() throws IOException {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("gatehouse.db"), "not a database, not at all ".repeat(99));

    assertThatThrownBy(stores::open)
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining("gatehouse.db")
        .hasMessageContaining("backup");
  }

  @Test
  void refuseADamagedFile() throws IOException {
    for (var index = 0; index < 60; index++) {
      stores.servers().put(server("s-" + index));
    }
    stores.close();
    var file = directory.resolve("gatehouse.db");
    var bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
    Files.write(file, bytes);

    try (var again = new SqliteStores(directory)) {
      assertThatThrownBy(again::open)
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void refuseAFileOfANewerVersionAndLeaveItAsItIs() throws SQLException {
    stores.open();
    stores.close();
    run(
        "insert into flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " values (99, '7', 'later', 'SQL', 'V7__later.sql', '', 0, 1)");

    try (var again = new SqliteStores(directory)) {
      assertThatThrownBy(again::open)
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining("newer Gatehouse (schema 7, this one knows " + Schema.NEWEST);
    }
  }

  @Test
  void refuseADatabaseOfAnotherProgram() throws IOException, SQLException {
    Files.createDirectory(directory);
    run("create table recipes (name text)");

    assertThatThrownBy(stores::open)
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("not a store of Gatehouse");
  }

  @Test
  void canBeOpenedOnceTheCauseIsGone() throws IOException {
    Files.createDirectory(directory);
    var file = directory.resolve("gatehouse.db");
    Files.writeString(file, "not a database, not at all ".repeat(99));
    assertThatThrownBy(stores::open).isInstanceOf(StoreFailed.class);

    Files.delete(file);

    stores.open();
  }

  private void run(String sql) throws SQLException {
    var url = "jdbc:sqlite:" + directory.resolve("gatehouse.db");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  private static String modeOf(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
