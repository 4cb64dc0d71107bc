package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One Gatehouse with everything switched on, as its own process. */
final class GatewayProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String MAIN = "dev.gatehouse.server.command.Main";
  private static final List<String> FLAGS =
      List.of(
          "-Xms512m",
          "-Xmx512m",
          "-XX:FlightRecorderOptions=stackdepth=256",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final Child child;
  private final int port;
  private final String level;

  private GatewayProcess(Child child, int port, String level) {
    this.child = child;
    this.port = port;
    this.level = level;
  }

  /**
   * Starts it before the upstream.
   *
   * @param classPath the build that is started
   * @param level what records must survive: process or disk
   * @param servers how many servers it has; all are the one upstream, under many paths
   * @param tools how many tools each of them offers
   */
  static GatewayProcess start(
      Path directory,
      String classPath,
      String level,
      int servers,
      int tools,
      int upstreamPort,
      Issuer issuer)
      throws IOException {
    clear(directory);
    var port = Ports.free();
    var settings = directory.resolve("gatehouse.yaml");
    Files.writeString(settings, settings(port, level, servers, tools, upstreamPort, issuer));
    var flags = new ArrayList<>(FLAGS);
    var isOther = !classPath.equals(Child.ownClassPath());
    var more = System.getProperty(isOther ? "gatehouse.bench.beside" : "gatehouse.bench.flags", "");
    if (!more.isEmpty()) {
      flags.addAll(List.of(more.split(" ")));
    }
    var child =
        Child.java(
            "gatehouse",
            directory,
            flags,
            classPath,
            MAIN,
            List.of("up", "--config", settings.toString()));
    Ports.awaitListening(child, port, START);
    return new GatewayProcess(child, port, level);
  }

  int port() {
    return port;
  }

  long pid() {
    return child.pid();
  }

  String level() {
    return level;
  }

  void requireAlive() throws IOException {
    child.requireAlive();
  }

  /** Limits stand so high that they are counted, but never reached. */
  private static String settings(
      int port, String level, int servers, int tools, int upstreamPort, Issuer issuer) {
    var listed = new StringBuilder();
    for (var i = 1; i <= servers; i++) {
      listed.append(
          "  s%d: { url: 'http://127.0.0.1:%d/s%d-%d/mcp', approved: true }%n"
              .formatted(i, upstreamPort, i, tools));
    }
    return """
    listen: 127.0.0.1:%d
    data: ./data
    identity:
      issuers:
        - issuer: %s
          jwks: %s
          audience: %s
          agent: azp
          user: sub
          roles: roles
    servers:
    %sroles:
      %s:
        grants:
          - tools: "*/*"
            when: "args.amount <= 100"
        limits:
          - { calls: 1000000000, per: 1s }
          - { concurrent: 1000000 }
    limits:
      - { calls: 1000000000, per: 1s, by: everyone }
    guardrails:
      - secrets: { in: both, do: mask }
    audit: { level: %s }
    egress: { allow: [127.0.0.0/8] }
    flood: { per-caller: 1000000, per-connection: 1000000 }
    """
        .formatted(
            port, issuer.url(), issuer.keysUrl(), Issuer.AUDIENCE, listed, Issuer.ROLE, level);
  }

  private static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(directory);
  }

  @Override
  public void close() {
    child.close();
  }
}
