package dev.gatehouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The upstream: an MCP server that does as little as it can, on one thread, and counts what it is
 * asked. {@code /s3-50/mcp} offers 50 tools in both eras, {@code /m3-50/mcp} in the modern one
 * only, {@code /l3-50/mcp} in the legacy one only, and {@code /w3-50/mcp} also tells when they
 * change. {@code GET /count} tells the counts, {@code GET /change} adds or takes away a tool of
 * those that tell. A program of its own, so that its CPU is nobody's.
 */
final class Responder {
  private static final int MOST_REQUEST = 64 << 10;
  private static final int MOST_ANSWER = 1 << 20;
  private static final int BACKLOG = 1024;
  private static final int MOST_WATCHING = 1024;

  private final Selector selector;
  private final ByteBuffer out = ByteBuffer.allocateDirect(MOST_ANSWER);
  private final Replies replies = new Replies();
  private final Map<SocketChannel, String> watching = new HashMap<>();

  private Responder(Selector selector) {
    this.selector = selector;
  }

  /** Listens on the port until the process is ended. */
  public static void main(String[] arguments) throws IOException {
    var selector = Selector.open();
    var server = ServerSocketChannel.open();
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    server.bind(address, BACKLOG).configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    new Responder(selector).run();
  }

  private void run() throws IOException {
    while (selector.isOpen()) {
      selector.select(this::ready);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.channel() instanceof ServerSocketChannel server) {
        accept(server);
      } else if (key.attachment() instanceof Line line) {
        read((SocketChannel) key.channel(), line);
      }
    } catch (IOException gone) {
      close(key);
    }
  }

  private void accept(ServerSocketChannel server) throws IOException {
    var channel = server.accept();
    if (channel != null) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.register(selector, SelectionKey.OP_READ, new Line());
    }
  }

  /** What has come on one connection and was not answered yet. */
  private static final class Line {
    private final byte[] bytes = new byte[MOST_REQUEST];
    private final ByteBuffer in = ByteBuffer.wrap(bytes);
  }

  private void read(SocketChannel channel, Line line) throws IOException {
    var in = line.in;
    if (channel.read(in) < 0) {
      watching.remove(channel);
      channel.close();
      return;
    }
    var taken = 0;
    while (taken < in.position()) {
      var request = Request.in(line.bytes, taken, in.position());
      if (request == null) {
        break;
      }
      out.clear();
      var after = replies.answer(line.bytes, request, out);
      write(channel, out.flip());
      switch (after) {
        case NOTHING -> {}
        case WATCHES -> watches(channel, Replies.id(line.bytes, request));
        case CHANGED -> tellAll();
      }
      taken = request.end();
    }
    in.flip().position(taken);
    in.compact();
  }

  private void watches(SocketChannel channel, String id) throws IOException {
    if (watching.size() >= MOST_WATCHING) {
      throw new IOException("more than " + MOST_WATCHING + " streams watch");
    }
    watching.put(channel, id);
  }

  private void tellAll() {
    watching
        .entrySet()
        .removeIf(each -> {
          try {
            write(each.getKey(), ByteBuffer.wrap(Answers.change(each.getValue())));
            return false;
          } catch (IOException gone) {
            return true;
          }
        });
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void close(SelectionKey key) {
    if (key.channel() instanceof SocketChannel channel) {
      watching.remove(channel);
    }
    try {
      key.channel().close();
    } catch (IOException alreadyGone) {
      key.cancel();
    }
  }

  /**
   * Where one whole request stands.
   *
   * @param from of its first line
   * @param body of its body
   * @param end behind its body
   */
  record Request(int from, int body, int end) {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    /** The request that begins there, null when it has not come whole. */
    static @Nullable Request in(byte[] bytes, int from, int to) {
      var length = 0;
      var line = from;
      for (var i = from; i < to; i++) {
        if (bytes[i] != '\n') {
          continue;
        }
        if (i - line <= 1) {
          return i + 1 + length <= to ? new Request(from, i + 1, i + 1 + length) : null;
        }
        if (isLength(bytes, line, i)) {
          length = number(bytes, line + LENGTH.length, i);
        }
        line = i + 1;
      }
      return null;
    }

    private static boolean isLength(byte[] bytes, int from, int to) {
      if (to - from < LENGTH.length || (bytes[from] | 0x20) != 'c') {
        return false;
      }
      for (var i = 0; i < LENGTH.length; i++) {
        if ((bytes[from + i] | 0x20) != (LENGTH[i] | 0x20)) {
          return false;
        }
      }
      return true;
    }

    private static int number(byte[] bytes, int from, int to) {
      var value = 0;
      for (var i = from; i < to; i++) {
        if (bytes[i] >= '0' && bytes[i] <= '9') {
          value = value * 10 + bytes[i] - '0';
        }
      }
      return value;
    }
  }
}
