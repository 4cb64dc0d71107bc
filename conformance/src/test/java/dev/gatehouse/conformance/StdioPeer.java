package dev.gatehouse.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real MCP server that somebody else starts and speaks to over its standard input and output.
 *
 * @param command the program and its arguments, for an exec without a shell
 * @param environment what it must find in its environment
 */
record StdioPeer(List<String> command, Map<String, String> environment) {
  /** Where the reference server "everything" is among the packages. */
  static final String EVERYTHING = "@modelcontextprotocol/server-everything/dist/index.js";

  private static final String FILESYSTEM = "@modelcontextprotocol/server-filesystem/dist/index.js";
  private static final String MEMORY = "@modelcontextprotocol/server-memory/dist/index.js";

  StdioPeer {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The fixture of this project; what it counts is of one process. */
  static StdioPeer fixture(Peers peers, FixtureMode mode) {
    return of(
        peers,
        peers.script("fixture.mjs"),
        List.of("--stdio", "--mode", mode.argument()),
        Map.of());
  }

  /** The reference server "everything": legacy. */
  static StdioPeer everything(Peers peers) {
    return of(peers, peers.module(EVERYTHING), List.of("stdio"), Map.of());
  }

  /** The reference server "filesystem", which reads and writes below these folders only. */
  static StdioPeer filesystem(Peers peers, List<Path> folders) {
    var roots = folders.stream().map(Path::toString).toList();
    return of(peers, peers.module(FILESYSTEM), roots, Map.of());
  }

  /** The reference server "memory", which keeps what it is told in this file. */
  static StdioPeer memory(Peers peers, Path file) {
    return of(peers, peers.module(MEMORY), List.of(), Map.of("MEMORY_FILE_PATH", file.toString()));
  }

  private static StdioPeer of(
      Peers peers, Path script, List<String> arguments, Map<String, String> environment) {
    var command = new ArrayList<>(List.of(peers.node().toString(), script.toString()));
    command.addAll(arguments);
    return new StdioPeer(command, environment);
  }
}
