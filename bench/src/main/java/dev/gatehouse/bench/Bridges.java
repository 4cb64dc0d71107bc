package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Calls across the eras, each beside the calls that clients of the server's own era make of the
 * same server in the same run. What the bridge costs is the ratio.
 */
final class Bridges {
  static final String GROUP = "bridges";

  private static final String MODERN = "modern";
  private static final String LEGACY = "legacy";
  private static final List<Integer> CONNECTIONS = List.of(16, 64);

  private Bridges() {}

  /** Starts a gateway before a server of either era, and plans all pairings on both routes. */
  static void plan(Lab lab) throws IOException {
    var servers = Map.of(MODERN, "/m1-50/mcp", LEGACY, "/l1-50/mcp");
    var gateway = lab.gateway("bridges", GatewayProcess.FIXED_HEAP, "process", servers);
    for (var server : List.of(MODERN, LEGACY)) {
      plan(lab, gateway, server, "/mcp/" + server, Answers.TOOL, "one");
      plan(lab, gateway, server, "/mcp", server + "__" + Answers.TOOL, "/mcp");
    }
  }

  private static void plan(
      Lab lab, GatewayProcess gateway, String server, String path, String tool, String where)
      throws IOException {
    var end = " -> " + server + ", " + where;
    var port = gateway.port();
    var modern = lab.ready(lab.call(MODERN + end, port, path, tool, gateway.pid()));
    var legacy = lab.ready(lab.inSession(LEGACY + end, port, path, tool, gateway.pid()));
    var isModern = server.equals(MODERN);
    for (var connections : CONNECTIONS) {
      var same = new Figure(GROUP, isModern ? modern : legacy, connections, 0);
      lab.figures().add(same);
      lab.figures().add(new Figure(GROUP, isModern ? legacy : modern, connections, 0, same));
    }
  }
}
