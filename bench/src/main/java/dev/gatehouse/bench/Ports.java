package dev.gatehouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Free ports of this machine, and whether somebody listens on them. */
final class Ports {
  private static final int CONNECT_MILLIS = 500;
  private static final int PAUSE_MILLIS = 50;

  private Ports() {}

  /** A port that was free a moment ago. */
  static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Waits until the child listens.
   *
   * @throws IOException when it ends before, or does not within the time
   */
  static void awaitListening(Child child, int port, Duration most) throws IOException {
    var until = System.nanoTime() + most.toNanos();
    while (System.nanoTime() < until) {
      child.requireAlive();
      try (var socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        return;
      } catch (IOException notYet) {
        pause();
      }
    }
    throw new IOException("nobody listens on port " + port + " after " + most.toSeconds() + " s");
  }

  static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
