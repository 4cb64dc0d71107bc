package dev.gatehouse.core.audit;

import dev.gatehouse.core.kind.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A journal in a directory of its own with a clock that tests set, and events for it. */
final class Written implements InstantSource {
  static final CallerFacts ANA =
      CallerFacts.of(
          "jwt:issuer#ana/support-bot",
          "ana@acme.example",
          "support-bot",
          "gth_7Qm…",
          List.of("support-agent", "reader"));

  final Path directory;
  final AuditKey key;
  final AtomicLong millis = new AtomicLong(1_790_000_000_000L);
  Level level = Level.PROCESS;
  Duration keep = Duration.ofDays(400);
  Redactor redactor = text -> text;
  Disk disk = Disk.REAL;

  Written(Path directory) {
    try {
      Files.createDirectories(directory);
      this.directory = directory.resolve("audit");
      this.key = AuditKey.in(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  Journal open() throws IOException {
    var settings =
        new AuditSettings(
            level,
            keep,
            ByteSize.of("256KiB"),
            AuditSettings.OnFailure.REFUSE,
            AuditSettings.KeptArguments.DIGEST);
    return Journal.open(directory, settings, key, this, redactor, disk);
  }

  AuditReader reader() {
    return new AuditReader(directory, 0);
  }

  VerifyReport verify() throws IOException {
    return reader().verify(key.publicKey());
  }

  /** Appends this many events, of all kinds in turn. */
  static void fill(Lane lane, int count) throws NotRecorded {
    for (var i = 0; i < count; i++) {
      lane.append(
          switch (i % 5) {
            case 0 -> intent("get_ticket");
            case 1 -> outcome(new Reference(lane.index(), i));
            case 2 -> denied();
            case 3 ->
                new AuditEvent.Change(ANA, "server.approve", "servers/crm", null, "ab12", "ok");
            default -> new AuditEvent.System(AuditEvent.Moment.SETTINGS_LOADED, "number " + i);
          });
    }
  }

  static CallFacts call(String tool) {
    return new CallFacts(
        ANA,
        "127.0.0.1:51234",
        "/mcp/crm",
        "tools/call",
        "crm",
        "tool",
        tool,
        "9f2c11aa",
        "\"seven\"",
        "4bf92f3577b34da6a3ce929d0e0e4736");
  }

  static AuditEvent.Intent intent(String tool) {
    return new AuditEvent.Intent(call(tool), "roles.support-agent.grants[0]", "c0ffee", null);
  }

  static AuditEvent.Outcome outcome(Reference intent) {
    return new AuditEvent.Outcome(
        intent,
        AuditEvent.Status.OK,
        200,
        Duration.ofNanos(12_100_000),
        412,
        9_120,
        "1 secret masked in result",
        null,
        null);
  }

  static AuditEvent.Denied denied() {
    return new AuditEvent.Denied(
        call("update_ticket"),
        "condition",
        "roles.support-agent.grants[1]",
        "args.priority != \"urgent\" does not hold",
        Map.of("args.priority", "\"urgent\""),
        Duration.ofSeconds(3),
        Duration.ofNanos(400_000));
  }
}
