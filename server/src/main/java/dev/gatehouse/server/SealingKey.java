package dev.gatehouse.server;

import dev.gatehouse.core.sealing.Sealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The key for what clients carry, in a file that only its owner can read. */
final class SealingKey {
  private static final String NAME = "sealing.key";

  private SealingKey() {}

  /**
   * The key of this data directory; made when there is none.
   *
   * @throws IOException when it cannot be read or made, or has another size
   */
  static byte[] in(Path directory) throws IOException {
    var file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      var key = new byte[Sealer.KEY_BYTES];
      new SecureRandom().nextBytes(key);
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Files.createFile(file, ownerOnly);
      Files.write(file, key, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }
    var key = Files.readAllBytes(file);
    if (key.length != Sealer.KEY_BYTES) {
      throw new IOException(
          file
              + " is not a key of "
              + Sealer.KEY_BYTES
              + " bytes: restore it, or remove it, and"
              + " clients begin anew");
    }
    return key;
  }
}
