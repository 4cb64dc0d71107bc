package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lane 1 holds five records that the newest head names, and one that it does not. */
class AnInterruptedJournalTest {
  @TempDir Path home;
  private Written written;
  private byte[] heads = {};
  private byte[] whole = {};
  private int lastAt;

  @BeforeEach
  void interruptedBeforeTheNextHead() throws Exception {
    written = new Written(home);
    written.disk = new QuickDisk();
    try (var journal = written.open()) {
      Written.fill(journal.lane(1), 5);
    }
    heads = Files.readAllBytes(headFile());
    try (var journal = written.open()) {
      Written.fill(journal.lane(1), 1);
    }
    whole = Files.readAllBytes(segment(2));
    lastAt = SegmentHeader.SIZE;
  }

  @Test
  void keepsARecordThatWasWhole() throws Exception {
    interrupted(Arrays.copyOf(whole, 256 << 10));

    assertThat(goOn()).containsExactly(RecordKind.SYSTEM);
    assertThat(written.verify().records()).isEqualTo(7);
  }

  @Test
  void losesNothingButTheRecordWhoseWritingStoppedAtAnyByte() throws Exception {
    for (var written = lastAt + 4; written < whole.length; written++) {
      var torn = Arrays.copyOf(whole, 256 << 10);
      Arrays.fill(torn, written, whole.length, (byte) 0);
      var lengthIsThere = written % 2 == 0;
      if (!lengthIsThere) {
        Arrays.fill(torn, lastAt, lastAt + 4, (byte) 0);
      }
      interrupted(torn);
      var isWhole = Arrays.equals(torn, 0, whole.length, whole, 0, whole.length);
      var isNothing = isZero(torn, lastAt);

      assertThat(goOn())
          .as("stopped at byte %d", written)
          .hasSize(isWhole || isNothing ? 1 : 2)
          .endsWith(RecordKind.SYSTEM);
    }
  }

  @Test
  void losesNothingButARecordThatTheFileEndsIn() throws Exception {
    for (var end = lastAt + 1; end < whole.length; end += 13) {
      interrupted(Arrays.copyOf(whole, end));
      assertThat(goOn()).hasSize(isZero(Arrays.copyOf(whole, end), lastAt) ? 1 : 2);
    }
  }

  @Test
  void saysWhatWasCut() throws Exception {
    whole[whole.length - 1] ^= 1;
    interrupted(whole);
    assertThat(written.verify().first().orElseThrow().why())
        .isEqualTo("hash does not follow from record 5");

    goOn();

    assertThat(written.reader().tail(10))
        .extracting(AuditRecord::event)
        .contains(
            new AuditEvent.System(
                AuditEvent.Moment.TAIL_CUT,
                "lane 1, segment 2: a record whose writing did not end, behind record 5"));
  }

  @Test
  void setsASegmentAsideThatDoesNotFollow() throws Exception {
    whole[100] ^= 1;
    interrupted(whole);

    goOn();

    assertThat(segment(2).resolveSibling(segment(2).getFileName() + ".cut")).exists();
  }

  @Test
  void namesTheLastRecordWhenTheSegmentBehindItHasNone() throws Exception {
    for (var torn : List.of(lastAt, lastAt + 40)) {
      interrupted(Arrays.copyOf(Arrays.copyOf(whole, torn), 256 << 10));

      try (var journal = written.open()) {
        journal.append(new AuditEvent.System(AuditEvent.Moment.START, "a head for another lane"));
      }

      assertThat(written.verify().bad()).isEmpty();
      assertThat(goOn()).endsWith(RecordKind.SYSTEM);
    }
  }

  @Test
  void goesOnBehindSeveralSegmentsWithoutARecord() throws Exception {
    var second = Arrays.copyOf(whole, SegmentHeader.SIZE);
    interrupted(second);
    var third = after(second);
    Files.write(segment(3), third);
    Files.write(segment(4), after(third));
    assertThat(written.verify().bad()).isEmpty();

    written.open().close();

    assertThat(segment(2)).doesNotExist();
    assertThat(segment(4)).doesNotExist();
    assertThat(goOn()).containsExactly(RecordKind.SYSTEM);
  }

  @Test
  void keepsTheLastRecordWhenTheSegmentBehindItHasNoneAndIsOld() throws Exception {
    interrupted(Arrays.copyOf(whole, SegmentHeader.SIZE));
    written.open().close();
    written.millis.addAndGet(written.keep.plusDays(1).toMillis());

    try (var journal = written.open()) {
      journal.removeOld();
      journal.append(new AuditEvent.System(AuditEvent.Moment.START, "a head for another lane"));
    }

    assertThat(written.verify().bad()).isEmpty();
    written.open().close();
    assertThat(written.reader().read(Position.startOf(1), 100).records()).hasSize(5);
  }

  @Test
  void cutsAHeadWhoseWritingDidNotEnd() throws Exception {
    var headLength = LittleEndian.readInt(heads, 0);
    for (var more = 1; more < headLength; more += 29) {
      interrupted(Arrays.copyOf(whole, whole.length));
      var torn = Arrays.copyOf(heads, heads.length + more);
      System.arraycopy(heads, 0, torn, heads.length, more);
      Files.write(headFile(), torn);
      assertThat(written.verify().isWhole()).isFalse();

      assertThat(goOn()).hasSize(2);
    }
  }

  @Test
  void isNotOpenedWhenARecordIsGoneThatAHeadNames() throws Exception {
    interrupted(whole);
    var first = Files.readAllBytes(segment(1));
    Files.write(segment(1), Arrays.copyOf(first, first.length - 8));
    assertThatThrownBy(written::open).isInstanceOf(AuditBroken.class);

    Files.delete(segment(1));
    assertThatThrownBy(written::open).isInstanceOf(AuditBroken.class);

    Files.delete(segment(2));
    assertThatThrownBy(written::open)
        .isInstanceOf(AuditBroken.class)
        .hasMessageContaining("lane 1 is missing");
  }

  @Test
  void isNotOpenedWithAForgedHead() throws Exception {
    interrupted(whole);
    heads[heads.length - 1] ^= 1;
    Files.write(headFile(), heads);
    assertThatThrownBy(written::open)
        .isInstanceOf(AuditBroken.class)
        .hasMessageContaining("signature");

    Files.delete(headFile());
    assertThatThrownBy(written::open)
        .isInstanceOf(AuditBroken.class)
        .hasMessageContaining("no head");
  }

  @Test
  void isNotOpenedWithAnotherKey() throws Exception {
    var other = AuditKey.in(Files.createDirectory(home.resolve("other")));

    assertThatThrownBy(() ->
            Journal.open(written.directory, AuditSettings.defaults(), other, written, text -> text))
        .isInstanceOf(AuditBroken.class)
        .hasMessageContaining(
            "is signed by key "
                + written.key.name()
                + ", and this gateway has key "
                + other.name());
  }

  /** Puts the files as they were when the process ended. */
  private void interrupted(byte[] segment) throws IOException {
    var aside = home.resolve("first-segment");
    if (!Files.exists(aside)) {
      Files.copy(segment(1), aside);
    }
    try (var files = Files.newDirectoryStream(written.directory)) {
      for (var file : files) {
        Files.delete(file);
      }
    }
    Files.copy(aside, segment(1));
    Files.write(segment(2), segment);
    Files.write(headFile(), heads);
  }

  /** Opens the journal, appends, verifies, and returns the kinds of what is new since the head. */
  private List<RecordKind> goOn() throws Exception {
    try (var journal = written.open()) {
      journal.lane(1).append(new AuditEvent.System(AuditEvent.Moment.START, "again"));
    }
    assertThat(written.verify().bad()).isEmpty();
    var own = written.reader().read(Position.startOf(1), 100).records();
    assertThat(own).hasSizeBetween(6, 7);
    var shared = written.reader().read(Position.startOf(0), 100).records();
    return java.util.stream.Stream.concat(
            shared.stream(), own.subList(own.size() - 1, own.size()).stream())
        .map(AuditRecord::kind)
        .toList();
  }

  /** The header of a segment that follows one without a record. */
  private static byte[] after(byte[] segment) {
    var before = java.util.Objects.requireNonNull(SegmentHeader.decode(segment, 0));
    return new SegmentHeader(
            before.lane(),
            before.number() + 1,
            before.firstSequence(),
            before.created(),
            before.level(),
            before.keyId(),
            before.head(),
            SegmentHeader.hashOf(segment, 0))
        .encode(RecordLayout.sha256());
  }

  private static boolean isZero(byte[] bytes, int from) {
    for (var i = from; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private Path segment(long number) {
    return new JournalFiles(written.directory).segment(1, number);
  }

  private Path headFile() {
    return new JournalFiles(written.directory).heads(1);
  }
}
