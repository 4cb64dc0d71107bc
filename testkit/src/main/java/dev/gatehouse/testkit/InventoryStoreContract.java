package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.inventory.InventoryStore;
import dev.gatehouse.core.inventory.StoredReport;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every store of reports does. */
public interface InventoryStoreContract {
  /** When the first report came in. */
  Instant RECEIVED = Instant.parse("2026-11-25T09:00:00.123456Z");

  /** An empty store, the same one in the whole test. */
  InventoryStore inventory();

  /** A report of a device. */
  static StoredReport report(String device, String document) {
    return new StoredReport(device, RECEIVED, "key:k-1 (mdm)", document);
  }

  @Test
  default void keepsEveryFieldOfAReport() {
    var whole =
        new StoredReport(
            "ana-laptop.acme",
            RECEIVED,
            "key:'; drop table inventory_reports; --",
            "{\"é\":\"😀\"}");

    assertThat(inventory().put(whole)).isTrue();

    assertThat(inventory().all()).containsExactly(whole);
  }

  @Test
  default void keepsTheNewestReportOfEachDeviceInTheirOrder() {
    assertThat(inventory().put(report("b", "{}"))).isTrue();
    assertThat(inventory().put(report("a", "{}"))).isTrue();
    assertThat(inventory().put(report("B", "{}"))).isTrue();
    assertThat(inventory().put(report("b", "{\"new\":true}"))).isTrue();

    assertThat(inventory().all())
        .containsExactly(report("B", "{}"), report("a", "{}"), report("b", "{\"new\":true}"));
  }

  @Test
  default void forgetsADevice() {
    assertThat(inventory().put(report("a", "{}"))).isTrue();

    assertThat(inventory().remove("a")).isTrue();
    assertThat(inventory().remove("a")).isFalse();
    assertThat(inventory().all()).isEmpty();
  }

  @Test
  default void takesNoMoreThanItHasRoomForAndLosesNothing() {
    var large = " ".repeat(1 << 20);
    for (var i = 0; i < InventoryStore.MOST_CHARACTERS >> 20; i++) {
      assertThat(inventory().put(report("d-" + i, large))).isTrue();
    }

    assertThat(inventory().put(report("one-more", "{}"))).isFalse();
    assertThat(inventory().put(report("d-0", "{}"))).isTrue();
    assertThat(inventory().put(report("one-more", "{}"))).isTrue();
    assertThat(inventory().all()).hasSize((int) (InventoryStore.MOST_CHARACTERS >> 20) + 1);
  }

  @Test
  default void hasOneSalt() {
    var salt = inventory().salt();

    assertThat(salt).hasSize(InventoryStore.SALT_BYTES).isNotEqualTo(new byte[salt.length]);
    assertThat(inventory().salt()).isEqualTo(salt);
  }
}
