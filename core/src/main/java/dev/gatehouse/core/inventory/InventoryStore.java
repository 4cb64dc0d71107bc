package dev.gatehouse.core.inventory;

import java.util.List;

/**
 * The newest report of each device. Thread-safe; blocks on I/O, so it is never used on an event
 * loop. What a call has changed is durable when it returns. Every method throws an unchecked
 * exception that names the cause when the store cannot be used.
 */
public interface InventoryStore {
  /** The most devices that are kept. */
  int MOST_DEVICES = 5_000;

  /** The most characters of all documents together. */
  long MOST_CHARACTERS = 64L << 20;

  /** How many bytes the salt has. */
  int SALT_BYTES = 32;

  /**
   * Keeps a report in place of the one of the same device.
   *
   * @return false when that would be more devices or characters than are kept; nothing has changed
   *     then
   */
  boolean put(StoredReport report);

  /**
   * Forgets a device.
   *
   * @return false when there was none of this name
   */
  boolean remove(String device);

  /** All of them, by device as texts are sorted, by code points. */
  List<StoredReport> all();

  /**
   * The random bytes by which secrets of all devices are marked: made when they are first asked
   * for, and the same ever after. {@link #SALT_BYTES} long.
   */
  byte[] salt();
}
