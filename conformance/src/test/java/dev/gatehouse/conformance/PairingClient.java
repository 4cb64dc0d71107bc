package dev.gatehouse.conformance;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real clients of the pairing matrix; each speaks one era. */
enum PairingClient {
  TYPESCRIPT_V2_MODERN(PairingEra.MODERN),
  TYPESCRIPT_V2_LEGACY(PairingEra.LEGACY),
  TYPESCRIPT_V1(PairingEra.LEGACY),
  JAVA(PairingEra.LEGACY),
  PYTHON_V1(PairingEra.LEGACY),
  PYTHON_V2_MODERN(PairingEra.MODERN),
  PYTHON_V2_LEGACY(PairingEra.LEGACY),
  GO_MODERN(PairingEra.MODERN),
  GO_LEGACY(PairingEra.LEGACY);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String CAPABILITIES =
      "{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{},\"roots\":{}}";

  private final PairingEra era;

  PairingClient(PairingEra era) {
    this.era = era;
  }

  PairingEra era() {
    return era;
  }

  /** As a reader knows it. */
  String title() {
    return switch (this) {
      case TYPESCRIPT_V2_MODERN -> "TypeScript v2, modern";
      case TYPESCRIPT_V2_LEGACY -> "TypeScript v2, legacy";
      case TYPESCRIPT_V1 -> "TypeScript v1";
      case JAVA -> "Java";
      case PYTHON_V1 -> "Python v1";
      case PYTHON_V2_MODERN -> "Python v2, modern";
      case PYTHON_V2_LEGACY -> "Python v2, legacy";
      case GO_MODERN -> "Go, modern";
      case GO_LEGACY -> "Go, legacy";
    };
  }

  /** Whether its program is here; the build leaves out what it has no tools for. */
  boolean isInstalled(Peers peers) {
    return this == JAVA || Files.isExecutable(Path.of(command(peers).getFirst()));
  }

  /** Connects, does every step, disconnects, and returns what it saw. */
  Transcript run(Peers peers, URI url, String bearer, String script) {
    if (this == JAVA) {
      return JavaSdkScript.run(url, bearer, script);
    }
    var command = new ArrayList<>(command(peers));
    command.addAll(List.of("--url", url.toString(), "--bearer", bearer));
    command.addAll(List.of("--capabilities", CAPABILITIES, script));
    try (var process = NodeProcess.startProgram(peers, command, Map.of(), _ -> false)) {
      process.awaitEnd(PATIENCE);
      return Transcript.of(process.lines(), process.everything());
    }
  }

  private List<String> command(Peers peers) {
    var node = peers.node().toString();
    return switch (this) {
      case TYPESCRIPT_V2_MODERN ->
          List.of(node, peers.script("client.mjs").toString(), "--era", "modern");
      case TYPESCRIPT_V2_LEGACY ->
          List.of(node, peers.script("client.mjs").toString(), "--era", "legacy");
      case TYPESCRIPT_V1 -> List.of(node, peers.script("client-v1.mjs").toString());
      case JAVA -> throw new IllegalStateException("runs inside this JVM");
      case PYTHON_V1 -> python(peers, "v1", "legacy");
      case PYTHON_V2_MODERN -> python(peers, "v2", "modern");
      case PYTHON_V2_LEGACY -> python(peers, "v2", "legacy");
      case GO_MODERN -> List.of(peers.other("go/bin/client").toString(), "--era", "modern");
      case GO_LEGACY -> List.of(peers.other("go/bin/client").toString(), "--era", "legacy");
    };
  }

  private static List<String> python(Peers peers, String version, String era) {
    return List.of(
        peers.other("python-" + version + "/bin/python").toString(),
        peers.script("python/client.py").toString(),
        "--era",
        era);
  }
}
