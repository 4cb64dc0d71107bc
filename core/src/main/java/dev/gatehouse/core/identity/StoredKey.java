package dev.gatehouse.core.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An API key as it is kept. Holds nothing from which the key could be made again.
 *
 * @param id random, never changes, unique
 * @param name what people call it; unique among the keys that are not revoked; also the name of the
 *     agent that calls with it
 * @param prefix what may be shown of the key, for example {@code gth_7Qm…}
 * @param hash SHA-256 of the key, 64 hexadecimal digits in lower case, unique
 * @param roles names of roles
 * @param created when it was made
 * @param expires the first instant at which it no longer holds; empty for never
 * @param revoked since when it is refused; empty while it is not
 * @param attributes further facts for conditions: strings, booleans, numbers, lists and maps
 */
public record StoredKey(
    String id,
    String name,
    String prefix,
    String hash,
    Set<String> roles,
    Instant created,
    Optional<Instant> expires,
    Optional<Instant> revoked,
    Map<String, Object> attributes) {
  private static final int LONGEST = 100;
  private static final int MOST_ROLES = 100;

  /**
   * @throws IllegalArgumentException when a name is empty, longer than 100 characters or has
   *     control characters, when there are more than 100 roles, or the hash is not a SHA-256
   */
  public StoredKey {
    word("id", id);
    word("name", name);
    word("prefix", prefix);
    if (!hash.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "the hash of a key is 64 hexadecimal digits in lower case, not "
              + hash.length()
              + " characters");
    }
    roles.forEach(role -> word("role", role));
    if (roles.size() > MOST_ROLES) {
      throw new IllegalArgumentException("a key has 0 to 100 roles, not " + roles.size());
    }
    roles = Set.copyOf(roles);
    attributes = Map.copyOf(attributes);
  }

  /** The same key, refused from an instant on. */
  public StoredKey revokedAt(Instant when) {
    return new StoredKey(
        id, name, prefix, hash, roles, created, expires, Optional.of(when), attributes);
  }

  /**
   * Finds the one key that a person means, among those not revoked: by id, else by name, else by
   * what is shown of it ({@code gth_7Qm} with or without the dots).
   *
   * @throws IllegalArgumentException when several keys show the same; the message lists their ids
   */
  public static Optional<StoredKey> choose(Collection<StoredKey> keys, String which) {
    var live = keys.stream().filter(key -> key.revoked().isEmpty()).toList();
    var exact =
        live.stream()
            .filter(key -> key.id().equals(which))
            .findFirst()
            .or(() -> live.stream().filter(key -> key.name().equals(which)).findFirst());
    if (exact.isPresent()) {
      return exact;
    }
    var shown = which.endsWith("…") ? which : which + "…";
    var candidates = live.stream().filter(key -> key.prefix().equals(shown)).toList();
    if (candidates.size() > 1) {
      throw new IllegalArgumentException(
          candidates.size()
              + " keys begin with "
              + shown
              + "; name one by its id: "
              + String.join(", ", candidates.stream().map(StoredKey::id).sorted().toList()));
    }
    return candidates.stream().findFirst();
  }

  private static void word(String what, String text) {
    if (text.isBlank()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the " + what + " of a key has 1 to 100 characters and no control characters");
    }
  }
}
