package dev.gatehouse.bench;

import dev.gatehouse.bench.Answers.Template;
import dev.gatehouse.bench.Responder.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the answer to each request of the {@link Responder} with one look at its first bytes. Used
 * by one thread.
 */
final class Replies {
  private static final byte[] METHOD = Answers.bytes("\"method\":\"");
  private static final byte[] ID = Answers.bytes("\"id\":");
  private static final byte[] EVENTS = Answers.bytes("\"" + Answers.EVENTS_TOOL + "\"");
  private static final byte[] ACCEPTED =
      Answers.bytes("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
  private static final byte[] NOT_ALLOWED =
      Answers.bytes("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n");
  private static final byte[] SESSION = Answers.bytes("mcp-session-id:");
  private static final byte[] ASKED_FOR = Answers.bytes("mcp-method:");
  private static final int BEHIND_POST = "POST /".length();
  private static final int NEAR = 220;
  private static final int DEFAULT_TOOLS = 50;

  private final Template call = Answers.call();
  private final Template legacyCall = Answers.legacyCall();
  private final Template discover = Answers.discover("{}");
  private final Template discoverWatched = Answers.discover("{\"listChanged\":true}");
  private final Template initialize = Answers.initialize();
  private final Template modernOnly = Answers.modernOnly();
  private final Template legacyOnly = Answers.legacyOnly();
  private final Map<Integer, Template> lists = new HashMap<>();
  private final Map<Integer, Template> legacyLists = new HashMap<>();
  private final byte[] eventsBefore = Answers.eventsBeforeId();
  private final byte[] eventsAfter = Answers.eventsAfterId();
  private long calls;
  private long others;
  private long changes;

  /** As what kind of server the path lets it answer. */
  private enum Kind {
    BOTH_ERAS,
    MODERN_ONLY,
    LEGACY_ONLY,

    /** Of both eras, and tells when its list changes. */
    WATCHED;

    static Kind of(byte letter) {
      return switch (letter) {
        case 'm' -> MODERN_ONLY;
        case 'l' -> LEGACY_ONLY;
        case 'w' -> WATCHED;
        default -> BOTH_ERAS;
      };
    }
  }

  /** What becomes of the connection once the answer is written. */
  enum After {
    NOTHING,

    /** It stays, and is told of each change. */
    WATCHES,

    /** The list is another one now: all who watch are to be told. */
    CHANGED
  }

  /** Writes the answer to a request. */
  After answer(byte[] bytes, Request request, ByteBuffer out) {
    if (bytes[request.from()] == 'G') {
      return get(bytes, request, out);
    }
    var kind = Kind.of(bytes[request.from() + BEHIND_POST]);
    var method = find(bytes, request.body(), request.end(), METHOD);
    if (method < 0) {
      others++;
      out.put(ACCEPTED);
    } else if (kind == Kind.MODERN_ONLY && isOfSessions(bytes, request, method)) {
      others++;
      json(modernOnly, bytes, request, out);
    } else if (startsWith(bytes, method, "tools/call")) {
      call(kind, bytes, request, out);
    } else {
      others++;
      return other(kind, method, bytes, request, out);
    }
    return After.NOTHING;
  }

  /** Whether only servers with sessions would answer; a handshake may bring the newest headers. */
  private static boolean isOfSessions(byte[] bytes, Request request, int method) {
    return !hasHeader(bytes, request, ASKED_FOR) || startsWith(bytes, method, "initialize");
  }

  private void call(Kind kind, byte[] bytes, Request request, ByteBuffer out) {
    var near = Math.min(request.end(), request.body() + NEAR);
    if (kind == Kind.LEGACY_ONLY && !hasHeader(bytes, request, SESSION)) {
      others++;
      json(legacyOnly, bytes, request, out);
      return;
    }
    calls++;
    if (find(bytes, request.body(), near, EVENTS) >= 0) {
      events(bytes, request, out);
    } else {
      json(kind == Kind.LEGACY_ONLY ? legacyCall : call, bytes, request, out);
    }
  }

  private After other(Kind kind, int method, byte[] bytes, Request request, ByteBuffer out) {
    var isLegacy = kind == Kind.LEGACY_ONLY;
    if (startsWith(bytes, method, "initialize")) {
      json(initialize, bytes, request, out);
    } else if (isLegacy && !hasHeader(bytes, request, SESSION)) {
      json(legacyOnly, bytes, request, out);
    } else if (startsWith(bytes, method, "tools/list")) {
      var tools = tools(bytes, request) + (kind == Kind.WATCHED ? (int) (changes % 2) : 0);
      var list =
          isLegacy
              ? legacyLists.computeIfAbsent(tools, Answers::legacyList)
              : lists.computeIfAbsent(tools, Answers::list);
      json(list, bytes, request, out);
    } else if (startsWith(bytes, method, "server/discover")) {
      json(kind == Kind.WATCHED ? discoverWatched : discover, bytes, request, out);
    } else if (kind == Kind.WATCHED && startsWith(bytes, method, "subscriptions/listen")) {
      out.put(Answers.watching(id(bytes, request)));
      return After.WATCHES;
    } else {
      out.put(ACCEPTED);
    }
    return After.NOTHING;
  }

  /** The id of a request, as JSON. */
  static String id(byte[] bytes, Request request) {
    var id = find(bytes, request.body(), request.end(), ID);
    return id < 0
        ? "null"
        : new String(bytes, id, endOfId(bytes, id, request.end()) - id, StandardCharsets.US_ASCII);
  }

  private After get(byte[] bytes, Request request, ByteBuffer out) {
    if (startsWith(bytes, request.from(), "GET /change ")) {
      changes++;
      out.put(Answers.bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
      return After.CHANGED;
    }
    if (startsWith(bytes, request.from(), "GET /count ")) {
      var body = calls + " " + others;
      out.put(Answers.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n"));
      out.put(Answers.bytes(body));
    } else {
      out.put(NOT_ALLOWED);
    }
    return After.NOTHING;
  }

  /** Whether a header has this name, given in lower case with its colon. */
  private static boolean hasHeader(byte[] bytes, Request request, byte[] name) {
    outer:
    for (var i = request.from(); i < request.body() - name.length; i++) {
      if (bytes[i] != '\n') {
        continue;
      }
      for (var j = 0; j < name.length; j++) {
        if (Character.toLowerCase(bytes[i + 1 + j]) != name[j]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
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
