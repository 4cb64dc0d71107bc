package dev.gatehouse.store.sqlite;

import dev.gatehouse.core.artifacts.ArtifactStore;
import dev.gatehouse.core.identity.KeyStore;
import dev.gatehouse.core.inventory.InventoryStore;
import dev.gatehouse.core.policy.GrantStore;
import dev.gatehouse.core.registry.ApprovalStore;
import dev.gatehouse.core.registry.PinStore;
import dev.gatehouse.core.registry.ServerStore;
import dev.gatehouse.core.store.Changes;
import dev.gatehouse.core.store.StoreFailed;
import dev.gatehouse.core.store.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one gateway in {@code gatehouse.db} in its data directory, which only its owner can
 * read and only one running gateway can use. A lock is held while the file is opened, never while
 * it is read or written.
 */
public final class SqliteStores implements Stores {
  /** The name of the file in the data directory. */
  public static final String FILE = "gatehouse.db";

  /**
   * Kept, since the logging system forgets loggers that nobody holds, and their level with them.
   */
  private static final List<Logger> TALKATIVE =
      Stream.of("org.jooq", "org.flywaydb").map(Logger::getLogger).toList();

  private final Path directory;
  private final Changes changes = new Changes();
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable Database database;
  private volatile boolean isClosed;

  private final ServerStore servers = new SqliteServerStore(this::database);
  private final SqlitePinStore pins = new SqlitePinStore(this::database);
  private final ApprovalStore approvals = new SqliteApprovalStore(this::database, pins);
  private final GrantStore grants = new SqliteGrantStore(this::database);
  private final KeyStore keys = new SqliteKeyStore(this::database);
  private final ArtifactStore artifacts = new SqliteArtifactStore(this::database);
  private final InventoryStore inventory = new SqliteInventoryStore(this::database);

  /** Stores in this data directory. Touches nothing yet. */
  public SqliteStores(Path directory) {
    this.directory = directory;
  }

  @Override
  public ServerStore servers() {
    return servers;
  }

  @Override
  public ApprovalStore approvals() {
    return approvals;
  }

  @Override
  public PinStore pins() {
    return pins;
  }

  @Override
  public GrantStore grants() {
    return grants;
  }

  @Override
  public KeyStore keys() {
    return keys;
  }

  @Override
  public ArtifactStore artifacts() {
    return artifacts;
  }

  @Override
  public InventoryStore inventory() {
    return inventory;
  }

  @Override
  public void open() {
    var _ = database();
  }

  @Override
  public long version() {
    return changes.version();
  }

  @Override
  public void onChange(Runnable listener) {
    changes.onChange(listener);
  }

  @Override
  public void close() {
    opening.lock();
    try {
      isClosed = true;
      var open = database;
      database = null;
      if (open != null) {
        open.close();
      }
    } finally {
      opening.unlock();
    }
  }

  private Database database() {
    var open = database;
    return open == null ? opened() : open;
  }

  private Database opened() {
    opening.lock();
    try {
      if (isClosed) {
        throw new StoreFailed("the store in " + directory + " is closed");
      }
      var open = database;
      if (open == null) {
        quieten();
        open = Database.open(directory, FILE, changes);
        database = open;
      }
      return open;
    } finally {
      opening.unlock();
    }
  }

  private static void quieten() {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
  }
}
