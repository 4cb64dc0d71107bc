package dev.gatehouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Clients that do nothing but listen, one stream and one connection each. Used by one thread. */
final class Listeners implements AutoCloseable {
  private static final int READ_BYTES = 64 << 10;
  private static final int MOST_UNANSWERED = 128;
  private static final int LOOK_MILLIS = 50;
  private static final byte[] BEGUN = Answers.bytes("subscriptions/acknowledged\"");
  private static final byte[] CHANGE = Answers.bytes("tools/list_changed\"");
  private static final String GOOD = "HTTP/1.1 200 ";

  private final Target target;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocate(READ_BYTES);
  private final List<Line> lines = new ArrayList<>();
  private int begun;
  private int lost;
  private int told;

  /** One stream. */
  private static final class Line {
    private final SocketChannel channel;
    private final Word begun = new Word(BEGUN);
    private final Word change = new Word(CHANGE);
    private boolean isTold;
    private long toldAt;

    private Line(SocketChannel channel) {
      this.channel = channel;
    }
  }

  /**
   * Counts a word in what comes in pieces. Sound for words whose beginning stands at no other place
   * in them, as those here.
   */
  static final class Word {
    private final byte[] bytes;
    private int at;
    private int count;

    Word(byte[] bytes) {
      this.bytes = bytes;
    }

    /** True when the word ends with this byte. */
    boolean ends(byte next) {
      if (next == bytes[at]) {
        at++;
      } else {
        at = next == bytes[0] ? 1 : 0;
      }
      if (at < bytes.length) {
        return false;
      }
      at = 0;
      count++;
      return true;
    }

    int count() {
      return count;
    }
  }

  private Listeners(Target target, Selector selector) {
    this.target = target;
    this.selector = selector;
  }

  /**
   * Opens so many streams, and returns when all of them stand.
   *
   * @throws IOException when they do not within the time, or one is refused
   */
  static Listeners open(Target target, int count, Duration most) throws IOException {
    var listeners = new Listeners(target, Selector.open());
    try {
      listeners.open(count, most);
      return listeners;
    } catch (IOException | RuntimeException e) {
      listeners.close();
      throw e;
    }
  }

  private void open(int count, Duration most) throws IOException {
    var until = System.nanoTime() + most.toNanos();
    var request = target.wire(target.bodies().getFirst());
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port());
    for (var i = 0; i < count; i++) {
      var line = new Line(SocketChannel.open(address));
      lines.add(line);
      var out = ByteBuffer.wrap(request);
      while (out.hasRemaining()) {
        line.channel.write(out);
      }
      line.channel.configureBlocking(false);
      line.channel.register(selector, SelectionKey.OP_READ, line);
      hear(until, () -> lines.size() - begun <= MOST_UNANSWERED);
    }
    hear(until, () -> begun == count);
    if (begun < count) {
      throw new IOException(
          "%d of %d streams stand after %d s".formatted(begun, count, most.toSeconds()));
    }
  }

  /** Hears what comes, for so long. */
  void hear(Duration time) throws IOException {
    hear(System.nanoTime() + time.toNanos(), () -> false);
  }

  /**
   * Hears until each stream has been told of a change, or the time is over.
   *
   * @return when each of those that were told heard of it first, by the nano clock, in order
   */
  long[] hearChange(Duration most) throws IOException {
    told = 0;
    lines.forEach(line -> line.isTold = false);
    hear(System.nanoTime() + most.toNanos(), () -> told == lines.size());
    return lines.stream()
        .filter(line -> line.isTold)
        .mapToLong(line -> line.toldAt)
        .sorted()
        .toArray();
  }

  /** How many messages about changes all streams together have had. */
  long messages() {
    return lines.stream().mapToLong(line -> line.change.count()).sum();
  }

  /** How many were opened. */
  int count() {
    return lines.size();
  }

  /** How many streams have ended. */
  int lost() {
    return lost;
  }

  private void hear(long until, BooleanSupplier isEnough) throws IOException {
    var failure = new IOException[1];
    while (!isEnough.getAsBoolean() && System.nanoTime() < until) {
      selector.select(
          key -> {
            try {
              read(key);
            } catch (IOException e) {
              failure[0] = e;
            }
          },
          LOOK_MILLIS);
      if (failure[0] != null) {
        throw failure[0];
      }
    }
  }

  private void read(SelectionKey key) throws IOException {
    if (!(key.attachment() instanceof Line line)) {
      return;
    }
    in.clear();
    if (line.channel.read(in) < 0) {
      lost++;
      key.cancel();
      return;
    }
    in.flip();
    if (line.begun.count() == 0) {
      requireGood();
    }
    while (in.hasRemaining()) {
      var next = in.get();
      if (line.begun.ends(next)) {
        begun++;
      }
      if (line.change.ends(next) && !line.isTold) {
        line.isTold = true;
        line.toldAt = System.nanoTime();
        told++;
      }
    }
  }

  private void requireGood() throws IOException {
    var text = new String(in.array(), 0, in.limit(), StandardCharsets.ISO_8859_1);
    if (text.startsWith("HTTP/") && !text.startsWith(GOOD)) {
      throw new IOException(
          "stream %d was refused: %s"
              .formatted(lines.size(), text.substring(0, Math.min(300, text.length()))));
    }
  }

  @Override
  public void close() throws IOException {
    for (var line : lines) {
      line.channel.close();
    }
    selector.close();
  }
}
