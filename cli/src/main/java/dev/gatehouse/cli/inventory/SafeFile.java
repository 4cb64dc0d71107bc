package dev.gatehouse.cli.inventory;

import dev.gatehouse.core.clients.SettingsReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A file of somebody else, read without being led elsewhere: what it is comes first, and nothing
 * but a regular file of bounded size inside of a directory is opened.
 */
final class SafeFile {
  private SafeFile() {}

  /** A file that is not read; the message says why. */
  static final class NotRead extends Exception {
    private static final long serialVersionUID = 1;

    NotRead(String message) {
      super(message);
    }
  }

  /**
   * What a file really is.
   *
   * @param path without links
   */
  record Opened(Path path, byte[] bytes) {}

  /**
   * Reads a file, empty when there is none.
   *
   * @param root where it must lie, whatever links say
   * @throws NotRead when it must not be read, or cannot be
   */
  static Optional<Opened> read(Path root, Path file) throws NotRead {
    try {
      var real = file.toRealPath();
      if (!real.startsWith(root.toRealPath())) {
        throw new NotRead("a link leads out of the directory that is looked through");
      }
      var is = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (is.isDirectory()) {
        return Optional.empty();
      }
      if (!is.isRegularFile()) {
        throw new NotRead("it is no regular file");
      }
      if (is.size() > SettingsReader.MOST_BYTES) {
        throw new NotRead("the file is larger than " + (SettingsReader.MOST_BYTES >> 20) + " MiB");
      }
      try (var in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.of(new Opened(real, in.readNBytes(SettingsReader.MOST_BYTES + 1)));
      }
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (AccessDeniedException _) {
      throw new NotRead("this user may not read it");
    } catch (IOException | SecurityException _) {
      throw new NotRead("it cannot be read");
    }
  }
}
