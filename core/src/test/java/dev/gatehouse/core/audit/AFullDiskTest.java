package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of events when the disk under the journal is full, or fails. */
@Timeout(60)
class AFullDiskTest {
  @TempDir Path home;
  private Written written;
  private Failing disk;

  @BeforeEach
  void aJournal() {
    written = new Written(home);
    disk = new Failing();
    written.disk = disk;
  }

  @Test
  void isMetWhenASegmentIsOpenedAndLeavesWhatIsWrittenWhole() throws Exception {
    disk.room.set(3);
    try (var journal = written.open()) {
      var written = fillUntilRefused(journal.lane(1));

      assertThat(written).isGreaterThan(500);
      assertThat(journal.trouble().orElseThrow())
          .contains("no room for another audit segment", "No space left on device", "Free some");
    }

    assertThat(written.verify().bad()).isEmpty();
  }

  @Test
  void isForgottenOnceThereIsRoomAndTheLossIsRecorded() throws Exception {
    disk.room.set(1);
    try (var journal = written.open()) {
      fillUntilRefused(journal.lane(1));
      assertThatThrownBy(() -> Written.fill(journal.lane(1), 1)).isInstanceOf(NotRecorded.class);
      assertThatThrownBy(() -> Written.fill(journal.lane(1), 1)).isInstanceOf(NotRecorded.class);

      disk.free();
      while (journal.trouble().isPresent()) {
        Thread.onSpinWait();
      }
      Written.fill(journal.lane(1), 1);
    }

    assertThat(written.reader().tail(2))
        .extracting(AuditRecord::event)
        .first()
        .isEqualTo(
            new AuditEvent.System(
                AuditEvent.Moment.RECORDS_LOST,
                "3 events could not be recorded in lane 1 before this one"));
    assertThat(written.verify().bad()).isEmpty();
  }

  @Test
  void letsACallGoOnAtLevelDiskOnlyWhenItsRecordIsForced() throws Exception {
    written.level = Level.DISK;
    try (var journal = written.open()) {
      disk.held = new CountDownLatch(1);
      var gone = new AtomicBoolean();
      var done = new CountDownLatch(1);
      var reference = journal.lane(1).append(Written.intent("get_ticket"));
      journal.whenDurable(
          reference,
          () -> {
            gone.set(true);
            done.countDown();
          });
      assertThat(disk.reached.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(gone).isFalse();

      disk.held.countDown();
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
      var inline = new ArrayList<Thread>();
      journal.whenDurable(reference, () -> inline.add(Thread.currentThread()));
      assertThat(inline).containsExactly(Thread.currentThread());
    }
  }

  @Test
  void letsACallGoOnAtOnceAtLevelProcess() throws Exception {
    try (var journal = written.open()) {
      var inline = new ArrayList<Thread>();
      journal.whenDurable(
          journal.append(Written.intent("get_ticket")), () -> inline.add(Thread.currentThread()));
      assertThat(inline).containsExactly(Thread.currentThread());
    }
  }

  @Test
  void stopsTheJournalWhenForcingFails() throws Exception {
    written.level = Level.DISK;
    var journal = written.open();
    disk.broken.set(true);
    var refused = new CountDownLatch(1);
    journal.whenDurable(
        journal.lane(1).append(Written.intent("get_ticket")),
        () -> {
          throw new AssertionError("the record is not on the disk");
        },
        why -> {
          assertThat(why).hasMessageContaining("Input/output error");
          refused.countDown();
        });

    assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> Written.fill(journal.lane(1), 1))
        .isInstanceOf(NotRecorded.class)
        .hasMessageContaining("needs a restart");
    disk.broken.set(false);
    journal.close();
    assertThatThrownBy(() -> Written.fill(journal.lane(1), 1)).isInstanceOf(NotRecorded.class);
    written.open().close();
    assertThat(written.verify().bad()).isEmpty();
  }

  private static int fillUntilRefused(Lane lane) {
    for (var count = 0; count < 100_000; count++) {
      try {
        Written.fill(lane, 1);
      } catch (NotRecorded e) {
        return count;
      }
    }
    throw new AssertionError("the disk never filled");
  }

  /** A disk with room for some segments, whose forcing can be held up and can fail. */
  private static final class Failing extends QuickDisk {
    private final AtomicInteger room = new AtomicInteger(1_000);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final AtomicBoolean broken = new AtomicBoolean();
    private volatile CountDownLatch held = new CountDownLatch(0);

    void free() {
      room.set(1_000);
    }

    @Override
    public Mapping allocate(Path file, long size) throws IOException {
      if (room.getAndDecrement() <= 0) {
        throw new IOException("No space left on device");
      }
      return super.allocate(file, size);
    }

    @Override
    public void force(MemorySegment bytes) throws IOException {
      reached.countDown();
      if (broken.get()) {
        throw new IOException("Input/output error");
      }
      try {
        held.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void force(FileChannel file) throws IOException {
      if (broken.get()) {
        throw new IOException("Input/output error");
      }
    }
  }
}
