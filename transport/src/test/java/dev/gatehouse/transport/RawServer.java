package dev.gatehouse.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that answers with exactly the bytes it is told to, and keeps what it was sent. */
final class RawServer implements AutoCloseable {
  /** What the server does on one connection. */
  interface Script {
    void play(Line line) throws IOException;
  }

  private final ServerSocket socket;
  private final List<Socket> open = new ArrayList<>();
  final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

  RawServer(Script script) {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> accept(script));
  }

  /** Answers every request alike, on kept connections. */
  static RawServer answering(String answer) {
    return new RawServer(line -> {
      while (line.request()) {
        line.write(answer);
      }
    });
  }

  /** Answers every request with that JSON. */
  static RawServer json(String json) {
    return answering(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + json.length()
            + "\r\n\r\n"
            + json);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mcp");
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The head of the next request that came. */
  String head() {
    return House.next(heads);
  }

  private void accept(Script script) {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        synchronized (open) {
          open.add(client);
        }
        var line = new Line(client);
        lines.add(line);
        Thread.ofVirtual()
            .start(() -> {
              try (client) {
                script.play(line);
              } catch (IOException e) {
                // the other side left, which some tests want
              } finally {
                line.ended.countDown();
              }
            });
      } catch (IOException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      synchronized (open) {
        for (var client : open) {
          client.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection. */
  final class Line {
    final CountDownLatch ended = new CountDownLatch(1);
    private final Socket client;

    private Line(Socket client) {
      this.client = client;
    }

    InputStream in() throws IOException {
      return client.getInputStream();
    }

    OutputStream out() throws IOException {
      return client.getOutputStream();
    }

    void write(String text) throws IOException {
      out().write(text.getBytes(StandardCharsets.UTF_8));
      out().flush();
    }

    /** Reads one request with its body; false when the client is gone. */
    boolean request() throws IOException {
      var head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        var next = in().read();
        if (next < 0) {
          return false;
        }
        head.write(next);
      }
      var text = head.toString(StandardCharsets.ISO_8859_1);
      var mark = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
      var length =
          mark < 0 ? 0 : Integer.parseInt(text.substring(mark + 16, text.indexOf("\r\n", mark)));
      bodies.add(new String(in().readNBytes(length), StandardCharsets.UTF_8));
      heads.add(text);
      return true;
    }

    /** Waits until the client leaves. */
    void awaitEnd() throws IOException {
      while (in().read() >= 0) {
        // whatever it still sends
      }
    }

    boolean hasEnded() {
      try {
        return ended.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
