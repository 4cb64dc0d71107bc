package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The keys that a user logged in with, a line {@code address key} each, in {@code
 * $XDG_CONFIG_HOME/gatehouse/credentials}. Only its owner may read the file (mode 600); a file that
 * others may read is not used.
 */
public final class Credentials {
  private static final long LONGEST = 1024 * 1024;
  private static final String OWNER = "rw-------";
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final Path file;

  private Credentials(Path file) {
    this.file = file;
  }

  /** Those of the user. */
  public static Credentials of(Surroundings here) {
    var config =
        here.variable("XDG_CONFIG_HOME")
            .map(here::path)
            .orElseGet(() -> here.home().resolve(".config"));
    return new Credentials(config.resolve("gatehouse").resolve("credentials"));
  }

  /** Where they are kept. */
  public Path file() {
    return file;
  }

  /** The key for this address. */
  public Optional<Key> find(Address address) {
    return Optional.ofNullable(read().get(address.toString()))
        .map(text -> Key.of(text, file.toString()));
  }

  /** Keeps a key, instead of the one before. */
  public void keep(Address address, Key key) {
    var all = read();
    all.put(address.toString(), key.reveal());
    write(all);
  }

  /** Forgets the key of this address; false when there is none. */
  public boolean forget(Address address) {
    var all = read();
    var wasThere = all.remove(address.toString()) != null;
    if (wasThere) {
      write(all);
    }
    return wasThere;
  }

  /**
   * The text of a file that only its owner may read; empty when there is none.
   *
   * @throws Failure when others may read it, or it cannot be read
   */
  static Optional<String> secretFile(Path file) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      for (var permission : Files.getPosixFilePermissions(file)) {
        if (OTHERS.contains(permission)) {
          throw Failure.failed("others than you may read " + file, "close it: chmod 600 " + file);
        }
      }
      if (Files.size(file) > LONGEST) {
        throw Failure.failed(file + " is too long to hold keys", "look at what is there");
      }
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw Failure.failed(
          "cannot read " + file + ": " + e.getMessage(), "make it a file that you may read");
    }
  }

  private Map<String, String> read() {
    var all = new TreeMap<String, String>();
    secretFile(file)
        .ifPresent(text ->
            text.lines()
                .map(line -> line.strip().split("\\s+", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> all.put(parts[0], parts[1])));
    return all;
  }

  private void write(Map<String, String> all) {
    var text = new StringBuilder();
    all.forEach((address, key) -> text.append(address).append(' ').append(key).append('\n'));
    var next = file.resolveSibling(".credentials." + UUID.randomUUID());
    try {
      Files.createDirectories(
          file.resolveSibling(""),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (var channel =
          Files.newByteChannel(
              next,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER)))) {
        var bytes = java.nio.ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Failure.failed(
          "cannot write " + file + ": " + e.getMessage(),
          "make the directory writable, or give the key by GATEHOUSE_KEY");
    } finally {
      remove(next);
    }
  }

  private static void remove(Path leftOver) {
    try {
      Files.deleteIfExists(leftOver);
    } catch (IOException _) {
      // It is as closed as the file that it would have become.
    }
  }
}
