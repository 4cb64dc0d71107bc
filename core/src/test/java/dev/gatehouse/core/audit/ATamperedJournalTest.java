package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lanes 0 and 1, each with three segments of 12 records, closed three times. */
class ATamperedJournalTest {
  private static final int FLIPS = 2_400;

  @TempDir Path home;
  private Written written;
  private Tampering tampering;

  @BeforeEach
  void aClosedJournal() throws Exception {
    written = new Written(home);
    written.disk = new QuickDisk();
    for (var run = 0; run < 3; run++) {
      try (var journal = written.open()) {
        Written.fill(journal.shared(), 12);
        Written.fill(journal.lane(1), 12);
      }
    }
    tampering = new Tampering(written.directory);
    assertThat(written.verify().bad()).isEmpty();
  }

  @Test
  void isFoundWhicheverBitIsFlipped() throws Exception {
    var random = new Random(7);
    for (var file : tampering.evidence()) {
      var bytes = Files.readAllBytes(file);
      for (var i = 0; i < FLIPS / tampering.evidence().size(); i++) {
        var at = random.nextInt(bytes.length);
        var bit = 1 << random.nextInt(8);
        bytes[at] ^= (byte) bit;
        Files.write(file, bytes);
        assertThat(written.verify().bad())
            .as("bit %d of byte %d of %s", bit, at, file.getFileName())
            .isNotEmpty();
        bytes[at] ^= (byte) bit;
      }
      Files.write(file, bytes);
    }
    assertThat(written.verify().bad()).isEmpty();
  }

  @Test
  void namesTheRecordWhoseBytesWereChanged() throws Exception {
    var records = tampering.records(1, 2);
    records.get(4)[60] ^= 1;
    tampering.replace(1, 2, records);

    var offset = SegmentHeader.SIZE + records.subList(0, 4).stream().mapToInt(r -> r.length).sum();
    assertThat(written.verify().first())
        .contains(new BadPlace.InLane(1, 2, 17, offset, "hash does not follow from record 16", 1));
  }

  @Test
  void namesTheRecordWhoseNumberWasChanged() throws Exception {
    var records = tampering.records(1, 2);
    records.get(4)[RecordLayout.SEQUENCE] ^= 64;
    tampering.replace(1, 2, records);

    found().isEqualTo("hash does not follow from record 16");
  }

  @Test
  void missesARecordThatWasTakenOut() throws Exception {
    var records = tampering.records(1, 2);
    records.remove(3);
    tampering.replace(1, 2, records);

    found().isEqualTo("record missing: record 17 stands here");
  }

  @Test
  void findsRecordsInAnotherOrder() throws Exception {
    var records = tampering.records(1, 2);
    Collections.swap(records, 3, 4);
    tampering.replace(1, 2, records);

    found().isEqualTo("record missing: record 17 stands here");
  }

  @Test
  void findsARecordThatStandsTwice() throws Exception {
    var records = tampering.records(1, 2);
    records.add(5, records.get(4));
    tampering.replace(1, 2, records);

    found().isEqualTo("record 17 stands here again");
  }

  @Test
  void missesTheTailOfALane() throws Exception {
    tampering.truncate(1, 3, 11);

    found().startsWith("tail shorter than head says: head ").endsWith(" names record 36");
  }

  @Test
  void missesTheTailOfASegmentInTheMiddle() throws Exception {
    tampering.truncate(1, 2, 11);

    assertThat(written.verify().isWhole()).isFalse();
    found().isEqualTo("the segment does not follow from record 23");
  }

  @Test
  void missesASegmentAtTheEnd() throws Exception {
    Files.delete(tampering.segment(1, 3));

    found().startsWith("tail shorter than head says");
  }

  @Test
  void missesASegmentInTheMiddleAndAtTheBeginning() throws Exception {
    Files.delete(tampering.segment(1, 2));
    found().isEqualTo("segment missing");
    Files.delete(tampering.segment(1, 1));
    found().isEqualTo("segment missing");
  }

  @Test
  void missesALane() throws Exception {
    for (var number = 1; number <= 3; number++) {
      Files.delete(tampering.segment(1, number));
    }

    found().isEqualTo("lane missing");
  }

  @Test
  void findsSegmentsThatChangedPlaces() throws Exception {
    var aside = written.directory.resolve("aside");
    Files.move(tampering.segment(1, 1), aside);
    Files.move(tampering.segment(1, 2), tampering.segment(1, 1));
    Files.move(aside, tampering.segment(1, 2));

    found().isEqualTo("this is segment 2 of lane 1, put in another's place");
  }

  @Test
  void findsASegmentThatStandsTwice() throws Exception {
    Files.copy(tampering.segment(1, 3), tampering.segment(1, 4));

    found().isEqualTo("this is segment 3 of lane 1, put in another's place");
  }

  @Test
  void findsALaneThatStandsForAnother() throws Exception {
    Files.copy(
        tampering.segment(0, 1), tampering.segment(1, 1), StandardCopyOption.REPLACE_EXISTING);
    found().isEqualTo("this is segment 1 of lane 0, put in another's place");
  }

  @Test
  void findsAStoryThatWasRewrittenWithAllItsHashes() throws Exception {
    var records = tampering.records(1, 3);
    records.get(11)[80] ^= 1;
    tampering.rechain(1, 3, records);

    found().startsWith("the record is not the one that head ");
  }

  @Test
  void findsAHeadThatNamesAnotherRecordThanTheHeadBefore() throws Exception {
    var newest = newestHead();
    var said = java.util.Objects.requireNonNull(newest.lane(1));
    var last = said.last();
    var other = new ChainPoint(last.segment(), last.sequence(), new byte[RecordLayout.HASH], 0);
    var head =
        Head.sign(
            newest.mark(),
            newest.time(),
            newest.removed(),
            List.of(new Head.LaneHead(1, other, said.anchor())),
            written.key);
    Files.write(tampering.headFile(), head.bytes(), StandardOpenOption.APPEND);

    found().isEqualTo("the record is not the one that head " + head.mark().number() + " names");
  }

  @Test
  void missesHeads() throws Exception {
    var heads = Files.readAllBytes(tampering.headFile());
    var first = LittleEndian.readInt(heads, 0);
    Files.write(tampering.headFile(), java.util.Arrays.copyOf(heads, first));
    found().startsWith("the segment names head ").endsWith(", which is missing");

    Files.write(tampering.headFile(), java.util.Arrays.copyOfRange(heads, first, heads.length));
    found().isEqualTo("the file begins with head 2");

    Files.delete(tampering.headFile());
    found().isEqualTo("there are segments, but no head");
  }

  @Test
  void findsAHeadOfAnotherKey() throws Exception {
    var other = AuditKey.in(Files.createDirectory(home.resolve("other")));

    assertThat(written.reader().verify(other.publicKey()).first().orElseThrow().why())
        .isEqualTo(
            "signed by key " + written.key.name() + ", not by the given key " + other.name());
  }

  @Test
  void isNotWrittenOn() throws Exception {
    tampering.truncate(1, 3, 11);

    org.assertj.core.api.Assertions.assertThatThrownBy(written::open)
        .isInstanceOf(AuditBroken.class)
        .hasMessageContaining("record 36 of lane 1")
        .hasMessageContaining("audit verify");
  }

  @Test
  void showsInTheEvidenceOfARecord() throws Exception {
    var records = tampering.records(1, 2);
    records.get(4)[60] ^= 1;
    tampering.replace(1, 2, records);

    assertThat(evidenceOf(16)).isEqualTo(Story.Evidence.BROKEN);
    assertThat(evidenceOf(12)).isEqualTo(Story.Evidence.SEALED);
    assertThat(evidenceOf(36)).isEqualTo(Story.Evidence.SEALED);
  }

  @Test
  void saysInWordsWhereAndWhatItMeans() throws Exception {
    assertThat(
            new BadPlace.InLane(
                    1, 7, 30_992, 21_440_118, "hash does not follow from record 30,991", 3)
                .text())
        .isEqualTo(
            "segment 7, lane 1, record 30,992 (offset 21,440,118): hash does not follow from record"
                + " 30,991. Records before it are whole; 3 later segments cannot be trusted from"
                + " here.");
    assertThat(List.of(new BadPlace.InHeads(3, "heads", 0, "head signature wrong").text()))
        .first()
        .asString()
        .startsWith("head 3 (heads, offset 0): head signature wrong.");
  }

  private Head newestHead() throws IOException {
    try (var reader = new HeadReader(new JournalFiles(written.directory).heads())) {
      var newest = java.util.Objects.requireNonNull(reader.next());
      for (var head = reader.next(); head != null; head = reader.next()) {
        newest = head;
      }
      return newest;
    }
  }

  private Story.Evidence evidenceOf(long sequence) throws IOException {
    return written.reader().find(new Reference(1, sequence)).orElseThrow().evidence();
  }

  private AbstractStringAssert<?> found() throws IOException {
    return assertThat(written.verify().first().orElseThrow().why());
  }
}
