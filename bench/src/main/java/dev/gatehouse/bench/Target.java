package dev.gatehouse.bench;

import java.util.ArrayList;
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
  static final String SESSION = "Mcp-Session-Id";

  private static final int BODY_BYTES = 1024;

  /**
   * In one session no two calls under way may have one id. There are 64 under way at most, but on a
   * busy machine one may take as long as thousands of others.
   */
  private static final int IDS = 8192;

  private static final int FIRST_ID = 10_000;

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

  /** Calls of a tool in the legacy era, 1,024 bytes each; a session is still to be opened. */
  static Target legacyCalls(
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
            Answers.LEGACY_VERSION);
    var bodies =
        java.util.stream.IntStream.range(0, IDS)
            .mapToObj(i -> call(FIRST_ID + i, tool, ""))
            .toList();
    return new Target(name, port, path, headers, bodies, pid, 1);
  }

  /** The same inside this session. */
  Target inSession(String session) {
    var more = new TreeMap<>(headers);
    more.put(SESSION, session);
    return new Target(name, port, path, more, bodies, pid, upstreamCalls);
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
    return new Target(name, port, path, headers, List.of(page(1, "", META)), pid, 0);
  }

  /** The same inside the session that these calls are made in. */
  Target list(String listName) {
    return new Target(listName, port, path, headers, List.of(page(1, "", "")), pid, 0);
  }

  /** All pages of this list in turn, often enough that no two under way have one id. */
  Target pages(List<String> cursors) {
    var requests = new ArrayList<String>();
    while (requests.size() < IDS) {
      cursors.forEach(cursor -> requests.add(page(requests.size() + 1, cursor)));
    }
    return new Target(name, port, path, headers, requests, pid, 0);
  }

  /**
   * The request for one page of this list.
   *
   * @param cursor empty for the first one
   */
  String page(int id, String cursor) {
    return page(id, cursor, headers.containsKey("Mcp-Method") ? META : "");
  }

  private static String page(int id, String cursor, String meta) {
    var from = cursor.isEmpty() ? "" : "\"cursor\":\"" + cursor + "\"";
    var between = cursor.isEmpty() || meta.isEmpty() ? "" : ",";
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/list\",\"params\":{%s%s%s}}"
        .formatted(id, from, between, meta);
  }

  /** A stream of the modern era that tells of changed lists of tools. */
  static Target listen(String name, int port, String path, String token, long pid) {
    var headers = new TreeMap<>(list(name, port, path, token, pid).headers());
    headers.put("Mcp-Method", "subscriptions/listen");
    var body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":"
            + "{\"notifications\":{\"toolsListChanged\":true},"
            + META
            + "}}";
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
