package dev.gatehouse.transport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A server over HTTP+SSE whose every word is told to it. */
final class SseServer implements AutoCloseable {
  /** One POST that came. */
  record Post(String target, String body, String credential) {}

  /** A stream of events that a client opened; what is written goes out at once. */
  static final class Stream {
    private final OutputStream out;
    private final CountDownLatch over = new CountDownLatch(1);

    Stream(OutputStream out) {
      this.out = out;
    }

    Stream write(String text) {
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }

    /** One message. */
    Stream says(String json) {
      return write("event: message\ndata: " + json + "\n\n");
    }

    void end() {
      over.countDown();
    }
  }

  final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
  final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private final String opening;
  volatile int status = 202;

  /**
   * @param opening the first bytes of every stream
   */
  SseServer(String opening) {
    this.opening = opening;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  /** One that wants messages posted to this reference. */
  static SseServer naming(String reference) {
    return new SseServer("event: endpoint\ndata: " + reference + "\n\n");
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/sse");
  }

  Post post() {
    return House.next(posts);
  }

  Stream stream() {
    return House.next(streams);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestMethod().equals("GET")) {
        listened(exchange);
      } else {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var credential = exchange.getRequestHeaders().getFirst("Authorization");
        posts.add(
            new Post(
                exchange.getRequestURI().toString(), body, credential == null ? "" : credential));
        exchange.sendResponseHeaders(status, -1);
      }
    }
  }

  private void listened(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    var stream = new Stream(exchange.getResponseBody());
    stream.write(opening.isEmpty() ? ":\n\n" : opening);
    streams.add(stream);
    try {
      stream.over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    streams.forEach(Stream::end);
    server.stop(0);
  }
}
