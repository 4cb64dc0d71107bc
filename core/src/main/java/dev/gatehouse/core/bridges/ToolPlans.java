package dev.gatehouse.core.bridges;

import dev.gatehouse.core.registry.Server;
import dev.gatehouse.protocol.LegacyTool;
import java.util.Optional;

/** How the tools of servers are called and listed across the eras. Thread-safe. */
public interface ToolPlans {
  /** What is known of a tool without asking anybody; empty when its list has not come. */
  Optional<LegacyTool> known(Server server, String tool);

  /**
   * Asks the server for its tools anew. Blocks: for virtual threads only.
   *
   * @return the tool, empty when the server does not list it or its list did not come
   */
  Optional<LegacyTool> fetched(Server server, String tool);
}
