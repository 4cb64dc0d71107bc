package dev.gatehouse.testkit;

import dev.gatehouse.core.artifacts.ArtifactStore;
import dev.gatehouse.core.identity.KeyStore;
import dev.gatehouse.core.identity.StoredKey;
import dev.gatehouse.core.inventory.InventoryStore;
import dev.gatehouse.core.policy.GrantStore;
import dev.gatehouse.core.policy.StoredGrant;
import dev.gatehouse.core.registry.ApprovalDecision;
import dev.gatehouse.core.registry.ApprovalStore;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.PinStore;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.ServerStore;
import dev.gatehouse.core.registry.StoredServer;
import dev.gatehouse.core.store.Changes;
import dev.gatehouse.core.store.StoreFailed;
import dev.gatehouse.core.store.Stores;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stores that forget everything when they are closed. Thread-safe. */
public final class InMemoryStores implements Stores {
  private final Changes changes = new Changes();
  private volatile boolean isClosed;
  private final Map<ServerName, Pin> pinned = new ConcurrentSkipListMap<>();
  private final ServerStore servers = new Servers();
  private final PinStore pins = new Pins();
  private final ApprovalStore approvals = new Approvals();
  private final GrantStore grants = new Grants();
  private final KeyStore keys = new Keys();
  private final ArtifactStore artifacts = new InMemoryArtifactStore();
  private final InventoryStore inventory = new InMemoryInventoryStore();

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
    checkOpen();
    return artifacts;
  }

  @Override
  public InventoryStore inventory() {
    checkOpen();
    return inventory;
  }

  @Override
  public void open() {
    checkOpen();
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
    isClosed = true;
  }

  private void checkOpen() {
    if (isClosed) {
      throw new StoreFailed("the store in memory is closed");
    }
  }

  private boolean toldOf(boolean changed) {
    if (changed) {
      changes.changed();
    }
    return changed;
  }

  private final class Servers implements ServerStore {
    private final Map<ServerName, StoredServer> rows = new ConcurrentSkipListMap<>();

    @Override
    public void put(StoredServer server) {
      checkOpen();
      rows.put(server.name(), server);
      changes.changed();
    }

    @Override
    public boolean remove(ServerName name) {
      checkOpen();
      return toldOf(rows.remove(name) != null);
    }

    @Override
    public List<StoredServer> all() {
      checkOpen();
      return List.copyOf(rows.values());
    }
  }

  private final class Approvals implements ApprovalStore {
    private final Map<ServerName, ApprovalDecision> rows = new ConcurrentSkipListMap<>();

    @Override
    public void approve(ApprovalDecision decision, Optional<Pin> seen) {
      checkOpen();
      rows.put(decision.server(), decision);
      pinned.remove(decision.server());
      seen.ifPresent(pin -> pinned.put(pin.server(), pin));
      changes.changed();
    }

    @Override
    public boolean revoke(ServerName server) {
      checkOpen();
      var found = rows.remove(server) != null;
      if (found) {
        pinned.remove(server);
      }
      return toldOf(found);
    }

    @Override
    public List<ApprovalDecision> all() {
      checkOpen();
      return List.copyOf(rows.values());
    }
  }

  private final class Pins implements PinStore {
    @Override
    @SuppressWarnings("ReferenceEquality") // this very pin was put there
    public boolean pinFirst(Pin pin) {
      checkOpen();
      var kept =
          pinned.compute(
              pin.server(),
              (_, there) ->
                  there != null && there.fingerprint().equals(pin.fingerprint()) ? there : pin);
      return toldOf(kept == pin);
    }

    @Override
    public List<Pin> all() {
      checkOpen();
      return List.copyOf(pinned.values());
    }
  }

  private final class Keys implements KeyStore {
    private final KeyStore rows = new InMemoryKeyStore();

    @Override
    public void add(StoredKey key) {
      checkOpen();
      rows.add(key);
      changes.changed();
    }

    @Override
    public List<StoredKey> all() {
      checkOpen();
      return rows.all();
    }

    @Override
    public boolean revoke(String which, Instant when) {
      checkOpen();
      return toldOf(rows.revoke(which, when));
    }
  }

  private final class Grants implements GrantStore {
    private final AtomicLong last = new AtomicLong();
    private final Map<Long, StoredGrant> rows = new ConcurrentSkipListMap<>();

    @Override
    public StoredGrant add(String role, Primitive primitive, String glob, String by, Instant at) {
      checkOpen();
      var wanted = new StoredGrant(last.incrementAndGet(), role, primitive, glob, by, at);
      StoredGrant kept;
      synchronized (rows) {
        var same = rows.values().stream().filter(wanted::allowsTheSameAs).findFirst();
        kept = same.orElse(wanted);
        rows.putIfAbsent(kept.id(), kept);
      }
      var _ = toldOf(kept.id() == wanted.id());
      return kept;
    }

    @Override
    public boolean remove(long id) {
      checkOpen();
      return toldOf(rows.remove(id) != null);
    }

    @Override
    public List<StoredGrant> all() {
      checkOpen();
      return List.copyOf(rows.values());
    }
  }
}
