package dev.gatehouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Load at a fixed rate: each call has a planned time, and its latency counts from there, whether or
 * not it could be sent by then. One thread sends, another reads.
 */
final class OpenLoop implements AutoCloseable {
  private static final int MOST_ANSWER = 256 << 10;
  private static final long CLOSE_NANOS = 80_000;
  private static final long LAST_SECONDS = 5;
  private static final long SELECT_MILLIS = 100;

  private final Target target;
  private final Selector selector;
  private final List<Line> lines = new ArrayList<>();
  private final BlockingQueue<Line> free;
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private long[] latencies = new long[0];

  /** One connection; while it is busy, when its call was planned. */
  private static final class Line {
    private final SocketChannel channel;
    private final byte[] bytes = new byte[MOST_ANSWER];
    private final ByteBuffer in = ByteBuffer.wrap(bytes);
    private volatile long planned;

    private Line(SocketChannel channel) {
      this.channel = channel;
    }
  }

  /**
   * What came of a run.
   *
   * @param calls sent
   * @param answered of them, within the time
   * @param refused answers of another status than 200
   * @param latencies from planned time to whole answer, in nanoseconds
   */
  record Ran(int calls, int answered, int refused, long[] latencies) {
    double micros(double percent) {
      return Samples.percentile(latencies, percent) / 1000.0;
    }
  }

  private OpenLoop(Target target, int connections) throws IOException {
    this.target = target;
    this.selector = Selector.open();
    this.free = new ArrayBlockingQueue<>(connections);
  }

  /** Opens the connections. */
  static OpenLoop to(Target target, int connections) throws IOException {
    var loop = new OpenLoop(target, connections);
    for (var i = 0; i < connections; i++) {
      var channel =
          SocketChannel.open(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      var line = new Line(channel);
      channel.register(loop.selector, SelectionKey.OP_READ, line);
      loop.lines.add(line);
      loop.free.add(line);
    }
    return loop;
  }

  /** Sends at the rate for that long, then waits a little for the last answers. */
  Ran run(int perSecond, int seconds) throws IOException {
    var calls = perSecond * seconds;
    answered.set(0);
    refused.set(0);
    latencies = new long[calls];
    var reader = Thread.ofPlatform().name("reader").daemon().start(this::read);
    try {
      send(calls, 1_000_000_000L / perSecond);
      var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_SECONDS);
      while (answered.get() < calls && System.nanoTime() < until) {
        Ports.pause();
      }
    } finally {
      reader.interrupt();
    }
    return new Ran(calls, answered.get(), refused.get(), Arrays.copyOf(latencies, answered.get()));
  }

  private void send(int calls, long gap) throws IOException {
    var requests = target.bodies().stream().map(target::wire).map(ByteBuffer::wrap).toList();
    var start = System.nanoTime() + 10 * gap;
    for (var call = 0; call < calls; call++) {
      var planned = start + call * gap;
      awaitTime(planned);
      var line = next();
      line.planned = planned;
      var request = requests.get(call % requests.size()).duplicate();
      while (request.hasRemaining()) {
        line.channel.write(request);
      }
    }
  }

  private Line next() throws IOException {
    try {
      var line = free.poll(LAST_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new IOException(target.name() + " has not answered for " + LAST_SECONDS + " s");
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Sleeps until shortly before, then looks at the clock: the kernel wakes some 50 us late. */
  private static void awaitTime(long planned) {
    for (var left = planned - System.nanoTime(); left > 0; left = planned - System.nanoTime()) {
      if (left > CLOSE_NANOS) {
        LockSupport.parkNanos(left - CLOSE_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private void read() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        selector.select(this::ready, SELECT_MILLIS);
      }
    } catch (IOException gone) {
      refused.incrementAndGet();
    }
  }

  private void ready(SelectionKey key) {
    if (!(key.attachment() instanceof Line line)) {
      return;
    }
    try {
      if (line.channel.read(line.in) < 0) {
        key.cancel();
        refused.incrementAndGet();
      } else if (isWhole(line.bytes, line.in.position())) {
        if (line.bytes[9] != '2') {
          refused.incrementAndGet();
        }
        line.in.clear();
        latencies[answered.getAndIncrement()] = System.nanoTime() - line.planned;
        free.add(line);
      }
    } catch (IOException gone) {
      key.cancel();
      refused.incrementAndGet();
    }
  }

  /** Whether an answer is there to its end: by its length, or by its last chunk. */
  static boolean isWhole(byte[] bytes, int to) {
    var head = new String(bytes, 0, Math.min(to, 1024), StandardCharsets.ISO_8859_1);
    var end = head.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    var lower = head.substring(0, end).toLowerCase(java.util.Locale.ROOT);
    var length = lower.indexOf("content-length:");
    if (length < 0) {
      return to >= 5
          && new String(bytes, to - 5, 5, StandardCharsets.ISO_8859_1).equals("0\r\n\r\n");
    }
    var stop = lower.indexOf('\r', length);
    var value = lower.substring(length + 15, stop < 0 ? lower.length() : stop).strip();
    return to >= end + 4 + Integer.parseInt(value);
  }

  @Override
  public void close() throws IOException {
    for (var line : lines) {
      line.channel.close();
    }
    selector.close();
  }
}
