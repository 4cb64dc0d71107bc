package dev.gatehouse.core.bridges;

import dev.gatehouse.core.connections.Connections.Line;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.sessions.SessionUpstreams;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Era;
import java.util.Optional;

/**
 * Gives sessions of the legacy era the server itself where it speaks that era, and a face of it
 * where it is known to speak the modern one only. Thread-safe.
 */
public final class BridgedUpstreams implements SessionUpstreams {
  private final Eras eras;
  private final ToolPlans plans;
  private final Later later;

  public BridgedUpstreams(Eras eras, ToolPlans plans, Later later) {
    this.eras = eras;
    this.plans = plans;
    this.later = later;
  }

  @Override
  public Optional<Upstream> face(Server server, Line line) {
    return isModernOnly(server)
        ? Optional.of(
            new LegacyFace(new FaceLine(server, line, plans, later, () -> eras.forget(server))))
        : Optional.empty();
  }

  /** What cannot be found out is left to the handshake with the server. */
  private boolean isModernOnly(Server server) {
    try {
      return !eras.speaks(server, Era.LEGACY, Waiting.ALLOWED);
    } catch (Refused notFoundOut) {
      return false;
    }
  }
}
