package dev.gatehouse.server;

import dev.gatehouse.core.identity.ApiKey;
import dev.gatehouse.core.identity.KeyStore;
import dev.gatehouse.core.policy.Role;
import dev.gatehouse.core.secrets.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The key with which the first administrator of a new gateway begins. Made once, when no key was
 * ever made, and left in a file that only the owner of the data directory can read.
 */
final class FirstKey {
  /** The file's name in the data directory. */
  static final String FILE = "admin.key";

  private static final String NAME = "first-administrator";

  private FirstKey() {}

  /**
   * A new key, when the store has none, revoked ones included. The file is there before the key
   * holds, so that no key is lost.
   *
   * @throws IOException when the file cannot be written; there is no key then
   */
  static Optional<Secret> in(Path data, KeyStore keys, InstantSource clock) throws IOException {
    if (!keys.all().isEmpty()) {
      return Optional.empty();
    }
    var created =
        ApiKey.create(
            NAME,
            Set.of(Role.ADMINISTRATOR),
            Map.of(),
            clock.instant(),
            Optional.empty(),
            new SecureRandom());
    OwnersFile.write(data.resolve(FILE), created.text().reveal() + "\n");
    keys.add(created.stored());
    return Optional.of(created.text());
  }
}
