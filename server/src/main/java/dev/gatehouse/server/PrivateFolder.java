package dev.gatehouse.server;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that only their owner can look into, where the system knows such a thing. */
final class PrivateFolder {
  private static final String OWNER_ONLY = "rwx------";
  private static final boolean HAS_MODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private PrivateFolder() {}

  /** The folder, made with mode 700 when it is not there. */
  static Path make(Path folder) throws IOException {
    if (Files.isDirectory(folder) || !HAS_MODES) {
      return Files.createDirectories(folder);
    }
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY));
    return Files.createDirectories(folder, mode);
  }

  /** The folder, with mode 700 from now on. */
  static Path narrow(Path folder) throws IOException {
    if (HAS_MODES) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(OWNER_ONLY));
    }
    return folder;
  }
}
