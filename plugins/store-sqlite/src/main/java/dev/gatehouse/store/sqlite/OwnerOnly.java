package dev.gatehouse.store.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and directories that only their owner may read. On systems without modes, plain ones. */
final class OwnerOnly {
  private static final boolean HAS_MODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnerOnly() {}

  /** Makes the file with mode 600, or narrows the one that is there. */
  static void createFile(Path file) throws IOException {
    if (!HAS_MODES) {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      return;
    }
    var mode = PosixFilePermissions.fromString("rw-------");
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
    } catch (FileAlreadyExistsException _) {
      Files.setPosixFilePermissions(file, mode);
    }
  }

  /** Makes the directory with mode 700 where it is missing; leaves one that is there as it is. */
  static void createDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (HAS_MODES) {
      var mode = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(mode));
    } else {
      Files.createDirectories(directory);
    }
  }
}
