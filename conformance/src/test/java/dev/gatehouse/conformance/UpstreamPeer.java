package dev.gatehouse.conformance;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A real MCP server, for a gateway to put a door before. */
sealed interface UpstreamPeer {
  /**
   * A server that somebody else starts, over its standard input and output.
   *
   * @param command the program and its arguments, for an exec without a shell
   * @param environment what it needs to be told so
   */
  record Stdio(List<String> command, Map<String, String> environment) implements UpstreamPeer {
    Stdio {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * A running server with an endpoint on 127.0.0.1; closing it ends it.
   *
   * @param url its MCP endpoint
   * @param process what runs it
   */
  record Http(URI url, NodeProcess process) implements UpstreamPeer, AutoCloseable {
    @Override
    public void close() {
      process.close();
    }
  }

  /** Which eras the fixture speaks. */
  enum Mode {
    DUAL,
    LEGACY,
    MODERN;

    private String argument() {
      return switch (this) {
        case DUAL -> "dual";
        case LEGACY -> "legacy";
        case MODERN -> "modern";
      };
    }
  }

  /** The fixture of this project: offers all that the official suite asks for. */
  static Http fixture(Peers peers, Mode mode) {
    return started(
        peers, List.of(peers.script("fixture.mjs").toString(), "--mode", mode.argument()));
  }

  /** The fixture over stdio. */
  static Stdio fixtureOverStdio(Peers peers, Mode mode) {
    return command(peers, "fixture.mjs", "--stdio", "--mode", mode.argument());
  }

  /** The reference server "everything": legacy, with sessions. */
  static Http everything(Peers peers) {
    return started(
        peers,
        List.of(
            "--import",
            peers.script("loopback.mjs").toUri().toString(),
            peers.module(EVERYTHING).toString(),
            "streamableHttp"));
  }

  /** The reference server "everything" over stdio. */
  static Stdio everythingOverStdio(Peers peers) {
    return command(peers, "node_modules/" + EVERYTHING, "stdio");
  }

  /** The reference server "filesystem", which may read and write below these folders only. */
  static Stdio filesystem(Peers peers, List<Path> folders) {
    return command(
        peers,
        "node_modules/@modelcontextprotocol/server-filesystem/dist/index.js",
        folders.stream().map(Path::toString).toArray(String[]::new));
  }

  /** The reference server "memory", which keeps what it is told in this file. */
  static Stdio memory(Peers peers, Path file) {
    var bare = command(peers, "node_modules/@modelcontextprotocol/server-memory/dist/index.js");
    return new Stdio(bare.command(), Map.of("MEMORY_FILE_PATH", file.toString()));
  }

  /** Where the reference server "everything" is among the packages. */
  String EVERYTHING = "@modelcontextprotocol/server-everything/dist/index.js";

  private static Http started(Peers peers, List<String> arguments) {
    var process =
        NodeProcess.start(peers, arguments, Map.of(), line -> line.startsWith("{\"url\":"));
    var ready = JsonMapper.shared().readTree(process.awaitReady());
    return new Http(URI.create(ready.path("url").asString()), process);
  }

  private static Stdio command(Peers peers, String script, String... arguments) {
    var command = new ArrayList<String>();
    command.add(peers.node().toString());
    command.add(peers.script(script).toString());
    command.addAll(List.of(arguments));
    return new Stdio(command, Map.of());
  }
}
