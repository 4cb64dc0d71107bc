package dev.gatehouse.core.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Secrets from files and environment variables of this machine. A file is read again when it was
 * replaced or changed. Thread-safe; reads at most 64 KiB of one file.
 */
public final class LocalSecrets implements Secrets {
  private static final int MOST_BYTES = 64 * 1024;

  private final Path base;
  private final Function<String, @Nullable String> environment;
  private final Consumer<String> warnings;
  private final Map<Path, Held> files = new ConcurrentHashMap<>();
  private final Set<Path> warned = ConcurrentHashMap.newKeySet();

  /**
   * @param base what a relative file reference is relative to
   * @param environment looks up a variable, null when it is not set
   * @param warnings told once of each file that everybody on the machine may read
   */
  public LocalSecrets(
      Path base, Function<String, @Nullable String> environment, Consumer<String> warnings) {
    this.base = base;
    this.environment = environment;
    this.warnings = warnings;
  }

  /** The secrets of this process: its environment, and files relative to {@code base}. */
  public static LocalSecrets ofThisProcess(Path base, Consumer<String> warnings) {
    return new LocalSecrets(base, System::getenv, warnings);
  }

  @Override
  public Secret resolve(SecretReference reference) {
    var text = reference.file().map(file -> fromFile(reference, base.resolve(file)));
    return text.orElseGet(() -> fromEnvironment(reference));
  }

  private Secret fromEnvironment(SecretReference reference) {
    var name = reference.text().substring("env:".length());
    var value = environment.apply(name);
    if (value == null || value.isEmpty()) {
      throw new SecretMissing(
          reference.text()
              + ": the environment variable is not set or empty; set it for the gateway");
    }
    return usable(reference, value);
  }

  private Secret fromFile(SecretReference reference, Path file) {
    try {
      var state = State.of(file);
      var held = files.get(file);
      if (held == null || !held.state.equals(state)) {
        held = new Held(state, usable(reference, read(reference, file)));
        files.put(file, held);
        warnIfOpenToAll(file);
      }
      return held.secret;
    } catch (NoSuchFileException e) {
      throw new SecretMissing(
          reference.text() + ": there is no such file; create it or correct it");
    } catch (IOException e) {
      throw new SecretMissing(
          reference.text()
              + ": the file cannot be read ("
              + e.getClass().getSimpleName()
              + "); check its permissions for the gateway's user");
    }
  }

  private static String read(SecretReference reference, Path file) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES) {
      throw new SecretMissing(
          reference.text() + ": the file is over 64 KiB, too large for a secret");
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return withoutLineEnd(text);
    } catch (CharacterCodingException e) {
      throw new SecretMissing(reference.text() + ": the file is not UTF-8 text");
    }
  }

  private static String withoutLineEnd(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static Secret usable(SecretReference reference, String value) {
    if (value.isEmpty()) {
      throw new SecretMissing(reference.text() + ": it is empty; put the secret there");
    }
    if (Placeholder.looksLike(value)) {
      throw new SecretMissing(
          reference.text()
              + ": it holds a placeholder or something easily guessed, not a secret; put the real one"
              + " there (8 characters or more)");
    }
    return new Secret(value);
  }

  private void warnIfOpenToAll(Path file) {
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)
          && warned.add(file)) {
        warnings.accept(
            "secret file " + file + " may be read by everybody on this machine; chmod o-r it");
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Without POSIX permissions there is nothing to warn of.
      return;
    }
  }

  private record Held(State state, Secret secret) {}

  private record State(FileTime modified, long size, String key) {
    static State of(Path file) throws IOException {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new State(
          attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    }
  }
}
