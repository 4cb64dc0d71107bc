package dev.gatehouse.conformance;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A way through the gateway: the era that the client speaks, the one that the server speaks, and
 * whether the route joins servers.
 */
record Side(PairingEra client, PairingEra server, boolean isJoined) {
  /** All of them, those through a bridge first. */
  static Stream<Side> all() {
    return Stream.concat(bridged(), sides().filter(side -> side.client == side.server));
  }

  /** Those through a bridge. */
  static Stream<Side> bridged() {
    return sides().filter(side -> side.client != side.server);
  }

  private static Stream<Side> sides() {
    return Arrays.stream(PairingEra.values())
        .flatMap(client ->
            Arrays.stream(PairingEra.values())
                .flatMap(server ->
                    Stream.of(new Side(client, server, false), new Side(client, server, true))));
  }

  boolean isModern() {
    return client == PairingEra.MODERN;
  }

  /** The tool's name for the client. */
  String tool(String server, String tool) {
    return isJoined ? server + "__" + tool : tool;
  }

  /** A client that is ready to call the server. */
  Caller ready(RunningGateway gateway, String role, String server) {
    return ready(gateway.caller(role, isJoined ? "/mcp" : "/mcp/" + server), "{}");
  }

  /** The same with these capabilities, which a modern client names in each request. */
  Caller ready(Caller caller, String capabilities) {
    return isModern() ? caller : caller.inSession(capabilities);
  }

  /** Calls the tool as a client of this era does. */
  Caller.Answer call(Caller ready, String tool, String argumentsJson) {
    return isModern() ? ready.callTool(tool, argumentsJson) : ready.legacyTool(tool, argumentsJson);
  }

  /** A modern call of a client with these capabilities, and more members of params. */
  static Caller.Answer ask(Caller caller, String capabilities, String tool, String more) {
    var body =
        Caller.modernBody(
            Integer.toString(Caller.nextId()),
            "tools/call",
            "\"name\":" + Caller.quoted(tool) + more,
            capabilities);
    return caller.post(
        body,
        Map.of("mcp-protocol-version", "2026-07-28", "mcp-method", "tools/call", "mcp-name", tool));
  }

  @Override
  public String toString() {
    return client + " at " + server + (isJoined ? ", joined" : "");
  }
}
