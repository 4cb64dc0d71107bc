package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One Gatehouse with everything switched on, as its own process. */
final class GatewayProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String MAIN = "dev.gatehouse.server.command.Main";

  /** A heap that does not change its size while calls are timed. */
  static final List<String> FIXED_HEAP = List.of("-Xms512m", "-Xmx512m");

  /** A heap kept close to what lives in it, so that the size of the process tells of that. */
  static final List<String> TIGHT_HEAP =
      List.of(
          "-XX:+UseG1GC",
          "-XX:+UseCompactObjectHeaders",
          "-Xms32m",
          "-Xmx1g",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=20");

  private static final List<String> FLAGS =
      List.of(
          "-XX:FlightRecorderOptions=stackdepth=256",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final Child child;
  private final int port;

  private GatewayProcess(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  /**
   * A gateway that is to be started.
   *
   * @param directory of its own, emptied before
   * @param classPath the build that is started
   * @param heap flags of its JVM
   * @param level what records must survive: process or disk
   * @param servers paths at the upstream, or whole URLs of others, by their names
   */
  record Plan(
      Path directory,
      String classPath,
      List<String> heap,
      String level,
      Map<String, String> servers) {
    Plan {
      heap = List.copyOf(heap);
    }
  }

  /** As many servers, {@code s1} and so on, each with so many tools in both eras. */
  static Map<String, String> alike(int servers, int tools) {
    var paths = new LinkedHashMap<String, String>();
    for (var i = 1; i <= servers; i++) {
      paths.put("s" + i, "/s%d-%d/mcp".formatted(i, tools));
    }
    return paths;
  }

  /** Starts it before the upstream. */
  static GatewayProcess start(Plan plan, int upstreamPort, Issuer issuer) throws IOException {
    var directory = plan.directory();
    clear(directory);
    var port = Ports.free();
    var settings = directory.resolve("gatehouse.yaml");
    Files.writeString(settings, settings(port, plan, upstreamPort, issuer));
    var flags = new ArrayList<>(plan.heap());
    flags.addAll(FLAGS);
    var isOther = !plan.classPath().equals(Child.ownClassPath());
    var more = System.getProperty(isOther ? "gatehouse.bench.beside" : "gatehouse.bench.flags", "");
    if (!more.isEmpty()) {
      flags.addAll(List.of(more.split(" ")));
    }
    var child =
        Child.java(
            "gatehouse",
            directory,
            flags,
            plan.classPath(),
            MAIN,
            List.of("up", "--config", settings.toString()));
    Ports.awaitListening(child, port, START);
    return new GatewayProcess(child, port);
  }

  int port() {
    return port;
  }

  long pid() {
    return child.pid();
  }

  /** Limits stand so high that they are counted, but never reached. */
  private static String settings(int port, Plan plan, int upstreamPort, Issuer issuer) {
    var listed = new StringBuilder();
    plan.servers()
        .forEach((name, path) ->
            listed.append(
                "  %s: { url: '%s', approved: true }%n"
                    .formatted(
                        name,
                        path.startsWith("/") ? "http://127.0.0.1:" + upstreamPort + path : path)));
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
            port,
            issuer.url(),
            issuer.keysUrl(),
            Issuer.AUDIENCE,
            listed,
            Issuer.ROLE,
            plan.level());
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
