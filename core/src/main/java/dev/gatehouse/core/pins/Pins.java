package dev.gatehouse.core.pins;

import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pins of all servers at one moment. Immutable but for what is known of each server now, which
 * lives on from one to the next while its pin stays the same.
 */
public final class Pins {
  /** Nothing is pinned. */
  public static final Pins NONE = new Pins(Map.of());

  private final Map<ServerName, PinnedServer> servers;

  private Pins(Map<ServerName, PinnedServer> servers) {
    this.servers = servers;
  }

  /**
   * The pins of these servers.
   *
   * @param pins at most one a server; one of another connection does not count
   * @param scan what looks through texts
   * @param news told when a client was about to get a definition that nobody knew of; on the
   *     client's thread, so it must not block
   * @return these very pins when nothing is different
   */
  public Pins next(
      Collection<Server> reachable,
      Collection<Pin> pins,
      TextScan scan,
      Consumer<ServerName> news) {
    var byServer = new HashMap<ServerName, Pin>();
    pins.forEach(pin -> byServer.put(pin.server(), pin));
    var next = new HashMap<ServerName, PinnedServer>();
    var changed = false;
    for (var server : reachable) {
      var pin = byServer.get(server.name());
      var before = servers.get(server.name());
      var watched =
          pin != null && pin.fingerprint().equals(server.connection().fingerprint())
              ? watched(before, pin, scan)
              : null;
      var same = before != null && before.mode() == server.drift() && isSame(before, watched);
      changed |= !same;
      next.put(
          server.name(),
          same ? before : new PinnedServer(server.name(), server.drift(), watched, news));
    }
    return changed || next.size() != servers.size() ? new Pins(next) : this;
  }

  private static Watched watched(@Nullable PinnedServer before, Pin pin, TextScan scan) {
    var watched = before == null ? null : before.watched();
    return watched != null && watched.pin().equals(pin) ? watched : new Watched(pin, scan);
  }

  @SuppressWarnings("ReferenceEquality") // the very same, with all that was seen of it
  private static boolean isSame(PinnedServer before, @Nullable Watched watched) {
    return before.watched() == watched;
  }

  /** What holds for a server; for one that is not there, everything goes on. */
  public PinnedServer of(ServerName server) {
    return servers.getOrDefault(server, PinnedServer.UNPINNED);
  }

  /** All servers. */
  public Collection<PinnedServer> all() {
    return servers.values();
  }
}
