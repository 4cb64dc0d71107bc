package dev.gatehouse.core.bridges;

import dev.gatehouse.core.connections.Connections.Line;
import dev.gatehouse.core.registry.Server;
import java.time.Duration;

/**
 * What all that one face does has in common.
 *
 * @param server the modern server behind it
 * @param plans how its tools are called
 * @param notModern what is done when the server no longer speaks the modern era
 */
record FaceLine(Server server, Line line, ToolPlans plans, Later later, Runnable notModern) {
  /** Least time between two tries that the server puts off. */
  static final Duration PACE = Duration.ofMillis(250);

  /** How long a client may take to answer the questions of one round. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** How often one call may ask. */
  static final int MOST_ROUNDS = 8;
}
