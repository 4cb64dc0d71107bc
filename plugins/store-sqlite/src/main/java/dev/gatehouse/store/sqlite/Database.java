package dev.gatehouse.store.sqlite;

import dev.gatehouse.core.store.Changes;
import dev.gatehouse.core.store.StoreFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * One open file: a lane that writes and a few that only read. Everything that was written is on the
 * disk when {@link #change} returns.
 */
final class Database implements AutoCloseable {
  private static final int READERS = 2;
  private static final int BUSY_TIMEOUT_MS = 5_000;

  private final InstanceLock lock;
  private final Changes changes;
  private final Lane writer;
  private final List<Lane> readers;
  private final AtomicInteger next = new AtomicInteger();

  private Database(InstanceLock lock, Changes changes, Lane writer, List<Lane> readers) {
    this.lock = lock;
    this.changes = changes;
    this.writer = writer;
    this.readers = List.copyOf(readers);
  }

  /**
   * Opens the file in the directory, after making and upgrading it where needed.
   *
   * @throws StoreFailed when that is not possible
   */
  static Database open(Path directory, String name, Changes changes) {
    var file = directory.resolve(name);
    var trouble = new Trouble(file);
    try {
      OwnerOnly.createDirectory(directory);
      var lock = InstanceLock.take(directory);
      try {
        return openLocked(file, lock, changes, trouble);
      } catch (IOException | SQLException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException | SQLException | RuntimeException e) {
      throw trouble.of(e);
    }
  }

  private static Database openLocked(Path file, InstanceLock lock, Changes changes, Trouble trouble)
      throws IOException, SQLException {
    if (file.toString().indexOf('?') >= 0) {
      throw new StoreFailed("the driver takes no question mark in a path: " + file);
    }
    OwnerOnly.createFile(file);
    Schema.upgrade(source(file, false), trouble);
    var lanes = new ArrayList<Lane>();
    try {
      // The writer first: its connection makes the shared files that readers may only look at.
      lanes.add(new Lane("store-writer", source(file, false), trouble));
      for (var index = 0; index < READERS; index++) {
        lanes.add(new Lane("store-reader-" + index, source(file, true), trouble));
      }
      return new Database(lock, changes, lanes.getFirst(), lanes.subList(1, lanes.size()));
    } catch (SQLException | RuntimeException e) {
      closeAll(lanes);
      throw e;
    }
  }

  /** Pragmas go as properties of the driver: of an initial SQL text it would run only the first. */
  private static SQLiteDataSource source(Path file, boolean readsOnly) {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.enforceForeignKeys(true);
    config.setReadOnly(readsOnly);
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  /** Runs a query. */
  <T> T read(Function<DSLContext, T> work) {
    return readers.get(Math.floorMod(next.getAndIncrement(), READERS)).run(work);
  }

  /** Runs one transaction; when it says that it changed something, everybody who listens hears. */
  <T> T change(Function<DSLContext, Change<T>> work) {
    var change = writer.inTransaction(work);
    if (change.changed()) {
      changes.changed();
    }
    return change.outcome();
  }

  /** What a transaction returns, and whether it changed anything. */
  record Change<T>(T outcome, boolean changed) {}

  /** Readers first: the last connection to close folds the write-ahead log into the file. */
  @Override
  public void close() {
    try (lock;
        writer) {
      closeAll(readers);
    } catch (IOException | SQLException e) {
      throw new StoreFailed("closing the store failed", e);
    }
  }

  private static void closeAll(List<Lane> lanes) throws SQLException {
    for (var lane : lanes) {
      lane.close();
    }
  }
}
