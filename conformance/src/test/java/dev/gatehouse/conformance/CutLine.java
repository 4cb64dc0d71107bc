package dev.gatehouse.conformance;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line from a loopback port to a gateway that breaks once: right behind the first event in which
 * a text stands. All other connections go through. Closing it ends every connection.
 */
final class CutLine implements AutoCloseable {
  private static final int BUFFER = 8_192;

  private final ServerSocket socket;
  private final String text;
  private final CountDownLatch leads = new CountDownLatch(1);
  private final AtomicInteger cuts = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile URI target = URI.create("http://127.0.0.1/");

  private CutLine(String text) {
    this.text = text;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("cut line").start(this::accept);
  }

  /** A line that leads nowhere yet. */
  static CutLine behind(String text) {
    return new CutLine(text);
  }

  /** Host and port at which it listens. */
  String authority() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** The same place at its other end, reached by this line. */
  URI to(URI url) {
    target = url;
    leads.countDown();
    return URI.create("http://" + authority() + url.getPath());
  }

  /** How often it broke: once at most. */
  int cuts() {
    return cuts.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        Thread.ofVirtual().name("cut line").start(() -> connect(client));
      } catch (IOException _) {
        // closed, or a connection that ended before it was taken
      }
    }
  }

  private void connect(Socket client) {
    try {
      leads.await();
      var server = new Socket(target.getHost(), target.getPort());
      open.add(client);
      open.add(server);
      Thread.ofVirtual()
          .name("cut line")
          .start(() -> {
            try (client;
                server) {
              client.getInputStream().transferTo(server.getOutputStream());
            } catch (IOException _) {
              // either side has gone
            }
          });
      try (client;
          server) {
        answers(server.getInputStream(), client.getOutputStream());
      }
    } catch (IOException _) {
      // either side has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Passes on what comes, until it ends or is cut. */
  private void answers(InputStream in, OutputStream out) throws IOException {
    var seen = new ByteArrayOutputStream();
    var buffer = new byte[BUFFER];
    for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      var before = seen.size();
      seen.write(buffer, 0, count);
      var end = end(seen.toString(StandardCharsets.ISO_8859_1));
      if (end > before && cuts.compareAndSet(0, 1)) {
        out.write(buffer, 0, end - before);
        out.flush();
        return;
      }
      out.write(buffer, 0, count);
      out.flush();
    }
  }

  /** Where the first event ends that holds the text, or -1. */
  private int end(String seen) {
    var at = seen.indexOf(text);
    var end = at < 0 ? -1 : seen.indexOf("\n\n", at);
    return end < 0 ? -1 : end + 2;
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (var each : open) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
