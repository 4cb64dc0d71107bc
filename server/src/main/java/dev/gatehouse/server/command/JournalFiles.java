package dev.gatehouse.server.command;

import dev.gatehouse.cli.JournalOnDisk;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Progress;
import dev.gatehouse.core.audit.AuditKey;
import dev.gatehouse.core.audit.AuditReader;
import dev.gatehouse.core.audit.BadPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a journal that only its files are left of, with the public key that lies beside it. */
final class JournalFiles implements JournalOnDisk {
  private static final String KEY = "audit.pub";

  @Override
  public Verified verify(Path directory, Progress progress) {
    var inside = directory.resolve("audit");
    var journal = Files.isDirectory(inside) ? inside : directory;
    try {
      var begun = Instant.now();
      var report =
          new AuditReader(journal)
              .verify(AuditKey.readPublic(key(journal)), (done, _) -> progress.reached(done));
      return new Verified(
          report.isWhole(),
          Math.toIntExact(report.segments()),
          report.records(),
          report.from(),
          report.to(),
          Optional.of(report.keyName()).filter(name -> !name.isEmpty()),
          Duration.between(begun, Instant.now()).toMillis(),
          OptionalLong.of(report.bytes()),
          report.first().map(BadPlace::text));
    } catch (IOException e) {
      throw Failure.failed(
          "the journal in " + directory + " cannot be read: " + e.getMessage(),
          "name the data directory of a gateway, or a folder with its audit folder and " + KEY);
    }
  }

  private static Path key(Path journal) {
    var beside = journal.resolve(KEY);
    return Files.exists(beside) ? beside : journal.resolveSibling(KEY);
  }
}
