package dev.gatehouse.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own; closing it ends it. */
final class GatewayProcess implements AutoCloseable {
  private static final String LISTENING = "listening on ";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path folder;
  private final Map<String, String> keys;
  private final Process process;
  private final Tail output = new Tail(1 << 20);
  private final CompletableFuture<URI> address = new CompletableFuture<>();

  private GatewayProcess(Path folder, Map<String, String> keys, Process process) {
    this.folder = folder;
    this.keys = keys;
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  /** Starts {@code gatehouse up} with these settings, and waits until it listens. */
  static GatewayProcess up(String settings, String... roles) {
    try {
      var folder = Files.createTempDirectory("gatehouse-");
      var keys =
          RunningGateway.keys(Files.createDirectories(folder.resolve("data")), List.of(roles));
      Files.writeString(
          folder.resolve("gatehouse.yaml"), "listen: 127.0.0.1:0\ndata: ./data\n" + settings);
      return started(folder, keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GatewayProcess started(Path folder, Map<String, String> keys) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.gatehouse.server.command.Main",
            "up");
    builder.directory(folder.toFile()).redirectErrorStream(true);
    var gateway = new GatewayProcess(folder, keys, builder.start());
    gateway.url("/");
    return gateway;
  }

  /** Kills it, and starts another one on what it left behind. Close that one only. */
  GatewayProcess killedAndStartedAgain() {
    try {
      process.destroyForcibly();
      process.onExit().join();
      return started(folder, keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        var at = line.indexOf(LISTENING);
        if (at >= 0) {
          address.complete(URI.create(line.substring(at + LISTENING.length()).split("\\s", -1)[0]));
        }
      }
    } catch (IOException _) {
      // it ended, or was ended
    }
    address.completeExceptionally(new IllegalStateException("its output ended"));
  }

  URI url(String path) {
    try {
      return address.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).resolve(path);
    } catch (Exception e) {
      close();
      throw new IllegalStateException("it does not listen:\n" + output.recent(), e);
    }
  }

  Caller caller(String role, String path) {
    var key = keys.get(role);
    return Caller.of(url(path)).withBearer(key == null ? "" : key);
  }

  /** Asks it to stop, by SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Its exit code, waited for. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE)) {
      throw new IllegalStateException("it does not end:\n" + output.recent());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    RunningGateway.remove(folder);
  }
}
