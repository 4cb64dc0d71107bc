package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final long DAY = 86_400_000;

  @TempDir Path home;
  private Written written;
  private JournalFiles files;

  @BeforeEach
  void aJournalThatKeepsTenDays() {
    written = new Written(home);
    written.disk = new QuickDisk();
    written.keep = Duration.ofDays(10);
    files = new JournalFiles(written.directory);
  }

  @Test
  void removesWholeOldSegmentsAndTheJournalStaysWhole() throws Exception {
    written.keep = Duration.ofDays(400); // else the removal at the start may come in between
    try (var journal = written.open()) {
      for (var day = 0; day < 20; day += 2) {
        Written.fill(journal.lane(1), 5);
        written.millis.addAndGet(2 * DAY);
      }
    }
    written.keep = Duration.ofDays(10);
    try (var journal = written.open()) {
      journal.removeOld();

      assertThat(files.segments().get(1)).containsOnlyKeys(5L, 6L, 7L, 8L, 9L, 10L);
      assertThat(written.verify().bad()).isEmpty();
      Written.fill(journal.lane(1), 5);
    }

    var report = written.verify();
    assertThat(report.bad()).isEmpty();
    assertThat(report.records()).isEqualTo(30 + 1 + 5);
    assertThat(written.reader().find(new Reference(1, 20))).isEmpty();
    assertThat(written.reader().find(new Reference(1, 21)).orElseThrow().evidence())
        .isEqualTo(Story.Evidence.SEALED);
    assertThat(written.reader().read(Position.startOf(1), 1).missed()).isEqualTo(20);
    assertThat(written.reader().read(Position.startOf(0), 9).records())
        .extracting(AuditRecord::event)
        .containsExactly(
            new AuditEvent.System(
                AuditEvent.Moment.RETENTION,
                "lane 1: segments 1 to 4, records 1 to 20, are older than 10 days and are"
                    + " removed"));
  }

  @Test
  void isNotAnExcuseForALoss() throws Exception {
    try (var journal = written.open()) {
      for (var day = 0; day < 20; day += 2) {
        Written.fill(journal.lane(1), 5);
        written.millis.addAndGet(2 * DAY);
      }
      journal.removeOld();
    }
    Files.delete(files.segment(1, 5));

    assertThat(written.verify().first().orElseThrow().why()).isEqualTo("segment missing");
  }

  @Test
  void isFinishedByTheNextOpeningWhenItWasInterrupted() throws Exception {
    try (var journal = written.open()) {
      Written.fill(journal.lane(1), 5);
      written.millis.addAndGet(20 * DAY);
      Written.fill(journal.lane(1), 5);
      var kept = Files.readAllBytes(files.segment(1, 1));
      written.millis.addAndGet(20 * DAY);
      journal.removeOld();
      Files.write(files.segment(1, 1), kept);
      assertThat(written.verify().bad()).isEmpty();
    }
    written.open().close();

    assertThat(files.segments().get(1)).containsOnlyKeys(2L);
    assertThat(written.verify().bad()).isEmpty();
  }

  @Test
  void removesOldHeadsToo() throws Exception {
    written.open().close();
    try (var heads =
        new HeadWriter(
            files,
            written.key,
            written.disk,
            new AtomicReference<>(newest()),
            HeadMark.NONE,
            500)) {
      for (var i = 0; i < 20; i++) {
        written.millis.addAndGet(DAY);
        heads.write(written.millis.get(), List.of());
      }
    }
    assertThat(written.verify().bad()).isEmpty();
    var before = files.heads().size();

    try (var journal = written.open()) {
      journal.removeOld();
    }

    assertThat(files.heads().size()).isLessThan(before).isGreaterThan(2);
    assertThat(written.verify().bad()).isEmpty();
    Files.delete(files.heads().firstEntry().getValue());
    assertThat(written.verify().first().orElseThrow().why())
        .isEqualTo("the heads before it are missing");
  }

  private HeadMark newest() throws Exception {
    var check = new HeadCheck(files.heads(), written.key.publicKey(), 0);
    check.run();
    return java.util.Objects.requireNonNull(check.newest()).mark();
  }
}
