package dev.gatehouse.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;

  RawClient(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that nothing more will be sent. */
  RawClient finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // the server was faster
    }
    return this;
  }

  InputStream in() {
    try {
      return socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one head, without its last empty line; empty when the connection ends before. */
  String head() {
    return upTo("\r\n\r\n");
  }

  /** Reads up to and without the mark; what there was when the connection ends before. */
  String upTo(String mark) {
    var read = new ByteArrayOutputStream();
    try {
      for (var next = in().read(); next >= 0; next = in().read()) {
        read.write(next);
        var text = read.toString(StandardCharsets.ISO_8859_1);
        if (text.endsWith(mark)) {
          return text.substring(0, text.length() - mark.length());
        }
      }
    } catch (java.net.SocketException reset) {
      return read.toString(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  /** The status of the next answer, 0 when the connection ends without one. */
  int status() {
    var head = head();
    return head.startsWith("HTTP/1.") ? Integer.parseInt(head.substring(9, 12)) : 0;
  }

  /** Whether the server ends the connection. */
  boolean isEnded() {
    try {
      return in().read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
