package dev.gatehouse.server.desk;

import dev.gatehouse.core.identity.Impersonation;
import dev.gatehouse.core.identity.KeyStore;
import dev.gatehouse.core.identity.StoredKey;
import dev.gatehouse.core.policy.PolicyRules;
import dev.gatehouse.core.policy.Role;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds whom an administrator means by {@code role:…}, {@code key:…} or a bare name. */
final class Somebody {
  private static final String ROLE = "role:";
  private static final String KEY = "key:";

  private final KeyStore keys;
  private final Supplier<PolicyRules> rules;
  private final InstantSource clock;

  Somebody(KeyStore keys, Supplier<PolicyRules> rules, InstantSource clock) {
    this.keys = keys;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * The one who is meant; a bare name is a key's before it is a role's.
   *
   * @throws IllegalArgumentException when that is nobody
   */
  Impersonation called(String as) {
    if (as.startsWith(ROLE)) {
      return role(as.substring(ROLE.length()));
    }
    if (as.startsWith(KEY)) {
      return key(as);
    }
    var key = find(as);
    if (key.isPresent()) {
      return Impersonation.ofKey(key.get(), clock.instant());
    }
    return isRole(as) ? Impersonation.ofRole(as) : nobody(as, "key and no role");
  }

  /**
   * The owner of a key.
   *
   * @param as with or without {@code key:}
   * @throws IllegalArgumentException when there is no such key, or it does not hold
   */
  Impersonation key(String as) {
    var which = as.startsWith(KEY) ? as.substring(KEY.length()) : as;
    return find(which)
        .map(key -> Impersonation.ofKey(key, clock.instant()))
        .orElseGet(() -> nobody(which, "key"));
  }

  /** The key with this id, revoked or not. */
  Optional<StoredKey> byId(String id) {
    return keys.all().stream().filter(key -> key.id().equals(id)).findFirst();
  }

  private Optional<StoredKey> find(String which) {
    return StoredKey.choose(keys.all(), which);
  }

  private Impersonation role(String name) {
    return isRole(name) ? Impersonation.ofRole(name) : nobody(name, "role");
  }

  private boolean isRole(String name) {
    return name.equals(Role.ADMINISTRATOR) || rules.get().roles().containsKey(name);
  }

  private static Impersonation nobody(String name, String noun) {
    var shown = name.length() <= 100 ? name : name.substring(0, 100) + "…";
    throw new IllegalArgumentException(
        "there is no " + noun + " \"" + shown + "\": name a key, or role:… for a role");
  }
}
