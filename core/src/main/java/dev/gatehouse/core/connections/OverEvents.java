package dev.gatehouse.core.connections;

import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Connection.HttpTransport;
import dev.gatehouse.core.registry.Server;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a server is spoken to over HTTP+SSE, the transport of revision 2024-11-05: because its
 * owner says so, or because it was found out, which is asked again after a day. Thread-safe.
 */
final class OverEvents {
  private static final long AGE = Duration.ofDays(1).toNanos();

  private final Server server;
  private final LongSupplier nanoTime;
  private final HttpTransport fixed;
  private volatile boolean found;
  private volatile long until;

  OverEvents(Server server, LongSupplier nanoTime) {
    this.server = server;
    this.nanoTime = nanoTime;
    this.fixed =
        server.connection() instanceof Connection.Http http
            ? http.transport()
            : HttpTransport.STREAMABLE;
    this.found = fixed == HttpTransport.SSE;
  }

  /** Whether it is, as was found out last, however long ago. */
  boolean isSo() {
    return found;
  }

  /** Whether it is, and need not be asked again. */
  boolean isFresh() {
    return fixed == HttpTransport.SSE || (found && until - nanoTime.getAsLong() > 0);
  }

  /** Whether it may turn out either way. */
  boolean isOpen() {
    return fixed == HttpTransport.AUTO;
  }

  /** Notes what was found out. */
  void found(boolean isSo) {
    if (isOpen()) {
      until = nanoTime.getAsLong() + AGE;
      found = isSo;
    }
  }

  /** Forgets it: the next session asks again. */
  void forget() {
    if (isOpen()) {
      until = nanoTime.getAsLong();
    }
  }

  /** The server as it is declared for this transport. */
  Server declared() {
    return server.connection() instanceof Connection.Http http
        ? server.through(http.over(HttpTransport.SSE))
        : server;
  }
}
