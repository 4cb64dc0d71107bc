package dev.gatehouse.conformance;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real servers of the pairing matrix; all but one offer the same tools under the same names.
 */
enum PairingServer {
  TYPESCRIPT_V2_MODERN,
  TYPESCRIPT_V2_LEGACY,
  TYPESCRIPT_V1,
  JAVA_STREAMABLE,
  JAVA_STATELESS,
  PYTHON_V1,
  PYTHON_V2,
  GO_MODERN,
  GO_LEGACY,
  EVERYTHING;

  /** What it has for the things of the matrix. */
  PairingTools tools() {
    return this == EVERYTHING ? PairingTools.OF_EVERYTHING : PairingTools.OF_THE_MATRIX;
  }

  /** Whether it speaks this era whole, with all that the era has. */
  boolean speaks(PairingEra era) {
    return switch (this) {
      case TYPESCRIPT_V2_MODERN, GO_MODERN -> era == PairingEra.MODERN;
      case PYTHON_V2 -> true;
      default -> era == PairingEra.LEGACY;
    };
  }

  /** Whether its program is here; the build leaves out what it has no tools for. */
  boolean isInstalled(Peers peers) {
    return isInThisJvm() || Files.isExecutable(Path.of(command(peers).getFirst()));
  }

  /** Starts one; close it. */
  Running start(Peers peers) {
    if (isInThisJvm()) {
      var server = this == JAVA_STREAMABLE ? JavaSdkServer.streamable() : JavaSdkServer.stateless();
      return new Running(server.url(), server::close);
    }
    var process =
        NodeProcess.startProgram(
            peers, command(peers), Map.of(), line -> line.startsWith("{\"url\":"));
    var ready = JsonMapper.shared().readTree(process.awaitReady());
    return new Running(URI.create(ready.path("url").asString()), process::close);
  }

  /** What starts one that speaks over its standard input and output. */
  List<String> commandOverPipes(Peers peers) {
    if (this == EVERYTHING) {
      return StdioPeer.everything(peers).command();
    }
    var command = new ArrayList<>(command(peers));
    command.add("--stdio");
    return command;
  }

  /**
   * One that runs.
   *
   * @param url its MCP endpoint
   * @param end ends it
   */
  record Running(URI url, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  private boolean isInThisJvm() {
    return this == JAVA_STREAMABLE || this == JAVA_STATELESS;
  }

  private List<String> command(Peers peers) {
    var node = peers.node().toString();
    return switch (this) {
      case TYPESCRIPT_V2_MODERN ->
          List.of(node, peers.script("fixture.mjs").toString(), "--mode", "modern");
      case TYPESCRIPT_V2_LEGACY ->
          List.of(node, peers.script("fixture.mjs").toString(), "--mode", "legacy");
      case TYPESCRIPT_V1 -> List.of(node, peers.script("server-v1.mjs").toString());
      case JAVA_STREAMABLE, JAVA_STATELESS ->
          throw new IllegalStateException("runs inside this JVM");
      case PYTHON_V1 -> python(peers, "v1");
      case PYTHON_V2 -> python(peers, "v2");
      case GO_MODERN -> List.of(peers.other("go/bin/server").toString(), "--mode", "modern");
      case EVERYTHING -> HttpPeer.commandOfEverything(peers);
      case GO_LEGACY -> List.of(peers.other("go/bin/server").toString(), "--mode", "legacy");
    };
  }

  private static List<String> python(Peers peers, String version) {
    return List.of(
        peers.other("python-" + version + "/bin/python").toString(),
        peers.script("python/server.py").toString());
  }
}
