package dev.gatehouse.bench;

import java.nio.charset.StandardCharsets;

/** What the upstream says, made once; only the id of the request is put in for each. */
final class Answers {
  static final String VERSION = "2026-07-28";
  static final String LEGACY_VERSION = "2025-11-25";

  /** A tool that answers by one JSON document. */
  static final String TOOL = "echo";

  /** A tool that answers by a stream of events. */
  static final String EVENTS_TOOL = "stream";

  private static final int ANSWER_BYTES = 581;
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
  private static final String REFUSED =
      "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ";
  private static final String EVENTS_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String BEGINNING = "{\"jsonrpc\":\"2.0\",\"id\":";

  private Answers() {}

  /** An answer in three pieces: up to the length, from there to the id, and behind the id. */
  record Template(byte[] head, byte[] untilId, byte[] rest) {

    static Template json(String afterId) {
      return json(HEAD, afterId);
    }

    static Template json(String head, String afterId) {
      return new Template(bytes(head), bytes("\r\n\r\n" + BEGINNING), bytes(afterId));
    }

    /** Length of the body with an id of that length; the head ends with four bytes. */
    int length(int idLength) {
      return untilId.length - 4 + idLength + rest.length;
    }
  }

  /** The result of {@link #TOOL}, {@value #ANSWER_BYTES} bytes with an id of one digit. */
  static Template call() {
    var start = ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"";
    var end = "\"}],\"isError\":false,\"resultType\":\"complete\"}}";
    var filler = ANSWER_BYTES - BEGINNING.length() - 1 - start.length() - end.length();
    return Template.json(start + prose(filler) + end);
  }

  /** The same as a server of the legacy era says it, as long. */
  static Template legacyCall() {
    var start = ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"";
    var end = "\"}],\"isError\":false}}";
    var filler = ANSWER_BYTES - BEGINNING.length() - 1 - start.length() - end.length();
    return Template.json(start + prose(filler) + end);
  }

  /** What a server of the modern era alone says to a client of the other. */
  static Template modernOnly() {
    return Template.json(
        REFUSED,
        ",\"error\":{\"code\":-32022,\"message\":\"Unsupported protocol version\","
            + "\"data\":{\"supported\":[\""
            + VERSION
            + "\"],\"requested\":\"\"}}}");
  }

  /** What a server of the legacy era alone says outside of a session. */
  static Template legacyOnly() {
    return Template.json(
        REFUSED,
        ",\"error\":{\"code\":-32000,\"message\":\"Bad Request: Server not initialized\"}}");
  }

  /** The beginning of a stream that tells of changed lists, for a request with this id. */
  static byte[] watching(String id) {
    return bytes(
        EVENTS_HEAD
            + chunk(
                "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":"
                    + "\"notifications/subscriptions/acknowledged\",\"params\":"
                    + "{\"notifications\":{\"toolsListChanged\":true},"
                    + subscription(id)
                    + "}}\n\n"));
  }

  /** One change, on the stream of a request with this id. */
  static byte[] change(String id) {
    return bytes(
        chunk(
            "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":"
                + "\"notifications/tools/list_changed\",\"params\":{"
                + subscription(id)
                + "}}\n\n"));
  }

  private static String subscription(String id) {
    return "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + id + "}";
  }

  /** The events of {@link #EVENTS_TOOL}: everything before the id of the result, in one chunk. */
  static byte[] eventsBeforeId() {
    var note =
        "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
            + "\"params\":{\"level\":\"info\",\"data\":\"halfway\"}}\n\n";
    return bytes(EVENTS_HEAD + chunk(note) + chunk("event: message\ndata: " + BEGINNING));
  }

  /** The rest of the events, behind the id in its own chunk. */
  static byte[] eventsAfterId() {
    var rest =
        ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\""
            + prose(400)
            + "\"}],\"isError\":false,\"resultType\":\"complete\"}}\n\n";
    return bytes(chunk(rest) + "0\r\n\r\n");
  }

  /**
   * @param tools what is said of them, as JSON
   */
  static Template discover(String tools) {
    return Template.json(
        ",\"result\":{\"resultType\":\"complete\",\"supportedVersions\":[\""
            + VERSION
            + "\"],\"capabilities\":{\"tools\":"
            + tools
            + "},\"ttlMs\":3600000,\"cacheScope\":\"public\","
            + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
            + "{\"name\":\"responder\",\"version\":\"1\"}}}}");
  }

  static Template initialize() {
    return Template.json(
        "HTTP/1.1 200 OK\r\nMcp-Session-Id: responder-session\r\n"
            + "Content-Type: application/json\r\nContent-Length: ",
        ",\"result\":{\"protocolVersion\":\""
            + LEGACY_VERSION
            + "\",\"capabilities\":{\"tools\":{}},"
            + "\"serverInfo\":{\"name\":\"responder\",\"version\":\"1\"}}}");
  }

  /** That many tools: the two that are called, then others like them. */
  static Template list(int tools) {
    return list(tools, ",\"resultType\":\"complete\",\"ttlMs\":3600000,\"cacheScope\":\"public\"");
  }

  /** The same as a server of the legacy era lists them. */
  static Template legacyList(int tools) {
    return list(tools, "");
  }

  private static Template list(int tools, String ending) {
    var text = new StringBuilder(",\"result\":{\"tools\":[");
    for (var i = 0; i < tools; i++) {
      text.append(i == 0 ? "" : ",").append(tool(i));
    }
    text.append("]").append(ending).append("}}");
    return Template.json(text.toString());
  }

  private static String tool(int index) {
    var name =
        switch (index) {
          case 0 -> TOOL;
          case 1 -> EVENTS_TOOL;
          default -> "tool_" + index;
        };
    return "{\"name\":\""
        + name
        + "\",\"description\":\""
        + prose(120)
        + "\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"region\":{\"type\":"
        + "\"string\"},\"amount\":{\"type\":\"integer\"},\"text\":{\"type\":\"string\"}},"
        + "\"required\":[\"amount\"]}}";
  }

  /** That many characters of plain words. */
  static String prose(int length) {
    var words = "the order of the customer was taken and will be sent on the next working day, ";
    return words.repeat(length / words.length() + 1).substring(0, length);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }
}
