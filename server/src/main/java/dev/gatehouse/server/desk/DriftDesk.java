package dev.gatehouse.server.desk;

import dev.gatehouse.core.pins.PinnedServer;
import dev.gatehouse.core.registry.ServerName;

/** What is known of pins, for whoever looks at a server. Thread-safe. */
public interface DriftDesk {
  /** What was pinned of a server, and what is different now. */
  PinnedServer of(ServerName name);

  /** An administrator has had the server asked: what only clients saw before counts no more. */
  void lookedOnPurpose(ServerName name);
}
