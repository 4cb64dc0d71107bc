package dev.gatehouse.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteDataSource;

/**
 * The shape of the tables. Flyway brings an older file up to date; since it takes hundreds of
 * milliseconds to wake up, one query decides whether it is needed at all.
 */
final class Schema {
  /** The number of the last file beside {@code V1__decisions.sql}. */
  static final int NEWEST = 6;

  private static final String FILES = "classpath:dev/gatehouse/store/sqlite/schema";
  private static final String HISTORY = "flyway_schema_history";

  private Schema() {}

  /**
   * Makes the file's schema the newest.
   *
   * @throws dev.gatehouse.core.store.StoreFailed when it is newer than this program, or damaged
   */
  static void upgrade(SQLiteDataSource source, Trouble trouble) throws SQLException {
    int version;
    try (var connection = source.getConnection()) {
      check(connection, trouble);
      version = versionOf(connection);
    }
    if (version > NEWEST) {
      throw trouble.newer(version, NEWEST);
    }
    if (version < NEWEST) {
      migrate(source, trouble);
    }
  }

  /** The newest step that was taken, 0 in a new file. */
  static int versionOf(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var known =
            statement.executeQuery(
                "select 1 from sqlite_master where type = 'table' and name = '" + HISTORY + "'")) {
      if (!known.next()) {
        return 0;
      }
    }
    try (var statement = connection.createStatement();
        var newest =
            statement.executeQuery(
                "select max(cast(version as integer)) from " + HISTORY + " where success = 1")) {
      return newest.next() ? newest.getInt(1) : 0;
    }
  }

  private static void check(Connection connection, Trouble trouble) throws SQLException {
    try (var statement = connection.createStatement();
        var answer = statement.executeQuery("pragma quick_check(1)")) {
      var found = answer.next() ? answer.getString(1) : "no answer";
      if (!found.equals("ok")) {
        throw trouble.damaged(found);
      }
    }
  }

  private static void migrate(SQLiteDataSource source, Trouble trouble) {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(source)
          .locations(FILES)
          .validateMigrationNaming(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw trouble.notUpgraded(e);
    }
  }
}
