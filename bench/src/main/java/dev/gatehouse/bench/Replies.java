package dev.gatehouse.bench;

import dev.gatehouse.bench.Answers.Template;
import dev.gatehouse.bench.Responder.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Finds the answer to each request of the {@link Responder} with one look at its first bytes. */
final class Replies {
  private static final byte[] METHOD = Answers.bytes("\"method\":\"");
  private static final byte[] ID = Answers.bytes("\"id\":");
  private static final byte[] EVENTS = Answers.bytes("\"" + Answers.EVENTS_TOOL + "\"");
  private static final byte[] ACCEPTED =
      Answers.bytes("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
  private static final byte[] NOT_ALLOWED =
      Answers.bytes("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n");
  private static final int NEAR = 220;
  private static final int DEFAULT_TOOLS = 50;

  private final Template call = Answers.call();
  private final Template discover = Answers.discover();
  private final Template initialize = Answers.initialize();
  private final Map<Integer, Template> lists = new HashMap<>();
  private final byte[] eventsBefore = Answers.eventsBeforeId();
  private final byte[] eventsAfter = Answers.eventsAfterId();
  private long calls;
  private long others;

  /** Writes the answer to a request. */
  void answer(byte[] bytes, Request request, ByteBuffer out) {
    if (bytes[request.from()] == 'G') {
      get(bytes, request, out);
      return;
    }
    var near = Math.min(request.end(), request.body() + NEAR);
    var method = find(bytes, request.body(), request.end(), METHOD);
    if (method >= 0 && startsWith(bytes, method, "tools/call")) {
      calls++;
      if (find(bytes, request.body(), near, EVENTS) >= 0) {
        events(bytes, request, out);
      } else {
        json(call, bytes, request, out);
      }
      return;
    }
    others++;
    if (method < 0) {
      out.put(ACCEPTED);
    } else if (startsWith(bytes, method, "tools/list")) {
      json(lists.computeIfAbsent(tools(bytes, request), Answers::list), bytes, request, out);
    } else if (startsWith(bytes, method, "server/discover")) {
      json(discover, bytes, request, out);
    } else if (startsWith(bytes, method, "initialize")) {
      json(initialize, bytes, request, out);
    } else {
      out.put(ACCEPTED);
    }
  }

  private void get(byte[] bytes, Request request, ByteBuffer out) {
    if (!startsWith(bytes, request.from(), "GET /count ")) {
      out.put(NOT_ALLOWED);
      return;
    }
    var body = calls + " " + others;
    out.put(Answers.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n"));
    out.put(Answers.bytes(body));
  }

  private static void json(Template template, byte[] bytes, Request request, ByteBuffer out) {
    var id = find(bytes, request.body(), request.end(), ID);
    var idLength = id < 0 ? 0 : endOfId(bytes, id, request.end()) - id;
    out.put(template.head());
    number(template.length(idLength), out);
    out.put(template.untilId());
    out.put(bytes, Math.max(id, 0), idLength);
    out.put(template.rest());
  }

  private void events(byte[] bytes, Request request, ByteBuffer out) {
    var id = find(bytes, request.body(), request.end(), ID);
    var idLength = id < 0 ? 0 : endOfId(bytes, id, request.end()) - id;
    out.put(eventsBefore);
    number(idLength, out); // below ten: one hexadecimal digit is a decimal one
    out.put((byte) '\r').put((byte) '\n');
    out.put(bytes, Math.max(id, 0), idLength);
    out.put((byte) '\r').put((byte) '\n');
    out.put(eventsAfter);
  }

  private static int endOfId(byte[] bytes, int from, int to) {
    var end = from;
    while (end < to && bytes[end] != ',' && bytes[end] != '}') {
      end++;
    }
    return end;
  }

  private static void number(int value, ByteBuffer out) {
    if (value >= 10) {
      number(value / 10, out);
    }
    out.put((byte) ('0' + value % 10));
  }

  /** How many tools the path names: {@code POST /s3-50/mcp} says 50. */
  private static int tools(byte[] bytes, Request request) {
    var line = new String(bytes, request.from(), 40, StandardCharsets.US_ASCII);
    var dash = line.indexOf('-');
    var slash = line.indexOf('/', dash);
    return dash < 0 || slash < 0
        ? DEFAULT_TOOLS
        : Integer.parseInt(line.substring(dash + 1, slash));
  }

  private static boolean startsWith(byte[] bytes, int at, String text) {
    if (at + text.length() > bytes.length) {
      return false;
    }
    for (var i = 0; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The place behind the first occurrence, -1 when there is none. */
  private static int find(byte[] bytes, int from, int to, byte[] wanted) {
    outer:
    for (var i = from; i <= to - wanted.length; i++) {
      for (var j = 0; j < wanted.length; j++) {
        if (bytes[i + j] != wanted[j]) {
          continue outer;
        }
      }
      return i + wanted.length;
    }
    return -1;
  }
}
