package dev.gatehouse.core.sessions;

import dev.gatehouse.core.connections.Connections.Line;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.upstream.Upstream;
import java.util.Optional;

/** Tells what sessions of the legacy era speak to. Thread-safe. */
@FunctionalInterface
public interface SessionUpstreams {
  /** The servers themselves, in the era that the session speaks. */
  SessionUpstreams THEMSELVES = (_, _) -> Optional.empty();

  /**
   * What speaks for the server in one new session, which then closes it; empty where the server
   * speaks for itself. May block: for virtual threads only.
   *
   * @throws dev.gatehouse.core.refusal.Refused when there is neither
   */
  Optional<Upstream> face(Server server, Line line);
}
