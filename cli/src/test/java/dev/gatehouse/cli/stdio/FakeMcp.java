package dev.gatehouse.cli.stdio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Plays the gateway's MCP endpoint by script, and keeps what it was sent. */
final class FakeMcp implements AutoCloseable {
  /** What is answered. */
  @FunctionalInterface
  interface Script {
    void play(Sent sent) throws IOException;
  }

  /** One request, and the way to answer it. */
  record Sent(String verb, String body, HttpExchange exchange) {
    String header(String name) {
      var value = exchange.getRequestHeaders().getFirst(name);
      return value == null ? "" : value;
    }

    void json(int status, String json) throws IOException {
      answer(status, "application/json; charset=utf-8", json);
    }

    void empty(int status) throws IOException {
      exchange.sendResponseHeaders(status, -1);
    }

    void answer(int status, String type, String text) throws IOException {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }

    /** Begins a stream. */
    Sent events() throws IOException {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      return this;
    }

    Sent event(String json) throws IOException {
      exchange.getResponseBody().write(("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      return this;
    }
  }

  final List<Sent> all = new CopyOnWriteArrayList<>();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final HttpServer server;

  FakeMcp() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/mcp", this::serve);
    server.start();
    on("notifications/", sent -> sent.empty(202));
    on("GET", sent -> sent.empty(405));
    on("DELETE", sent -> sent.empty(200));
    on(
        "\"initialize\"",
        sent -> {
          sent.exchange()
              .getResponseHeaders()
              .set("Mcp-Session-Id", "s-" + count("\"initialize\""));
          sent.json(
              200,
              "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2025-11-25\","
                  + "\"capabilities\":{},\"serverInfo\":{\"name\":\"x\",\"version\":\"1\"}}}");
        });
  }

  /** Answers a verb, or every POST with this text in it, by the script. */
  FakeMcp on(String what, Script script) {
    scripts.put(what, script);
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
  }

  /** What came with this verb or text. */
  List<Sent> sent(String what) {
    return all.stream().filter(one -> isOf(one, what)).toList();
  }

  private long count(String what) {
    return sent(what).size();
  }

  private static boolean isOf(Sent sent, String what) {
    return sent.verb().equals(what) || (sent.verb().equals("POST") && sent.body().contains(what));
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var sent = new Sent(exchange.getRequestMethod(), body, exchange);
      all.add(sent);
      for (var script : scripts.entrySet()) {
        if (isOf(sent, script.getKey())) {
          script.getValue().play(sent);
          return;
        }
      }
      sent.json(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
