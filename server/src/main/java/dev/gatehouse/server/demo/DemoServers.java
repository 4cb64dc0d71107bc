package dev.gatehouse.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real servers of the tour: one that is started here and reached over HTTP, and the commands of
 * two that the gateway starts itself. All come from npm, pinned by the lock file of this project.
 */
final class DemoServers implements AutoCloseable {
  private static final int INSTALL_MINUTES = 5;
  private static final String PACKAGES = "node_modules/@modelcontextprotocol/";

  private final Path peers;
  private final Process everything;
  private final URI everythingUrl;

  private DemoServers(Path peers, Process everything, URI everythingUrl) {
    this.peers = peers;
    this.everything = everything;
    this.everythingUrl = everythingUrl;
  }

  /**
   * Installs what is missing and starts the server that is reached over HTTP.
   *
   * @param home the project's own folder
   * @throws IOException when npm or node is missing or fails; the message says what to do
   */
  static DemoServers start(Path home) throws IOException, InterruptedException {
    var peers = home.resolve("conformance/peers");
    if (!Files.exists(peers.resolve("package-lock.json"))) {
      throw new IOException(
          "the demo needs the project's folder conformance/peers; run it from a checkout");
    }
    install(peers);
    var process =
        new ProcessBuilder(
                "node",
                "--import",
                "./loopback.mjs",
                PACKAGES + "server-everything/dist/index.js",
                "streamableHttp")
            .directory(peers.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new DemoServers(peers, process, ready(process));
  }

  private static void install(Path peers) throws IOException, InterruptedException {
    Process install;
    try {
      install =
          new ProcessBuilder("node", "install.mjs")
              .directory(peers.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new IOException("the demo needs node 20 or later with npm on the path", e);
    }
    var said = new String(install.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!install.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || install.exitValue() != 0) {
      install.destroyForcibly();
      throw new IOException("npm could not install the demo's servers:\n" + said);
    }
  }

  /** Reads on until the server says where it is. */
  private static URI ready(Process process) throws IOException {
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("{\"url\"")) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return URI.create(JsonMapper.shared().readTree(line).path("url").stringValue());
      }
    }
    throw new IOException("server-everything ended before it was ready");
  }

  /** Where the one server is reached. */
  URI everything() {
    return everythingUrl;
  }

  /** Command of the server that reads and writes files in this folder. */
  List<String> filesystem(Path folder) {
    return command("server-filesystem", folder.toString());
  }

  /** Command of the server that remembers. */
  List<String> memory() {
    return command("server-memory");
  }

  private List<String> command(String server, String... arguments) {
    var command = new ArrayList<String>();
    command.add("node");
    command.add(peers.resolve(PACKAGES + server + "/dist/index.js").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  public void close() {
    everything.descendants().forEach(ProcessHandle::destroy);
    everything.destroy();
  }
}
