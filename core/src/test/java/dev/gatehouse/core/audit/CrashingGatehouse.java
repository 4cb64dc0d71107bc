package dev.gatehouse.core.audit;

import dev.gatehouse.core.kind.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A process that appends on three threads until it is killed, and prints each reference that it was
 * given, with the name that it wrote into the record.
 */
final class CrashingGatehouse {
  private CrashingGatehouse() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments the home directory, and a name for this run
   */
  public static void main(String[] arguments) throws Exception {
    var home = Path.of(arguments[0]);
    var settings =
        new AuditSettings(
            Level.PROCESS,
            Duration.ofDays(400),
            ByteSize.of("256KiB"),
            AuditSettings.OnFailure.REFUSE,
            AuditSettings.KeptArguments.DIGEST);
    var journal =
        Journal.open(
            home.resolve("audit"),
            settings,
            AuditKey.in(home),
            InstantSource.system(),
            text -> text);
    var run = arguments[1];
    Thread.ofPlatform().start(() -> append(journal.lane(1), run + "-a-"));
    Thread.ofPlatform().start(() -> append(journal.lane(2), run + "-b-"));
    append(journal.shared(), run + "-c-");
  }

  private static void append(Lane lane, String name) {
    for (var i = 0; i < 1_000_000; i++) {
      try {
        var reference = lane.append(Written.intent(name + i));
        System.out.println(reference.text() + " " + name + i);
      } catch (NotRecorded e) {
        System.err.println(e.getMessage());
        return;
      }
    }
  }
}
