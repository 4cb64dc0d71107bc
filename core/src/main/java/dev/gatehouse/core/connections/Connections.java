package dev.gatehouse.core.connections;

import dev.gatehouse.core.connections.UpstreamOpener.Sharing;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The lines to all servers: one shared upstream each, private processes where a session of the
 * legacy era needs its own, and the breaker. A server whose connection changes gets a new line.
 * Thread-safe; nothing here waits.
 */
public final class Connections implements AutoCloseable {
  private final ConcurrentHashMap<ServerName, Line> lines = new ConcurrentHashMap<>();
  private final UpstreamOpener opener;
  private final LongSupplier nanoTime;
  private final int mostProcesses;
  private final AtomicInteger processes = new AtomicInteger();

  /**
   * @param mostProcesses processes and event streams of all servers at the same time, 1 to 10,000
   */
  public Connections(UpstreamOpener opener, LongSupplier nanoTime, int mostProcesses) {
    this.opener = opener;
    this.nanoTime = nanoTime;
    this.mostProcesses = mostProcesses;
  }

  /** The line to the server as it is declared now. */
  public Line to(Server server) {
    var line = lines.get(server.name());
    if (line != null && line.server.connection().equals(server.connection())) {
      return line;
    }
    return lines.compute(server.name(), (_, old) -> replace(old, server));
  }

  private Line replace(@org.jspecify.annotations.Nullable Line old, Server server) {
    if (old != null) {
      if (old.server.connection().equals(server.connection())) {
        return old;
      }
      old.close();
    }
    return new Line(server);
  }

  /** Closes the lines to servers that are not among these. */
  public void retain(Collection<Server> servers) {
    var names = servers.stream().map(Server::name).collect(Collectors.toSet());
    for (var entry : lines.entrySet()) {
      if (!names.contains(entry.getKey()) && lines.remove(entry.getKey(), entry.getValue())) {
        entry.getValue().close();
      }
    }
  }

  /** Ends the shared processes that nobody has used for this long. */
  public void reap(Duration idle) {
    var oldest = nanoTime.getAsLong() - idle.toNanos();
    lines.values().forEach(line -> line.reap(oldest));
  }

  @Override
  public void close() {
    lines.values().forEach(Line::close);
    lines.clear();
  }

  /** One server's connections. Thread-safe. */
  public final class Line {
    private final Server server;
    private final Breaker breaker = new Breaker(nanoTime);
    private final OverEvents overEvents;
    private volatile Upstream shared;
    private volatile long lastShared;

    private Line(Server server) {
      this.server = server;
      this.overEvents = new OverEvents(server, nanoTime);
      this.shared = opener.open(server, Sharing.SHARED);
      this.lastShared = nanoTime.getAsLong();
    }

    /** The upstream that all callers share. */
    public Upstream shared() {
      lastShared = nanoTime.getAsLong();
      return shared;
    }

    private void reap(long oldest) {
      if (isProcess() && lastShared - oldest < 0) {
        renew(shared);
      }
    }

    /** Whether the server answers, as far as is known. */
    public Breaker breaker() {
      return breaker;
    }

    /** Whether the server is a process. */
    public boolean isProcess() {
      return server.connection() instanceof Connection.Stdio;
    }

    /**
     * Whether a session needs an upstream of its own, which is the session: a process, or a stream
     * of events of HTTP+SSE.
     */
    public boolean isPipe() {
      return isProcess() || overEvents.isSo();
    }

    /** How the server is reached over HTTP, as far as is known. */
    OverEvents overEvents() {
      return overEvents;
    }

    /**
     * A private upstream for one session: the shared one over Streamable HTTP, a new process over
     * pipes, a new stream over HTTP+SSE. Close it through {@link #release}.
     *
     * @throws Refused when there are too many already
     */
    public Upstream acquire() {
      if (isProcess()) {
        return acquire(server);
      }
      return overEvents.isFresh() ? acquireStream() : shared;
    }

    /** An upstream to ask for the era on: never a stream that was found out earlier. */
    Upstream acquireForProbe() {
      return isProcess() ? acquire(server) : shared;
    }

    /** A new stream over HTTP+SSE; as {@link #acquire}. */
    Upstream acquireStream() {
      return acquire(overEvents.declared());
    }

    private Upstream acquire(Server wanted) {
      if (processes.incrementAndGet() > mostProcesses) {
        processes.decrementAndGet();
        throw new Refused(
            new Refusal.UpstreamDown(
                server.name().text(),
                mostProcesses + " processes and event streams of servers are open already",
                Duration.ofSeconds(30)));
      }
      try {
        return opener.open(wanted, Sharing.PRIVATE);
      } catch (RuntimeException e) {
        processes.decrementAndGet();
        throw e;
      }
    }

    /** Gives back what {@link #acquire} gave. Once per acquired upstream. */
    public void release(Upstream upstream) {
      if (!upstream.equals(shared)) {
        upstream.close();
        processes.decrementAndGet();
      }
    }

    /** Opens a new shared upstream in place of one whose process has ended. */
    public void renewWhenEnded(Upstream failed, UpstreamFailure failure) {
      var ended = isProcess() && failure.cause() != UpstreamFailure.Cause.TIMEOUT;
      if (ended) {
        renew(failed);
      }
    }

    /** A new one starts its process when it is first used. */
    private void renew(Upstream old) {
      synchronized (this) {
        if (!shared.equals(old)) {
          return;
        }
        shared = opener.open(server, Sharing.SHARED);
        lastShared = nanoTime.getAsLong();
      }
      old.close();
    }

    /**
     * Refuses when the server is known not to answer.
     *
     * @throws Refused with UpstreamDown
     */
    public void refuseWhenDown() {
      var left = breaker.refusesFor();
      if (!left.isZero()) {
        throw new Refused(
            new Refusal.UpstreamDown(
                server.name().text(), "it failed several times in a row", left));
      }
    }

    private void close() {
      shared.close();
    }
  }
}
