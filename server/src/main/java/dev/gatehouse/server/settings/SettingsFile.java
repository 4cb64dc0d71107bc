package dev.gatehouse.server.settings;

import dev.gatehouse.core.registry.ServerName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Edits a settings file on behalf of its owner: puts a server in, takes one out. Everything else,
 * comments and layout included, stays byte for byte. The new text is checked before it replaces the
 * old one, in one step. Not for use by two threads on one file.
 */
public final class SettingsFile {
  private final SettingsLoader loader;
  private final Path file;

  public SettingsFile(SettingsLoader loader, Path file) {
    this.loader = loader;
    this.file = file;
  }

  /**
   * Adds a server that runs as a child process, at the end of {@code servers:}. Makes the file, for
   * its owner alone (mode 600), when there is none.
   *
   * @param command program and arguments
   * @param environment variables, each plain text or a secret reference
   * @throws NotEdited when there is a server of that name, or the layout cannot be edited safely
   * @throws Problems when the file has problems already, or would have with the server
   * @throws IOException when it cannot be written
   */
  public void addStdio(ServerName name, List<String> command, Map<String, String> environment)
      throws NotEdited, Problems, IOException {
    var old = Files.exists(file) ? SettingsLoader.read(file) : "";
    var before = root(old);
    var text = ServersText.add(old, before, name, command, environment);
    var wanted = (ObjectNode) NodeJson.of(before);
    var servers =
        wanted.get("servers") instanceof ObjectNode some ? some : wanted.putObject("servers");
    var server = servers.putObject(name.text());
    command.forEach(server.putArray("stdio")::add);
    if (!environment.isEmpty()) {
      environment.forEach(server.putObject("environment")::put);
    }
    replace(old, text, wanted);
  }

  /**
   * Removes a server.
   *
   * @throws NotEdited when there is none of that name, or the layout cannot be edited safely
   * @throws Problems when the file has problems already
   * @throws IOException when it cannot be written
   */
  public void remove(ServerName name) throws NotEdited, Problems, IOException {
    var old = SettingsLoader.read(file);
    var before = root(old);
    var text = ServersText.remove(old, before, name);
    var wanted = (ObjectNode) NodeJson.of(before);
    var servers = (ObjectNode) wanted.get("servers");
    servers.remove(name.text());
    if (servers.isEmpty()) {
      wanted.putNull("servers");
    }
    replace(old, text, wanted);
  }

  private Node.Mapping root(String text) throws Problems {
    loader.decode(text, SettingsLoader.name(file));
    return YamlReader.read(text, new Report("")).orElseThrow() instanceof Node.Mapping mapping
        ? mapping
        : Node.empty(Place.START);
  }

  private void replace(String old, String text, JsonNode wanted)
      throws NotEdited, Problems, IOException {
    var read = YamlReader.read(text, new Report(""));
    if (read.isEmpty() || !NodeJson.of(read.get()).equals(wanted)) {
      throw new NotEdited(
          "the layout of "
              + SettingsLoader.name(file)
              + " cannot be edited safely; edit it by hand");
    }
    loader.decode(text, SettingsLoader.name(file));
    // A symlink stays one: what it leads to is replaced.
    var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    var next = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      write(next, text, permissions(target));
      var now = Files.exists(target) ? SettingsLoader.read(target) : "";
      if (!now.equals(old)) {
        throw new NotEdited(SettingsLoader.name(file) + " was changed just now; try again");
      }
      Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static Set<PosixFilePermission> permissions(Path target) throws IOException {
    return Files.exists(target)
        ? Files.getPosixFilePermissions(target)
        : PosixFilePermissions.fromString("rw-------");
  }

  private static void write(Path path, String text, Set<PosixFilePermission> permissions)
      throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var closed = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(path, options, closed)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.setPosixFilePermissions(path, permissions);
  }
}
