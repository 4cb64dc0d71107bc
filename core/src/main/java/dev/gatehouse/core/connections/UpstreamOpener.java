package dev.gatehouse.core.connections;

import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.upstream.Upstream;

/** Makes upstreams; the wire behind them stays hidden. Thread-safe. */
public interface UpstreamOpener {
  /**
   * A new upstream for the server. Does not connect yet.
   *
   * @param sharing whether messages of several callers will pass through it
   */
  Upstream open(Server server, Sharing sharing);

  /** Who uses one upstream. */
  enum Sharing {
    /** Many callers at once: ids are kept apart by the upstream where the wire does not. */
    SHARED,
    /** One session of the legacy era: ids pass unchanged. */
    PRIVATE
  }
}
