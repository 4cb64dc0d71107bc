package dev.gatehouse.core.sessions;

import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Messages;
import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.time.InstantSource;

/** Sessions that have shaken hands. */
final class Opened {
  private Opened() {}

  static Connections to(ScriptedServer server) {
    return new Connections((_, _) -> server, () -> 0, 10);
  }

  /** Seals of a week, with a key that all of them share. */
  static SessionSeals seals(InstantSource clock) {
    return new SessionSeals(new Sealer(new byte[Sealer.KEY_BYTES]), Duration.ofDays(7), clock);
  }

  static UpstreamSession session(ScriptedServer server) {
    return UpstreamSession.open(
        server.declared(), to(server).to(server.declared()), Messages.legacyInitialize());
  }

  static Envelope initialize() {
    try {
      return Envelope.scan(Messages.legacyInitialize(), StrictJson.Bounds.DEFAULT);
    } catch (Malformed e) {
      throw new AssertionError(e);
    }
  }
}
