package dev.gatehouse.transport;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.Fetcher;
import dev.gatehouse.core.egress.NameService;
import dev.gatehouse.core.gateway.McpHandler;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.upstream.Upstream;
import java.util.function.Supplier;

/**
 * The wire of one Gatehouse: its event loops, and everything that lives on them. Opened once,
 * closed last. Thread-safe.
 */
public final class Transport implements AutoCloseable {
  private final Loops loops;

  private Transport(Loops loops) {
    this.loops = loops;
  }

  /**
   * Starts the event loops.
   *
   * @param eventLoops how many, 0 for one per processor
   */
  public static Transport open(int eventLoops) {
    var count = eventLoops == 0 ? Runtime.getRuntime().availableProcessors() : eventLoops;
    return new Transport(Loops.open(count));
  }

  /** How many event loops there are. */
  public int eventLoops() {
    return loops.all().size();
  }

  /** The index of the event loop that the calling thread is, -1 when it is none. */
  public int currentLoop() {
    var loop = loops.current();
    return loop == null ? -1 : loop.index;
  }

  /** Whether the native transport of this machine is in use. */
  public boolean isNative() {
    return loops.vertx().isNativeTransportEnabled();
  }

  /**
   * Begins to listen for clients. Blocks until the port is bound.
   *
   * @throws IllegalStateException when it cannot be bound or the certificate cannot be read
   */
  public HttpListener listen(ListenerSettings settings, McpHandler gateway, ControlPlane plane) {
    return HttpListener.open(loops, settings, gateway, plane);
  }

  /**
   * A way to a server over HTTP; made at once, connected when first used. Over HTTP+SSE it is one
   * conversation and has to be a session's own; over Streamable HTTP all may share it.
   *
   * @param outside what every way out needs
   */
  public Upstream open(Connection.Http connection, Outside outside) {
    return connection.transport() == Connection.HttpTransport.SSE
        ? new SseUpstream(loops, connection, outside)
        : new HttpUpstream(loops, connection, outside);
  }

  /**
   * A way to a server as a child process; made at once, started when first used.
   *
   * @param sharing who speaks to it
   * @param outside what every way out needs
   */
  public StdioUpstream open(
      Connection.Stdio connection, StdioUpstream.Sharing sharing, Outside outside) {
    return new StdioUpstream(loops, connection, sharing, outside);
  }

  /**
   * What fetches small documents from foreign URLs, as long as this lives.
   *
   * @param rules the address rules as they are at each fetch
   */
  public Fetcher fetcher(
      Supplier<AddressRules> rules, NameService names, UpstreamSettings settings) {
    return new EgressFetcher(loops, rules, names, settings);
  }

  /** Ends everything at once; drain listeners before. */
  @Override
  public void close() {
    loops.close();
  }
}
