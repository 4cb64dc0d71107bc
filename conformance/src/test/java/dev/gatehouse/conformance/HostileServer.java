package dev.gatehouse.conformance;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server on a loopback port that answers each HTTP request with exactly the bytes that a test
 * wants, or with none. Handshakes and lists are answered in good order unless a test takes them
 * over, so that its tool {@code act} is found. Closing it ends every connection.
 */
final class HostileServer implements AutoCloseable {
  /** Writes the answer to one request; the connection ends when it returns. */
  interface Behaviour {
    void answer(Request request, OutputStream out) throws IOException;
  }

  /** One request: its verb, its headers in lower case, its body. */
  record Request(
      String verb,
      Map<String, String> headers,
      String body,
      HostileServer server,
      CountDownLatch ended) {
    JsonNode message() {
      return body.isEmpty()
          ? JsonMapper.shared().createObjectNode()
          : JsonMapper.shared().readTree(body);
    }

    String method() {
      return message().path("method").asString("");
    }

    /** The request's id as JSON text. */
    String id() {
      return message().path("id").toString();
    }

    /** Waits until the other side has gone, or this server is closed. */
    void hang() {
      server.hangs.incrementAndGet();
      try {
        ended.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        server.hangs.decrementAndGet();
      }
    }
  }

  private final ServerSocket socket;
  private final Behaviour behaviour;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger hangs = new AtomicInteger();
  private final CountDownLatch givenUp = new CountDownLatch(1);

  private HostileServer(Behaviour behaviour) {
    this.behaviour = behaviour;
    try {
      socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("hostile server").start(this::accept);
  }

  /** A server that behaves like this in everything. */
  static HostileServer always(Behaviour behaviour) {
    return new HostileServer(behaviour);
  }

  /** A server of the modern era that behaves like this when its tool {@code act} is called. */
  static HostileServer onCall(Behaviour behaviour) {
    return new HostileServer(modern(behaviour));
  }

  /** How such a server behaves in everything. */
  static Behaviour modern(Behaviour onCall) {
    return (request, out) -> {
      switch (request.method()) {
        case "tools/call" -> onCall.answer(request, out);
        case "server/discover" -> json(out, 200, result(request, DISCOVERED));
        case "tools/list" -> json(out, 200, result(request, TOOLS));
        default -> json(out, 404, error(request, -32601, "not here"));
      }
    };
  }

  private static final String DISCOVERED =
      """
      {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},\
      "ttlMs":3600000,"cacheScope":"private"}\
      """;
  private static final String TOOLS =
      """
      {"resultType":"complete","ttlMs":3600000,"cacheScope":"private","tools":[\
      {"name":"act","inputSchema":{"type":"object"}}]}\
      """;

  static String result(Request request, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}";
  }

  static String error(Request request, int code, String message) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":%s}}"
        .formatted(request.id(), code, Caller.quoted(message));
  }

  static void json(OutputStream out, int status, String body) throws IOException {
    whole(out, status, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  static void whole(OutputStream out, int status, String type, byte[] body) throws IOException {
    head(out, status, "Content-Type: " + type, "Content-Length: " + body.length);
    out.write(body);
    out.flush();
  }

  /** A head alone; without a length the body ends with the connection. */
  static void head(OutputStream out, int status, String... headers) throws IOException {
    var lines = String.join("\r\n", headers);
    text(out, "HTTP/1.1 " + status + " Any\r\nConnection: close\r\n" + lines + "\r\n\r\n");
  }

  static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mcp");
  }

  /** Every request that has come so far. */
  List<Request> requests() {
    return requests;
  }

  /** Forgets the requests that have come so far. */
  void forget() {
    requests.clear();
  }

  /** How many requests of this method have come so far. */
  long heard(String method) {
    return requests.stream().filter(request -> request.method().equals(method)).count();
  }

  /** How many requests hang at this moment. */
  int hanging() {
    return hangs.get();
  }

  /** Whether the other side has ended a connection on which its request hung. */
  boolean wasGivenUp() {
    return givenUp.getCount() == 0;
  }

  /** Waits until the other side has ended such a connection. */
  void awaitGivenUp() throws InterruptedException {
    givenUp.await();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().name("hostile connection").start(() -> serve(connection));
      } catch (IOException _) {
        // closed, or a connection that ended before it was taken
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new BufferedInputStream(connection.getInputStream());
      var request = read(in);
      if (request != null) {
        requests.add(request);
        watch(in, request);
        behaviour.answer(request, connection.getOutputStream());
      }
    } catch (IOException _) {
      // the other side has gone
    } finally {
      connections.remove(connection);
    }
  }

  private void watch(InputStream in, Request request) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            if (in.read() < 0) {
              goneFrom();
            }
          } catch (IOException _) {
            goneFrom();
          } finally {
            request.ended.countDown();
          }
        });
  }

  private void goneFrom() {
    if (closed.getCount() > 0 && hangs.get() > 0) {
      givenUp.countDown();
    }
  }

  private @Nullable Request read(InputStream in) throws IOException {
    var first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    var headers = new TreeMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Request(
        first.substring(0, first.indexOf(' ')), headers, body, this, new CountDownLatch(1));
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
