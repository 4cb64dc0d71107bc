package dev.gatehouse.server.admin;

import dev.gatehouse.core.identity.ApiKey;
import dev.gatehouse.core.identity.KeyStore;
import dev.gatehouse.core.identity.StoredKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys that are kept in the store. */
public final class StoredKeyDesk implements KeyDesk {
  private final KeyStore keys;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public StoredKeyDesk(KeyStore keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public IssuedKey create(NewKey wanted) {
    var now = clock.instant();
    if (wanted.roles().isEmpty()) {
      throw new IllegalArgumentException("a key without a role can do nothing: give roles");
    }
    if (wanted.expires().filter(expires -> !expires.isAfter(now)).isPresent()) {
      throw new IllegalArgumentException("expires is not in the future");
    }
    var created =
        ApiKey.create(
            wanted.name(),
            Set.copyOf(wanted.roles()),
            wanted.attributes(),
            now,
            wanted.expires(),
            random);
    keys.add(created.stored());
    return new IssuedKey(view(created.stored(), now), created.text().reveal());
  }

  @Override
  public List<KeyView> all() {
    var now = clock.instant();
    return keys.all().stream().map(key -> view(key, now)).toList();
  }

  @Override
  public Optional<KeyView> find(String which) {
    return StoredKey.choose(keys.all(), which).map(key -> view(key, clock.instant()));
  }

  @Override
  public boolean revoke(String id) {
    return keys.revoke(id, clock.instant());
  }

  private static KeyView view(StoredKey key, Instant now) {
    return new KeyView(
        key.id(),
        key.name(),
        key.prefix(),
        state(key, now),
        key.roles().stream().sorted().toList(),
        key.created(),
        key.expires(),
        key.revoked(),
        key.attributes());
  }

  private static State state(StoredKey key, Instant now) {
    if (key.revoked().isPresent()) {
      return State.REVOKED;
    }
    return key.expires().filter(expires -> !now.isBefore(expires)).isPresent()
        ? State.EXPIRED
        : State.ACTIVE;
  }
}
