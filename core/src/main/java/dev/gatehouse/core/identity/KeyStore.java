package dev.gatehouse.core.identity;

import java.time.Instant;
import java.util.List;

/**
 * Keeps API keys. Thread-safe; may block, so call it on a virtual thread. Every implementation runs
 * {@code KeyStoreContract}.
 */
public interface KeyStore {
  /**
   * Adds a key; it is there when this returns.
   *
   * @throws IllegalArgumentException when its id or hash is taken, or its name is taken by a key
   *     that is not revoked; the message names what to do
   */
  void add(StoredKey key);

  /** All keys, revoked and expired ones too, oldest first (by time of creation, then by id). */
  List<StoredKey> all();

  /**
   * Revokes the one key that {@link StoredKey#choose} finds.
   *
   * @param which its id, its name, or what is shown of it
   * @return false when no key that is not yet revoked is meant
   * @throws IllegalArgumentException when several are meant; the message lists their ids
   */
  boolean revoke(String which, Instant when);
}
