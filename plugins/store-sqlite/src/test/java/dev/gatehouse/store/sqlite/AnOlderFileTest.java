package dev.gatehouse.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** What was decided before pins were there. */
class AnOlderFileTest {
  @TempDir Path directory;

  private SQLiteDataSource ofTheSecondSchema() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    var file = directory.resolve(SqliteStores.FILE);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    var source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file);
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:dev/gatehouse/store/sqlite/schema")
        .target("2")
        .load()
        .migrate();
    return source;
  }

  @Test
  void keepsItsApprovalsAndHasNoPinsYet() throws Exception {
    var source = ofTheSecondSchema();
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "insert into approvals values ('crm', '"
              + "a".repeat(64)
              + "', 'ana', '2026-11-24T10:00:00Z')");
    }

    try (var stores = new SqliteStores(directory)) {
      assertThat(stores.approvals().all())
          .singleElement()
          .satisfies(decision -> {
            assertThat(decision.server().text()).isEqualTo("crm");
            assertThat(decision.drift()).isEqualTo(Optional.empty());
          });
      assertThat(stores.pins().all()).isEmpty();
    }
  }
}
