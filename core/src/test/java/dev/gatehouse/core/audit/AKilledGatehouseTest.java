package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AKilledGatehouseTest {
  private static final int KILLS = 50;

  @TempDir Path home;
  private final Random random = new Random(5);
  private final Map<String, String> acknowledged = new HashMap<>();

  @Test
  @Timeout(300)
  void hasLostNoRecordThatItAcknowledged() throws Exception {
    var written = new Written(home);
    for (var run = 0; run < KILLS; run++) {
      var before = acknowledged.size();
      killAfterSome("run" + run);
      assertThat(acknowledged.size()).as("acknowledged in run %d", run).isGreaterThan(before);
      if (run % 10 == 9) {
        written.open().close();
        assertThat(written.verify().bad()).as("after run %d", run).isEmpty();
      }
    }

    var names = new HashMap<String, String>();
    for (var lane : written.reader().lanes()) {
      readAll(written, lane, names);
    }
    assertThat(names).containsAllEntriesOf(acknowledged);
    assertThat(names.values()).doesNotHaveDuplicates();
  }

  private void killAfterSome(String run) throws Exception {
    var child = new ProcessBuilder(command(run)).redirectErrorStream(true).start();
    try (BufferedReader lines = child.inputReader()) {
      var some = 1 + random.nextInt(random.nextBoolean() ? 20 : 2_000);
      for (var i = 0; i < some; i++) {
        take(String.valueOf(lines.readLine()));
      }
      child.toHandle().destroyForcibly(); // kill -9; what it printed before can still be read
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line);
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /** A line that the kill cut in the middle does not count. */
  private void take(String line) {
    var parts = line.split(" ", -1);
    if (parts.length == 2 && parts[1].matches("run[0-9]+-[abc]-[0-9]+")) {
      var isNew = acknowledged.put(parts[0], parts[1]) == null;
      assertThat(isNew).as("%s was given once", parts[0]).isTrue();
    } else {
      assertThat(line).as("what the process says").startsWith("r-");
    }
  }

  private List<String> command(String run) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(
            List.of(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(
        List.of(
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            CrashingGatehouse.class.getName(),
            home.toString(),
            run));
    return command;
  }

  private static void readAll(Written written, int lane, Map<String, String> names)
      throws Exception {
    var position = Position.startOf(lane);
    while (true) {
      var batch = written.reader().read(position, 5_000);
      if (batch.records().isEmpty()) {
        return;
      }
      for (var record : batch.records()) {
        if (record.event() instanceof AuditEvent.Intent(var call, _, _, _)) {
          names.put(record.reference().text(), String.valueOf(call.target()));
        }
      }
      position = batch.next();
    }
  }
}
