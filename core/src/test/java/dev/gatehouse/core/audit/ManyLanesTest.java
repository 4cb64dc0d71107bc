package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lanes that are appended side by side, while others read. */
@Timeout(120)
class ManyLanesTest {
  private static final int RECORDS = 4_000;

  @TempDir Path home;
  private Written written;

  @BeforeEach
  void aJournal() {
    written = new Written(home);
    written.disk = new QuickDisk();
  }

  @Test
  void areWholeTogether() throws Exception {
    try (var journal = written.open();
        var threads = Executors.newCachedThreadPool()) {
      var work = new ArrayList<Callable<Void>>();
      for (var lane = 1; lane <= 4; lane++) {
        var own = journal.lane(lane);
        work.add(() -> fill(own, RECORDS));
        work.add(() -> fill(journal.shared(), RECORDS / 4));
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    }

    var report = written.verify();
    assertThat(report.bad()).isEmpty();
    assertThat(report.records()).isEqualTo(5L * RECORDS);
    assertThat(written.reader().lanes()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void areWholeAtEveryMomentForWhoeverVerifies() throws Exception {
    try (var journal = written.open();
        var threads = Executors.newCachedThreadPool()) {
      var first = threads.submit(() -> fill(journal.lane(1), 3 * RECORDS));
      var second = threads.submit(() -> fill(journal.lane(2), 3 * RECORDS));
      var tail = written.reader().follow(10);
      var reader = new AuditReader(written.directory);
      do {
        assertThat(reader.verify(written.key.publicKey()).bad()).isEmpty();
        assertThat(tail.next()).doesNotContainNull();
      } while (!first.isDone() || !second.isDone());
      first.get();
      second.get();
    }
    assertThat(written.verify().records()).isEqualTo(6L * RECORDS);
    assertThat(written.verify().bad()).isEmpty();
  }

  @Test
  void loseNothingThatWasAcknowledgedWhileTheJournalIsClosed() throws Exception {
    for (var round = 0; round < 6; round++) {
      var journal = written.open();
      var last = new ArrayList<Future<Long>>();
      try (var threads = Executors.newCachedThreadPool()) {
        for (var lane = 1; lane <= 2; lane++) {
          var own = journal.lane(lane);
          last.add(threads.submit(() -> untilClosed(own)));
        }
        while (written.reader().lanes().size() < 2) {
          Thread.onSpinWait();
        }
        journal.close();
      }
      for (var lane = 1; lane <= 2; lane++) {
        var acknowledged = last.get(lane - 1).get();
        if (acknowledged > 0) {
          assertThat(written.reader().find(new Reference(lane, acknowledged))).isPresent();
        }
      }
    }
    written.open().close();
    assertThat(written.verify().bad()).isEmpty();
  }

  private static long untilClosed(Lane lane) {
    var last = 0L;
    try {
      while (true) {
        last = lane.append(Written.intent("get_ticket")).sequence();
      }
    } catch (NotRecorded e) {
      assertThat(e).hasMessageContaining("closed");
      return last;
    }
  }

  private static Void fill(Lane lane, int count) throws NotRecorded {
    Written.fill(lane, count);
    return null;
  }
}
