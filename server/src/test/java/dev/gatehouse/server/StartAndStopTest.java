package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditReader;
import dev.gatehouse.server.settings.BuiltInKinds;
import dev.gatehouse.server.settings.SettingsLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartAndStopTest {
  @TempDir Path directory;

  private House open() throws Exception {
    var settings =
        new SettingsLoader(BuiltInKinds.ALL)
            .decode("listen: 127.0.0.1:0\ndata: data\n", "gatehouse.yaml");
    return House.open(settings, House.Options.in(directory));
  }

  @Test
  void areRecordedInThatOrder() throws Exception {
    open().close();
    var records = new AuditReader(directory.resolve("data/audit")).tail(10);
    assertThat(records).hasSize(2);
    assertThat(records.getFirst().json()).contains("\"start\"", "0.1.0, settings gatehouse.yaml");
    assertThat(records.getLast().json()).contains("\"stop\"");
  }

  @Test
  void makeNoSecondKeyOnTheNextStart() throws Exception {
    try (var first = open()) {
      assertThat(first.firstKey()).isPresent();
    }
    try (var second = open()) {
      assertThat(second.firstKey()).isEmpty();
    }
  }
}
