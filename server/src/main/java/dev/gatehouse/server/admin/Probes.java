package dev.gatehouse.server.admin;

import dev.gatehouse.core.registry.Server;
import java.util.Optional;

/** Asks servers what they are and offer. */
public interface Probes {
  /** What the server said last, declared as it is now. Does not ask it. */
  Optional<ServerDesk.SeenView> seen(Server server);

  /**
   * Asks it now and waits for the answer, within a bound. Never throws because of the server: what
   * went wrong stands in the view. Never starts a program that nobody approved.
   */
  ServerDesk.SeenView probe(Server server);
}
