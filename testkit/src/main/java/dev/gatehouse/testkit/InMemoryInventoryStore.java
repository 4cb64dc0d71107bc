package dev.gatehouse.testkit;

import dev.gatehouse.core.inventory.InventoryStore;
import dev.gatehouse.core.inventory.StoredReport;
import java.security.SecureRandom;
import java.util.List;
import java.util.TreeMap;

/** Reports of devices that nobody writes down. Thread-safe. */
public final class InMemoryInventoryStore implements InventoryStore {
  private final TreeMap<String, StoredReport> reports = new TreeMap<>();
  private final byte[] salt = new byte[SALT_BYTES];

  public InMemoryInventoryStore() {
    new SecureRandom().nextBytes(salt);
  }

  @Override
  public synchronized boolean put(StoredReport report) {
    var others =
        reports.values().stream().filter(one -> !one.device().equals(report.device())).toList();
    var characters = others.stream().mapToLong(one -> one.document().length()).sum();
    var fits =
        others.size() < MOST_DEVICES && characters + report.document().length() <= MOST_CHARACTERS;
    if (fits) {
      reports.put(report.device(), report);
    }
    return fits;
  }

  @Override
  public synchronized boolean remove(String device) {
    return reports.remove(device) != null;
  }

  @Override
  public synchronized List<StoredReport> all() {
    return List.copyOf(reports.values());
  }

  @Override
  public byte[] salt() {
    return salt.clone();
  }
}
