package dev.gatehouse.core.store;

import dev.gatehouse.core.artifacts.ArtifactStore;
import dev.gatehouse.core.identity.KeyStore;
import dev.gatehouse.core.inventory.InventoryStore;
import dev.gatehouse.core.policy.GrantStore;
import dev.gatehouse.core.registry.ApprovalStore;
import dev.gatehouse.core.registry.PinStore;
import dev.gatehouse.core.registry.ServerStore;

/**
 * The stores of one gateway. Thread-safe. Nothing is opened before it is first used; {@link #open}
 * does so on purpose, to meet trouble at start.
 */
public interface Stores extends AutoCloseable {
  /** Servers declared through the API. */
  ServerStore servers();

  /** Decisions about servers. */
  ApprovalStore approvals();

  /** What was pinned of servers. */
  PinStore pins();

  /** Grants given through the API. */
  GrantStore grants();

  /** API keys. */
  KeyStore keys();

  /** Versions of artifacts. Their changes concern no call, so {@link #onChange} tells of none. */
  ArtifactStore artifacts();

  /** Reports of devices. Their changes concern no call, so {@link #onChange} tells of none. */
  InventoryStore inventory();

  /**
   * Opens what is not open yet.
   *
   * @throws StoreFailed when that is not possible; the message says why and what to do
   */
  void open();

  /** Grows with every change, beginning at 0 each time the stores are opened. */
  long version();

  /**
   * Runs the listener after every change. It runs on the thread that made the change, after the
   * change is durable and before the changing call returns, never beside another listener; so when
   * the call returns, the gateway decides by what was changed. What a listener throws reaches the
   * caller, and the change stays.
   */
  void onChange(Runnable listener);

  /** Closes what was opened. Calls after it throw {@link StoreFailed}. */
  @Override
  void close();
}
