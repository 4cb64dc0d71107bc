package dev.gatehouse.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A real Keycloak on 127.0.0.1, started once in a run and ended with it. Its first start builds
 * itself and takes half a minute on a quiet machine, minutes on a busy one; its log is {@code
 * target/keycloak.log}. The realm is {@code acme}, from {@code keycloak/acme-realm.json}.
 */
final class Keycloak {
  /** What tokens of the bots are made for. */
  static final String AUDIENCE = "https://mcp.example.com/mcp";

  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final CompletableFuture<Keycloak> SHARED = new CompletableFuture<>();

  private final URI root;
  private final String adminPassword;

  private Keycloak(URI root, String adminPassword) {
    this.root = root;
    this.adminPassword = adminPassword;
  }

  /** The one of this run; the first call starts it. */
  static synchronized Keycloak shared() {
    if (!SHARED.isDone()) {
      SHARED.complete(start());
    }
    return SHARED.join();
  }

  /** Where it is, without a slash at the end. */
  URI root() {
    return root;
  }

  /** The issuer of the realm as it stands in its tokens. */
  String issuer() {
    return root + "/realms/acme";
  }

  /** Tokens and keys by its own API. */
  KeycloakClient client() {
    return new KeycloakClient(root, adminPassword);
  }

  private static Keycloak start() {
    try {
      var home = home();
      emptied(home.resolve("data"));
      importRealm(home.resolve("data/import"));
      var port = freePort();
      var password = UUID.randomUUID().toString();
      var process = process(home, port, password);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
      awaitListening(process, home.resolve("../../keycloak.log").normalize());
      return new Keycloak(URI.create("http://127.0.0.1:" + port), password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path home() {
    var home = Path.of(System.getProperty("keycloak.home", "target/keycloak/missing"));
    if (!Files.isDirectory(home)) {
      throw new IllegalStateException(
          "no Keycloak in " + home + "; run the tests by Maven's verify, which unpacks it");
    }
    return home.toAbsolutePath();
  }

  private static void importRealm(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (InputStream realm =
        Objects.requireNonNull(Keycloak.class.getResourceAsStream("/keycloak/acme-realm.json"))) {
      Files.copy(realm, folder.resolve("acme-realm.json"));
    }
  }

  private static Process process(Path home, int port, String password) throws IOException {
    var command =
        new ProcessBuilder(
            home.resolve("bin/kc.sh").toString(),
            "start-dev",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            "--import-realm");
    var environment = command.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", password);
    return command.redirectErrorStream(true).start();
  }

  /** Copies what it prints into the log and returns when it says that it listens. */
  private static void awaitListening(Process process, Path log) {
    var listens = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(() -> {
          try (var lines = process.inputReader(StandardCharsets.UTF_8);
              var file = Files.newBufferedWriter(log)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
              file.append(line).append('\n').flush();
              if (line.contains("Listening on:")) {
                listens.complete(line);
              }
            }
            listens.completeExceptionally(new IllegalStateException("it ended"));
          } catch (IOException e) {
            listens.completeExceptionally(e);
          }
        });
    try {
      listens.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      end(process);
      throw new IllegalStateException("Keycloak did not start; see " + log, e);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void emptied(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
