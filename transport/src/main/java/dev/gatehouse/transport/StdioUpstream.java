package dev.gatehouse.transport;

import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.secrets.SecretMissing;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A server as a child process: one JSON message per line, either way. The process is started by the
 * first message and not started again; whoever owns this object asks {@link #isAlive} and makes a
 * new one. Thread-safe; all waiting is done on virtual threads.
 *
 * <p>Deadlines: a pipe has no head, so until the first message the longer of {@code head} and
 * {@code whole} counts; {@code idle} does not count. {@link Outgoing.Verb#GET} listens for messages
 * that no exchange claims; {@link Outgoing.Verb#DELETE} is taken note of and nothing else.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio">stdio</a>
 */
public final class StdioUpstream implements Upstream, PipeOwner {
  private static final int MOST_QUEUED = 1_024;
  private static final int MOST_GARBAGE = 20;
  private static final int SHOWN_OF_GARBAGE = 80;
  private static final Duration TO_FAIL = Duration.ofMillis(500);

  /** Who speaks to one process. */
  public enum Sharing {
    /** One session: ids pass unchanged, and what no id claims goes to its latest exchange. */
    PRIVATE,
    /** Many callers of a modern server: ids and tokens are renumbered and given back. */
    SHARED
  }

  private record Line(byte[] message, @Nullable PipeExchange exchange) {}

  /** Wakes the thread that waits for lines. */
  private static final Line LAST = new Line(Bytes.NONE, null);

  private final Loops loops;
  private final Executor large;
  private final Connection.Stdio connection;
  private final Outside outside;
  private final PipeRouting routing;
  private final OpenExchanges open = new OpenExchanges();
  private final LinkedBlockingQueue<Line> queue = new LinkedBlockingQueue<>(MOST_QUEUED);
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicBoolean isStarted = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ReentrantLock writing = new ReentrantLock();
  private volatile @Nullable ChildProcess child;
  private volatile boolean isEnding;
  private volatile @Nullable String ending;

  StdioUpstream(Loops loops, Connection.Stdio connection, Sharing sharing, Outside outside) {
    this.loops = loops;
    this.large = loops.large().turns();
    this.connection = connection;
    this.outside = outside;
    this.routing = new PipeRouting(sharing, open, this::answer);
  }

  /** Whether messages can still be sent: the process runs, or was not started yet. */
  public boolean isAlive() {
    return !isEnding && ending == null;
  }

  /** Waits for the process and all that it started to be gone; true when they are. */
  public boolean awaitEnd(Duration most) throws InterruptedException {
    return !isStarted.get() || ended.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Exchange send(Outgoing outgoing, Answering answering) {
    var exchange =
        new PipeExchange(
            this,
            loops.currentOrNext(),
            outgoing,
            answering,
            large,
            2L * outside.settings().maxMessageBytes());
    switch (outgoing.verb()) {
      case DELETE -> exchange.accepted();
      case GET -> {
        if (open.listen(exchange)) {
          exchange.beginEvents();
          start();
        } else {
          exchange.fail(Cause.UNREACHABLE, cannotTake());
        }
      }
      case POST -> post(exchange);
    }
    return exchange;
  }

  private void post(PipeExchange exchange) {
    try {
      var message = Envelope.scan(exchange.outgoing.body(), StrictJson.Bounds.DEFAULT);
      if (message.shape() == Envelope.Shape.REQUEST) {
        request(exchange, message);
      } else {
        var line = routing.outgoing(message);
        if (line == null || write(line, null)) {
          exchange.accepted();
        } else {
          exchange.fail(isAlive() ? Cause.BUSY : Cause.UNREACHABLE, cannotTake());
        }
      }
    } catch (Malformed e) {
      exchange.fail(Cause.BROKEN, "the message to send is no message: " + e.getMessage());
    }
  }

  private void request(PipeExchange exchange, Envelope message) {
    var ids = routing.name(message);
    exchange.named(ids);
    switch (open.add(exchange, ids)) {
      case CLOSED -> exchange.fail(Cause.UNREACHABLE, cannotTake());
      case TOO_MANY -> exchange.fail(Cause.BUSY, "too many requests wait for this process");
      case ID_IN_USE ->
          exchange.fail(Cause.BROKEN, "a request with this id waits for this process already");
      case YES -> {
        if (!write(routing.outgoing(message, ids), exchange)) {
          open.remove(exchange);
          exchange.fail(isAlive() ? Cause.BUSY : Cause.UNREACHABLE, cannotTake());
        }
      }
    }
  }

  private String cannotTake() {
    var how = ending;
    if (how != null) {
      return how;
    }
    return isEnding ? "its process has ended" : "this process does not read what is sent to it";
  }

  @Override
  public void giveUp(PipeExchange exchange) {
    var waited = open.remove(exchange);
    var ids = exchange.ids();
    if (waited && ids != null && !ids.method().equals("initialize") && ending == null) {
      var _ = write(JsonRpc.cancelled(ids.wireId(), null), null);
    }
  }

  /** What the process said last on its standard error, without secrets, at most 300 characters. */
  @Override
  public String lastWords() {
    var running = child;
    return running == null ? "" : running.lastWords().tail(300);
  }

  private void answer(byte[] message) {
    var _ = write(message, null);
  }

  /** Puts a message into the queue; false when it is full or nobody will take it. */
  private boolean write(byte[] message, @Nullable PipeExchange exchange) {
    var most = 2L * outside.settings().maxMessageBytes();
    if (!isAlive() || queuedBytes.addAndGet(message.length) > most) {
      queuedBytes.addAndGet(-message.length);
      return false;
    }
    if (!queue.offer(new Line(message, exchange))) {
      queuedBytes.addAndGet(-message.length);
      return false;
    }
    start();
    return true;
  }

  private void start() {
    if (isStarted.compareAndSet(false, true)) {
      Thread.ofVirtual().name("stdin of " + connection.command().getFirst()).start(this::run);
    }
  }

  /** The life of the process, seen from its input. */
  private void run() {
    try {
      var started = ChildProcess.start(connection, outside.secrets());
      child = started;
      Thread.ofVirtual().name("stdout of " + started.pid()).start(() -> hear(started));
      while (ending == null) {
        passWhole(started, queue.take());
      }
      started.end();
    } catch (IOException | SecretMissing | IllegalArgumentException e) {
      var running = child;
      if (running == null) {
        over(Cause.UNREACHABLE, "its process cannot be started: " + e.getMessage());
        ended.countDown();
      } else {
        running.end(); // it reads no more; its output tells the rest
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(ChildProcess started, Line line) throws IOException {
    queuedBytes.addAndGet(-line.message.length);
    if (line.message.length == 0) {
      return;
    }
    var exchange = line.exchange;
    if (exchange != null) {
      if (isEnding || exchange.isOver()) {
        return;
      }
      exchange.leaves();
    }
    started.write(line.message);
    if (queue.isEmpty()) {
      started.flush();
    }
  }

  /** What was written in part only has not been understood: its end is the line end. */
  private void passWhole(ChildProcess started, Line line) throws IOException {
    writing.lock();
    try {
      pass(started, line);
    } catch (IOException e) {
      if (line.exchange != null) {
        line.exchange.stays();
      }
      throw e;
    } finally {
      writing.unlock();
    }
  }

  /** The life of the process, seen from its output. */
  private void hear(ChildProcess started) {
    try {
      var lines = started.lines(outside.settings().maxMessageBytes());
      var garbage = 0;
      for (var line = lines.next(); line != null; line = lines.next()) {
        garbage = line.length == 0 || routing.incoming(line) ? 0 : garbage + 1;
        if (garbage > MOST_GARBAGE) {
          over(Cause.BROKEN, "its output is not MCP: \"" + shown(started, line) + "\"");
          return;
        }
      }
      ends(started);
    } catch (LineReader.TooLong e) {
      over(Cause.TOO_LARGE, "its output: " + e.getMessage());
    } catch (IOException e) {
      ends(started);
    } finally {
      started.end();
      ended.countDown();
    }
  }

  /** Takes nothing more at once, though what it last said is still awaited. */
  private void ends(ChildProcess started) {
    isEnding = true;
    var how = started.ending();
    awaitWriter();
    if (ending == null) {
      ending = how;
    }
    for (var exchange : open.close()) {
      var isUnread = exchange.ids() != null && !exchange.hasLeft();
      exchange.fail(isUnread ? Cause.UNREACHABLE : Cause.LOST, how);
    }
    over(Cause.LOST, how);
  }

  /** A write to a process that has ended fails at once; the rest is for one that only seems so. */
  private void awaitWriter() {
    try {
      if (writing.tryLock(TO_FAIL.toMillis(), TimeUnit.MILLISECONDS)) {
        writing.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String shown(ChildProcess started, byte[] line) {
    var text = started.lastWords().clean(new String(line, StandardCharsets.UTF_8));
    return text.length() > SHOWN_OF_GARBAGE ? text.substring(0, SHOWN_OF_GARBAGE) + "…" : text;
  }

  private void over(Cause cause, String how) {
    if (ending == null) {
      ending = how;
    }
    for (var exchange : open.close()) {
      exchange.fail(cause, how);
    }
    queue.clear();
    queue.offer(LAST);
  }

  /** Ends all exchanges at once and the process within five seconds, in the background. */
  @Override
  public void close() {
    if (!isEnding) { // else how it ended is about to be told
      over(Cause.LOST, "the gateway has ended this process");
    }
    var running = child;
    if (running != null) {
      Thread.ofVirtual().name("end of " + running.pid()).start(running::end);
    } else if (isStarted.compareAndSet(false, true)) {
      ended.countDown();
    }
  }
}
