package dev.gatehouse.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server of the modern era that means no good: its tool {@value #ENDLESS} answers by a stream
 * that never ends, {@value #HUGE} by one result of 100 MB, {@value #UNANNOUNCED} by the same
 * without saying how long it will be, and {@value #LARGE} by one of 12 MB, which no bound refuses.
 * A program of its own, so that it shares no thread with the server beside it.
 */
final class HostileUpstream {
  static final String ENDLESS = "endless";
  static final String HUGE = "huge";
  static final String UNANNOUNCED = "unannounced";
  static final String LARGE = "large";

  /** All of its tools. */
  static final List<String> TOOLS = List.of(ENDLESS, HUGE, UNANNOUNCED, LARGE);

  private static final int BACKLOG = 256;
  private static final int MOST_REQUEST = 64 << 10;
  private static final long HUGE_BYTES = 100_000_000;
  private static final long LARGE_BYTES = 12_000_000;
  private static final int PIECE = 64 << 10;
  private static final int MESSAGE = 1024;

  /** A thousand messages a second: a stream is to be endless, not to take a whole processor. */
  private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Whoever has not gone by then was forgotten. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private HostileUpstream() {}

  /** Listens on the port until the process is ended. */
  public static void main(String[] arguments) throws IOException {
    var port = Integer.parseInt(arguments[0]);
    try (var server = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
      while (true) {
        var connection = server.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    }
  }

  private static void serve(Socket connection) {
    try (connection) {
      var body = body(new BufferedInputStream(connection.getInputStream()));
      if (body.length > 0) {
        answer(body, connection.getOutputStream());
      }
    } catch (IOException gone) {
      // the gateway has had enough, which is what it is there for
    }
  }

  /** Answers the request with this body. */
  static void answer(byte[] body, OutputStream out) throws IOException {
    var message = JsonMapper.shared().readTree(body);
    var id = message.path("id").toString();
    var method = message.path("method").asString("");
    if (!method.equals("tools/call")) {
      json(out, id, method.equals("tools/list") ? tools() : discovered());
      return;
    }
    switch (message.path("params").path("name").asString("")) {
      case HUGE -> result(out, id, HUGE_BYTES, true);
      case UNANNOUNCED -> result(out, id, HUGE_BYTES, false);
      case LARGE -> result(out, id, LARGE_BYTES, true);
      default -> endless(out);
    }
  }

  /** How much of an answer whoever keeps to the gateway's bounds reads. */
  static long read(String tool) {
    return switch (tool) {
      case HUGE -> PIECE;
      case UNANNOUNCED -> 16 << 20;
      default -> Long.MAX_VALUE;
    };
  }

  private static void endless(OutputStream out) throws IOException {
    head(out, "text/event-stream", "");
    var event =
        Answers.bytes(
            "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":"
                + "{\"level\":\"info\",\"data\":\""
                + Answers.prose(MESSAGE)
                + "\"}}\n\n");
    for (var end = System.nanoTime() + MOST_NANOS; System.nanoTime() < end; ) {
      out.write(event);
      out.flush();
      LockSupport.parkNanos(BETWEEN_NANOS);
    }
  }

  /** Without a length the answer ends with its connection. */
  private static void result(OutputStream out, String id, long bytes, boolean isAnnounced)
      throws IOException {
    var before =
        Answers.bytes(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"result\":{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"");
    var after = Answers.bytes("\"}]}}");
    head(
        out,
        "application/json",
        isAnnounced ? "Content-Length: " + (before.length + bytes + after.length) + "\r\n" : "");
    out.write(before);
    var piece = Answers.bytes(Answers.prose(PIECE));
    for (var left = bytes; left > 0; left -= PIECE) {
      out.write(piece, 0, (int) Math.min(PIECE, left));
    }
    out.write(after);
    out.flush();
  }

  private static String discovered() {
    return "{\"resultType\":\"complete\",\"supportedVersions\":[\""
        + Answers.VERSION
        + "\"],\"capabilities\":{\"tools\":{}},\"ttlMs\":3600000,\"cacheScope\":\"private\"}";
  }

  private static String tools() {
    return TOOLS.stream()
        .map(tool -> "{\"name\":\"" + tool + "\",\"inputSchema\":{\"type\":\"object\"}}")
        .collect(
            Collectors.joining(
                ",",
                "{\"resultType\":\"complete\",\"ttlMs\":3600000,\"cacheScope\":\"private\",\"tools\":[",
                "]}"));
  }

  private static void json(OutputStream out, String id, String result) throws IOException {
    var body = Answers.bytes("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
    head(out, "application/json", "Content-Length: " + body.length + "\r\n");
    out.write(body);
    out.flush();
  }

  private static void head(OutputStream out, String type, String length) throws IOException {
    out.write(
        Answers.bytes(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: "
                + type
                + "\r\n"
                + length
                + "\r\n"));
  }

  /** The body of one request; empty when there is none, or one that is too large. */
  private static byte[] body(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    var last = 0;
    while (last != 0x0d0a0d0a) {
      var next = in.read();
      if (next < 0 || head.size() > MOST_REQUEST) {
        return new byte[0];
      }
      head.write(next);
      last = (last << 8) | next;
    }
    for (var line : head.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
      var lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        var length = Integer.parseInt(lower.substring("content-length:".length()).strip());
        return length > MOST_REQUEST ? new byte[0] : in.readNBytes(length);
      }
    }
    return new byte[0];
  }
}
