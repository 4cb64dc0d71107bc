package dev.gatehouse.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.store.StoreFailed;
import dev.gatehouse.testkit.StoredThings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoGatewaysTest {
  @Test
  void neverShareADirectoryAndLoseNothingWhenOneIsKilled(@TempDir Path directory)
      throws IOException, InterruptedException {
    var other = AnotherGateway.on(directory);
    try (var written = other.inputReader();
        var stores = new SqliteStores(directory)) {
      assertThat(written.readLine()).isEqualTo("written");

      assertThatThrownBy(stores::open)
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining("another running gateway (process " + other.pid() + ")");

      var _ = other.destroyForcibly();
      assertThat(other.waitFor(Duration.ofSeconds(30))).isTrue();

      assertThat(stores.servers().all()).containsExactly(StoredThings.server("crm"));
    } finally {
      var _ = other.destroyForcibly();
    }
  }
}
