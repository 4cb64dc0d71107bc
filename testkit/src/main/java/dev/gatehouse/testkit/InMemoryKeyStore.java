package dev.gatehouse.testkit;

import dev.gatehouse.core.identity.KeyStore;
import dev.gatehouse.core.identity.StoredKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps API keys as long as the program runs. Thread-safe. */
public final class InMemoryKeyStore implements KeyStore {
  private final Map<String, StoredKey> keys = new HashMap<>();

  @Override
  public synchronized void add(StoredKey key) {
    for (var other : keys.values()) {
      if (other.id().equals(key.id()) || other.hash().equals(key.hash())) {
        throw new IllegalArgumentException("key " + key.id() + " is there already; make a new one");
      }
      if (other.name().equals(key.name()) && other.revoked().isEmpty()) {
        throw new IllegalArgumentException(
            "the name " + key.name() + " is taken; revoke that key first or choose another name");
      }
    }
    keys.put(key.id(), key);
  }

  @Override
  public synchronized List<StoredKey> all() {
    return keys.values().stream()
        .sorted(Comparator.comparing(StoredKey::created).thenComparing(StoredKey::id))
        .toList();
  }

  @Override
  public synchronized boolean revoke(String which, Instant when) {
    var chosen = StoredKey.choose(keys.values(), which);
    chosen.ifPresent(key -> keys.put(key.id(), key.revokedAt(when)));
    return chosen.isPresent();
  }
}
