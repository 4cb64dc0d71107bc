package dev.gatehouse.conformance;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The servers of the pairing matrix as they stand behind the gateway. */
enum PairingColumn {
  TYPESCRIPT_V2_MODERN(PairingServer.TYPESCRIPT_V2_MODERN),
  TYPESCRIPT_V2_LEGACY(PairingServer.TYPESCRIPT_V2_LEGACY),
  TYPESCRIPT_V1(PairingServer.TYPESCRIPT_V1),
  JAVA_STREAMABLE(PairingServer.JAVA_STREAMABLE),
  JAVA_STATELESS(PairingServer.JAVA_STATELESS),
  PYTHON_V1(PairingServer.PYTHON_V1),
  PYTHON_V2(PairingServer.PYTHON_V2),
  GO_MODERN(PairingServer.GO_MODERN),
  GO_LEGACY(PairingServer.GO_LEGACY),
  TYPESCRIPT_V2_PIPES(PairingServer.TYPESCRIPT_V2_MODERN),
  TYPESCRIPT_V1_PIPES(PairingServer.TYPESCRIPT_V1),
  PYTHON_V1_PIPES(PairingServer.PYTHON_V1),
  GO_PIPES(PairingServer.GO_LEGACY),
  EVERYTHING(PairingServer.EVERYTHING),
  EVERYTHING_PIPES(PairingServer.EVERYTHING);

  /** The one whose name comes first, so that what several list by the same URI is its. */
  static final PairingColumn FIRST_BY_NAME = TYPESCRIPT_V2_LEGACY;

  private final PairingServer server;

  PairingColumn(PairingServer server) {
    this.server = server;
  }

  /** As a reader knows it. */
  String title() {
    return switch (this) {
      case TYPESCRIPT_V2_MODERN -> "TypeScript v2, modern only";
      case TYPESCRIPT_V2_LEGACY -> "TypeScript v2, legacy only";
      case TYPESCRIPT_V1 -> "TypeScript v1";
      case JAVA_STREAMABLE -> "Java";
      case JAVA_STATELESS -> "Java, stateless";
      case PYTHON_V1 -> "Python v1";
      case PYTHON_V2 -> "Python v2, both";
      case GO_MODERN -> "Go, modern";
      case GO_LEGACY -> "Go, legacy";
      case TYPESCRIPT_V2_PIPES -> "TypeScript v2, both, stdio";
      case TYPESCRIPT_V1_PIPES -> "TypeScript v1, stdio";
      case PYTHON_V1_PIPES -> "Python v1, stdio";
      case GO_PIPES -> "Go, both, stdio";
      case EVERYTHING -> "`server-everything`";
      case EVERYTHING_PIPES -> "`server-everything`, stdio";
    };
  }

  /** The same program, reached over HTTP. */
  PairingServer server() {
    return server;
  }

  /** Whether the gateway starts it and speaks to it over its standard input and output. */
  boolean isOverPipes() {
    return name().endsWith("_PIPES");
  }

  /** Whether modern clients share one process, which speaks their era. */
  boolean isSharedPipe() {
    return this == TYPESCRIPT_V2_PIPES || this == GO_PIPES;
  }

  /** Its name in the settings of the gateway. */
  String serverName() {
    var name = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return this == FIRST_BY_NAME ? "a-" + name : name;
  }

  /** Starts it, if it is not for the gateway to start; close what comes back. */
  Optional<PairingServer.Running> start(Peers peers) {
    return isOverPipes() ? Optional.empty() : Optional.of(server.start(peers));
  }

  /** What follows its name in the settings, approved. */
  String settings(Peers peers, Optional<PairingServer.Running> running) {
    return running
        .map(it -> "{ url: \"%s\", approved: true }".formatted(it.url()))
        .orElseGet(() -> "{ stdio: %s, approved: true }".formatted(quoted(command(peers))));
  }

  private List<String> command(Peers peers) {
    if (this == TYPESCRIPT_V2_PIPES) {
      return StdioPeer.fixture(peers, FixtureMode.DUAL).command();
    }
    return server.commandOverPipes(peers);
  }

  private static String quoted(List<String> command) {
    return command.stream().map(Caller::quoted).collect(Collectors.joining(",", "[", "]"));
  }
}
