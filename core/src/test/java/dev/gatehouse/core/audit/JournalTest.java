package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path home;
  private Written written;

  @BeforeEach
  void aJournal() {
    written = new Written(home);
  }

  @Test
  void givesBackWhatWasWritten() throws Exception {
    var call = Written.call("get_ticket");
    var bare =
        new CallFacts(CallerFacts.UNKNOWN, "c", "/mcp", "ping", null, null, null, null, null, null);
    var events = new ArrayList<AuditEvent>();
    try (var journal = written.open()) {
      events.add(new AuditEvent.Intent(call, "roles.a.grants[0]", "c0ffee", "{\"id\":7}"));
      events.add(new AuditEvent.Intent(bare, "r", null, null));
      for (var status : AuditEvent.Status.values()) {
        events.add(
            new AuditEvent.Outcome(
                new Reference(0, 1), status, 0, Duration.ofNanos(1000), 0, 1, null, "limit", "x"));
      }
      events.add(Written.denied());
      events.add(
          new AuditEvent.Denied(bare, "unknown", null, "", Map.of(), null, Duration.ofDays(1)));
      events.add(new AuditEvent.Change(Written.ANA, "key.revoke", "keys/1", "a", null, "why"));
      for (var moment : AuditEvent.Moment.values()) {
        events.add(new AuditEvent.System(moment, "note"));
      }
      for (var event : events) {
        journal.append(event);
      }
    }

    assertThat(written.reader().tail(100)).extracting(AuditRecord::event).isEqualTo(events);
    assertThat(written.verify().bad()).isEmpty();
    assertThat(written.verify().records()).isEqualTo(events.size());
  }

  @Test
  void bringsIntentAndOutcomeTogether() throws Exception {
    try (var journal = written.open()) {
      var intent = journal.lane(1).append(Written.intent("get_ticket"));
      journal.lane(1).append(Written.intent("other"));
      var outcome = journal.append(Written.outcome(intent));

      for (var asked : List.of(intent, outcome)) {
        var story = written.reader().find(asked).orElseThrow();
        assertThat(story.record().reference()).isEqualTo(asked);
        assertThat(story.intent().orElseThrow().reference()).isEqualTo(intent);
        assertThat(story.outcome().orElseThrow().reference()).isEqualTo(outcome);
      }
      assertThat(written.reader().find(new Reference(1, 3))).isEmpty();
      assertThat(written.reader().find(new Reference(9, 1))).isEmpty();
    }

    assertThat(written.reader().find(new Reference(1, 1)).orElseThrow().evidence())
        .isEqualTo(Story.Evidence.SEALED);
  }

  @Test
  void goesOnAfterItWasClosed() throws Exception {
    for (var run = 0; run < 4; run++) {
      try (var journal = written.open()) {
        Written.fill(journal.lane(1), 10);
        Written.fill(journal.shared(), 3);
      }
    }

    var report = written.verify();
    assertThat(report.bad()).isEmpty();
    assertThat(report.records()).isEqualTo(52);
    assertThat(report.segments()).isEqualTo(8);
    assertThat(report.unsealed()).isZero();
    assertThat(report.keyName()).isEqualTo(written.key.name());
    assertThat(written.reader().lanes()).containsExactly(0, 1);
  }

  @Test
  void fillsManySegmentsAndFindsEveryRecordInThem() throws Exception {
    try (var journal = written.open()) {
      Written.fill(journal.lane(1), 3_000);
    }

    var report = written.verify();
    assertThat(report.bad()).isEmpty();
    assertThat(report.records()).isEqualTo(3_000);
    assertThat(report.segments()).isGreaterThan(5);
    for (var sequence = 1; sequence <= 3_000; sequence += 97) {
      assertThat(written.reader().find(new Reference(1, sequence)).orElseThrow().evidence())
          .isEqualTo(Story.Evidence.SEALED);
    }
    try (var files = Files.list(written.directory)) {
      assertThat(files.map(Path::toString).filter(name -> name.endsWith(".tmp"))).isEmpty();
    }
  }

  @Test
  void isReadOnFromAPositionWhileItIsWritten() throws Exception {
    var seen = new ArrayList<Long>();
    var position = Position.startOf(1);
    try (var journal = written.open()) {
      for (var round = 0; round < 30; round++) {
        Written.fill(journal.lane(1), 100);
        var batch = written.reader().read(position, 70);
        position = batch.next();
        batch.records().forEach(record -> seen.add(record.reference().sequence()));
        assertThat(batch.missed()).isZero();
      }
      for (var batch = written.reader().read(position, 500);
          !batch.records().isEmpty();
          batch = written.reader().read(batch.next(), 500)) {
        batch.records().forEach(record -> seen.add(record.reference().sequence()));
      }
    }

    assertThat(seen).isEqualTo(Stream.iterate(1L, i -> i + 1).limit(3_000).toList());
  }

  @Test
  void tailsTheNewestOfAllLanesAndFollows() throws Exception {
    try (var journal = written.open()) {
      for (var i = 0; i < 50; i++) {
        written.millis.incrementAndGet();
        Written.fill(i % 2 == 0 ? journal.lane(1) : journal.shared(), 1);
      }
      var tail = written.reader().follow(5);

      assertThat(tail.next())
          .extracting(record -> record.time().toEpochMilli() - 1_790_000_000_000L)
          .containsExactly(46L, 47L, 48L, 49L, 50L);
      assertThat(tail.next()).isEmpty();
      Written.fill(journal.lane(7), 2);
      assertThat(tail.next()).hasSize(2);
    }
  }

  @Test
  void keepsOrderBySequenceWhenTheClockJumpsBack() throws Exception {
    try (var journal = written.open()) {
      Written.fill(journal.shared(), 1);
      written.millis.addAndGet(-86_400_000L * 30);
      Written.fill(journal.shared(), 1);
    }

    var records = written.reader().read(Position.startOf(0), 10).records();
    assertThat(records).extracting(record -> record.reference().sequence()).containsExactly(1L, 2L);
    assertThat(records.get(1).time()).isBefore(records.get(0).time());
    assertThat(written.verify().bad()).isEmpty();
  }

  @Test
  void isOpenOnceOnly() throws Exception {
    try (var _ = written.open()) {
      assertThatThrownBy(written::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another Gatehouse");
    }
    written.open().close();
  }

  @Test
  void recordsNothingAfterItWasClosed() throws Exception {
    var journal = written.open();
    var lane = journal.lane(1);
    Written.fill(lane, 1);
    journal.close();

    assertThatThrownBy(() -> Written.fill(lane, 1))
        .isInstanceOf(NotRecorded.class)
        .hasMessageContaining("closed");
    assertThat(journal.trouble()).isPresent();
  }

  @Test
  void letsOneThreadAloneAppendToALoopsLane() throws Exception {
    try (var journal = written.open()) {
      var owner = new Thread(() -> append(journal.lane(1)));
      owner.start();
      owner.join();

      assertThatThrownBy(() -> Written.fill(journal.lane(1), 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("lane 1 belongs to");
    }
  }

  private static void append(Lane lane) {
    try {
      Written.fill(lane, 1);
    } catch (NotRecorded e) {
      throw new IllegalStateException(e);
    }
  }
}
