package dev.gatehouse.core.registry;

import java.util.List;

/**
 * What was pinned, at most one pin a server. Pins of approvals come and go with them, through
 * {@link ApprovalStore}. Thread-safe; blocks on I/O, so it is never used on an event loop. What a
 * call has changed is durable when it returns. Every method throws an unchecked exception that
 * names the cause when the store cannot be used.
 */
public interface PinStore {
  /**
   * Keeps what a server offers at its first use, unless there is a pin for this connection already.
   *
   * @return whether it was kept
   */
  boolean pinFirst(Pin pin);

  /** All of them, by name of the server. Read from memory while nothing changes. */
  List<Pin> all();
}
