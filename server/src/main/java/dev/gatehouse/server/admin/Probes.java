package dev.gatehouse.server.admin;

import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.Server;
import java.util.List;
import java.util.Optional;

/** Asks servers what they are and offer. */
public interface Probes {
  /** What the server said last, declared as it is now. Does not ask it. */
  Optional<ServerDesk.SeenView> seen(Server server);

  /**
   * What the server offers.
   *
   * @param seen the same for a person
   * @param offered every item in its canonical form; empty when the server could not be asked
   */
  record Look(ServerDesk.SeenView seen, Optional<List<Pin.Item>> offered) {}

  /** What was pinned of the server, and what is different now. */
  DriftView drift(Server server);

  /**
   * Asks it now and waits for the answer, within a bound. Never throws because of the server: what
   * went wrong stands in the view. Never starts a program that nobody approved.
   */
  Look probe(Server server);
}
