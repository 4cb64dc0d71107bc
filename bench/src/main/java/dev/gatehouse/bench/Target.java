package dev.gatehouse.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something to load: where, with what, and whose CPU it costs.
 *
 * @param name as tables show it
 * @param port on this machine
 * @param path of its URL
 * @param headers of every request, beside those of the connection
 * @param bodies sent in turn; empty for GET
 * @param pid the process whose CPU is counted, with its children; 0 for none
 * @param upstreamCalls how many calls the upstream gets for each call, 0 or 1
 */
record Target(
    String name,
    int port,
    String path,
    Map<String, String> headers,
    List<String> bodies,
    long pid,
    int upstreamCalls) {
  private static final int BODY_BYTES = 1024;

  /** In one session no two calls under way may have one id, and there are 64 under way at most. */
  private static final int IDS = 512;

  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\""
          + Answers.VERSION
          + "\",\"io.modelcontextprotocol/clientCapabilities\":{},"
          + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}";

  Target {
    headers = Map.copyOf(headers);
    bodies = List.copyOf(bodies);
  }

  /** A call of a tool in the modern era, 1,024 bytes. */
  static Target modernCall(
      String name, int port, String path, String tool, String token, long pid) {
    var headers =
        Map.of(
            "Content-Type",
            "application/json",
            "Accept",
            "application/json, text/event-stream",
            "Authorization",
            "Bearer " + token,
            "MCP-Protocol-Version",
            Answers.VERSION,
            "Mcp-Method",
            "tools/call",
            "Mcp-Name",
            tool);
    return new Target(name, port, path, headers, List.of(call(1, tool, "," + META)), pid, 1);
  }

  /** Calls of a tool inside a session of the legacy era, 1,024 bytes each. */
  static Target legacyCalls(
      String name, int port, String path, String tool, String token, long pid, String session) {
    var headers =
        Map.of(
            "Content-Type",
            "application/json",
            "Accept",
            "application/json, text/event-stream",
            "Authorization",
            "Bearer " + token,
            "MCP-Protocol-Version",
            Answers.LEGACY_VERSION,
            "Mcp-Session-Id",
            session);
    var bodies =
        java.util.stream.IntStream.range(0, IDS).mapToObj(i -> call(1000 + i, tool, "")).toList();
    return new Target(name, port, path, headers, bodies, pid, 1);
  }

  /** The first page of the joined list of tools. */
  static Target list(String name, int port, String path, String token, long pid) {
    var headers =
        Map.of(
            "Content-Type", "application/json",
            "Accept", "application/json, text/event-stream",
            "Authorization", "Bearer " + token,
            "MCP-Protocol-Version", Answers.VERSION,
            "Mcp-Method", "tools/list");
    var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{" + META + "}}";
    return new Target(name, port, path, headers, List.of(body), pid, 0);
  }

  /** A file by GET. */
  static Target file(String name, int port, String path, long pid) {
    return new Target(name, port, path, Map.of(), List.of(), pid, 0);
  }

  private static String call(int id, String tool, String meta) {
    var start =
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + id
            + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
            + tool
            + "\",\"arguments\":{\"region\":\"eu-west\",\"amount\":5,\"text\":\"";
    var end = "\"}" + meta + "}}";
    return start + Answers.prose(BODY_BYTES - start.length() - end.length()) + end;
  }

  boolean isGet() {
    return bodies.isEmpty();
  }

  /** One whole request as it goes over the wire. */
  byte[] wire(String body) {
    var text = new StringBuilder(isGet() ? "GET " : "POST ").append(path).append(" HTTP/1.1\r\n");
    text.append("Host: 127.0.0.1:").append(port).append("\r\n");
    new TreeMap<>(headers)
        .forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    return Answers.bytes(text.toString());
  }
}
