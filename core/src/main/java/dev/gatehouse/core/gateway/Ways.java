package dev.gatehouse.core.gateway;

import dev.gatehouse.core.bridges.ModernFaces;
import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Era;

/**
 * Finds the way of a modern request: straight to a server that speaks its era, and to all others
 * through the face that they show to this caller.
 */
final class Ways {
  private final Connections connections;
  private final Eras eras;
  private final ModernFaces faces;

  Ways(Connections connections, Eras eras, ModernFaces faces) {
    this.connections = connections;
    this.eras = eras;
    this.faces = faces;
  }

  /**
   * The way to this server.
   *
   * @throws dev.gatehouse.core.refusal.Refused when its era cannot be found out, or no session can
   *     be opened
   */
  Way modern(Visit visit, Server server) {
    return modern(visit, server, visit.waiting());
  }

  /** The same, found again later, when other waiting may be allowed. */
  Way modern(Visit visit, Server server, Waiting waiting) {
    var line = connections.to(server);
    var headers = Rewriting.modernHeaders(visit);
    if (eras.speaks(server, Era.MODERN, waiting)) {
      return Way.modern(server, line, headers, () -> otherwise(visit, server));
    }
    var face = faces.of(server, visit.caller().id(), visit.message(), waiting);
    return Way.faced(server, line, headers, face);
  }

  /** What was known of the era was wrong. */
  private Way otherwise(Visit visit, Server server) {
    eras.forget(server);
    return modern(visit, server, Waiting.ALLOWED);
  }
}
