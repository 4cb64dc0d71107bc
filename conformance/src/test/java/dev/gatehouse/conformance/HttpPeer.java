package dev.gatehouse.conformance;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A running MCP server with an endpoint on 127.0.0.1 and a free port; closing it ends it.
 *
 * @param url its MCP endpoint
 * @param process what runs it
 */
record HttpPeer(URI url, NodeProcess process) implements AutoCloseable {

  /** The fixture of this project: offers all that the official suite asks for. */
  static HttpPeer fixture(Peers peers, FixtureMode mode) {
    return started(
        peers, List.of(peers.script("fixture.mjs").toString(), "--mode", mode.argument()));
  }

  /** The same on a port of one's choice, for a server that comes back after it has ended. */
  static HttpPeer fixture(Peers peers, FixtureMode mode, int port) {
    return started(
        peers,
        List.of(
            peers.script("fixture.mjs").toString(),
            "--mode",
            mode.argument(),
            "--port",
            Integer.toString(port)));
  }

  /** The same without the extension of tasks. */
  static HttpPeer fixtureWithoutTasks(Peers peers, FixtureMode mode) {
    return started(
        peers,
        List.of(
            peers.script("fixture.mjs").toString(), "--mode", mode.argument(), "--without-tasks"));
  }

  /** The same with so many more tools, {@code extra_0001} and so on. */
  static HttpPeer fixtureWithExtraTools(Peers peers, int count) {
    return fixtureWithExtraTools(peers, FixtureMode.DUAL, count);
  }

  static HttpPeer fixtureWithExtraTools(Peers peers, FixtureMode mode, int count) {
    return started(
        peers,
        List.of(
            peers.script("fixture.mjs").toString(),
            "--mode",
            mode.argument(),
            "--extra-tools",
            Integer.toString(count)));
  }

  /** The reference server "everything": legacy, with sessions, and kept to the loopback address. */
  static HttpPeer everything(Peers peers) {
    return everything(peers, "streamableHttp");
  }

  /** The same over HTTP+SSE of revision 2024-11-05, and nothing else. */
  static HttpPeer everythingOverEvents(Peers peers) {
    var peer = everything(peers, "sse");
    return new HttpPeer(peer.url().resolve("/sse"), peer.process());
  }

  /** What starts the reference server "everything", for whoever keeps its process. */
  static List<String> commandOfEverything(Peers peers) {
    return Stream.concat(
            Stream.of(peers.node().toString()),
            argumentsOfEverything(peers, "streamableHttp").stream())
        .toList();
  }

  private static HttpPeer everything(Peers peers, String transport) {
    return started(peers, argumentsOfEverything(peers, transport));
  }

  private static List<String> argumentsOfEverything(Peers peers, String transport) {
    return List.of(
        "--import",
        peers.script("loopback.mjs").toUri().toString(),
        peers.module(StdioPeer.EVERYTHING).toString(),
        transport);
  }

  @Override
  public void close() {
    process.close();
  }

  private static HttpPeer started(Peers peers, List<String> arguments) {
    var process =
        NodeProcess.start(peers, arguments, Map.of(), line -> line.startsWith("{\"url\":"));
    var ready = JsonMapper.shared().readTree(process.awaitReady());
    return new HttpPeer(URI.create(ready.path("url").asString()), process);
  }
}
