package dev.gatehouse.core.registry;

import java.util.List;

/**
 * The servers that were declared through the API. Thread-safe; blocks on I/O, so it is never used
 * on an event loop. What a call has changed is durable when it returns. Every method throws an
 * unchecked exception that names the cause when the store cannot be used.
 */
public interface ServerStore {
  /** Declares a server, in place of the one of the same name if there is one. */
  void put(StoredServer server);

  /**
   * Forgets a server.
   *
   * @return false when there was none of this name
   */
  boolean remove(ServerName name);

  /** All of them, by name. */
  List<StoredServer> all();
}
