package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds where each lane goes on after the journal was closed, killed, or lost its power. Starts
 * from the newest head, which never says more than what was on the disk, and follows the chain from
 * there; what stands behind the last record that follows is a record whose writing did not end, and
 * is cut. Anything that contradicts the head is damage, and the journal is not opened.
 */
final class Recovery {
  /** One lane: its last record, the number of the segment that holds it, where it begins. */
  record FoundLane(int lane, ChainPoint last, long segments, Anchor anchor) {}

  /**
   * What was found.
   *
   * @param newest the newest head
   * @param removed the last head that retention removed
   * @param headFile number of the first head in the newest file of heads, 0 when there is none
   * @param cuts what was cut, in words
   */
  record Found(
      HeadMark newest, HeadMark removed, long headFile, List<FoundLane> lanes, List<String> cuts) {}

  private final JournalFiles files;
  private final AuditKey key;
  private final Disk disk;
  private final MessageDigest sha256 = RecordLayout.sha256();
  private final List<String> cuts = new ArrayList<>();

  private Recovery(JournalFiles files, AuditKey key, Disk disk) {
    this.files = files;
    this.disk = disk;
    this.key = key;
  }

  /**
   * Reads the newest heads and the segments since then, and cuts torn tails. Blocks.
   *
   * @throws AuditBroken when heads and segments contradict each other
   */
  static Found in(JournalFiles files, AuditKey key, Disk disk) throws IOException {
    return new Recovery(files, key, disk).recover();
  }

  private Found recover() throws IOException {
    files.removeBlanks();
    var heads = files.heads();
    var newest = newestHead(heads);
    var segments = files.segments();
    if (newest == null && !segments.isEmpty()) {
      throw broken("there are segments, but no head");
    }
    if (newest == null) {
      return new Found(HeadMark.NONE, HeadMark.NONE, 0, List.of(), List.of());
    }
    var lanes = new ArrayList<FoundLane>();
    for (var said : newest.lanes()) {
      if (!segments.containsKey(said.lane())) {
        throw broken(
            "lane " + said.lane() + " is missing, head " + newest.mark().number() + " names it");
      }
    }
    for (var lane : segments.entrySet()) {
      lanes.add(lane(lane.getKey(), lane.getValue(), newest));
    }
    return new Found(
        newest.mark(),
        newest.removed(),
        heads.floorKey(newest.mark().number()),
        List.copyOf(lanes),
        List.copyOf(cuts));
  }

  /** The newest head, signed; a head whose writing did not end is cut. */
  private @Nullable Head newestHead(NavigableMap<Long, Path> heads) throws IOException {
    while (!heads.isEmpty()) {
      var file = heads.lastEntry();
      Head newest = null;
      try (var reader =
          new HeadReader(new TreeMap<>(Collections.singletonMap(file.getKey(), file.getValue())))) {
        for (var head = reader.next(); head != null; head = reader.next()) {
          if (newest != null && !Arrays.equals(newest.mark().hash(), head.previous())) {
            throw broken("head " + head.mark().number() + " does not follow from the one before");
          }
          newest = head;
        }
        if (reader.isDamaged()) {
          if (!reader.isTorn()) {
            throw broken(
                "the head at offset " + reader.offset() + " of " + file.getValue().getFileName());
          }
          trim(file.getValue(), reader.offset());
          cuts.add("a head whose writing did not end, in " + file.getValue().getFileName());
        }
      }
      if (newest != null) {
        checkSignature(newest);
        return newest;
      }
      Files.delete(file.getValue());
      heads.remove(file.getKey());
    }
    return null;
  }

  /** Signing on top of what another key signed would vouch for it. */
  private void checkSignature(Head head) throws AuditBroken {
    var number = head.mark().number();
    if (head.keyId() != key.id()) {
      throw broken(
          "head %d is signed by key %s, and this gateway has key %s"
              .formatted(number, AuditKey.nameOf(head.keyId()), key.name()));
    }
    if (!head.isSignedBy(key.publicKey())) {
      throw broken("the signature of head " + number + " is wrong");
    }
  }

  private FoundLane lane(int lane, NavigableMap<Long, Path> all, Head newest) throws IOException {
    var said = newest.lane(lane);
    var anchor = said == null ? Anchor.START : said.anchor();
    for (var old : all.headMap(anchor.segment()).values()) {
      Files.deleteIfExists(old);
    }
    var walk = new Walk(lane, said, anchor);
    var number = said == null ? anchor.segment() : said.last().segment();
    while (all.containsKey(number) && walk.through(number, all.get(number))) {
      number++;
    }
    if (said != null && !walk.metHead) {
      throw broken(
          "record %,d of lane %d is not what head %d says"
              .formatted(said.last().sequence(), lane, newest.mark().number()));
    }
    for (var rest : all.tailMap(number).entrySet()) {
      setAside(lane, rest.getKey(), rest.getValue());
    }
    var last = walk.last();
    dropUnused(all.subMap(last.segment(), false, number, false));
    return new FoundLane(lane, last, last.segment(), anchor);
  }

  /**
   * Removes segments that were begun right before the end and hold no record, so that the lane goes
   * on behind its last record and not behind a header, which no head can name. The newest goes
   * first: what a kill leaves here is still a chain.
   */
  private static void dropUnused(NavigableMap<Long, Path> segments) throws IOException {
    for (var unused : segments.descendingMap().values()) {
      Files.deleteIfExists(unused);
    }
  }

  /** Follows the chain of one lane through its segments. */
  private final class Walk {
    private final int lane;
    private final Head.@Nullable LaneHead said;
    private final byte[] chain;
    private long sequence;
    private long segment;
    private boolean begun;
    private boolean metHead;
    private ChainPoint last = ChainPoint.START;

    Walk(int lane, Head.@Nullable LaneHead said, Anchor anchor) {
      this.lane = lane;
      this.said = said;
      this.chain = anchor.previous().clone();
      this.sequence = anchor.sequence() - 1;
      this.begun = said == null;
    }

    /** Goes to the last record of the segment; false when the segment does not follow. */
    boolean through(long number, Path file) throws IOException {
      try (var reader = new SegmentReader(file)) {
        var header = reader.header();
        if (header == null || header.lane() != lane || header.number() != number) {
          return false;
        }
        if (begun
            && (header.firstSequence() != sequence + 1
                || !Arrays.equals(header.previous(), chain))) {
          return false;
        }
        begun = true;
        segment = number;
        sequence = header.firstSequence() - 1;
        System.arraycopy(reader.headerHash(), 0, chain, 0, chain.length);
        var end = (long) SegmentHeader.SIZE;
        while (reader.next() == SegmentReader.Step.RECORD
            && reader.sequence() == sequence + 1
            && reader.follows(chain, sha256)) {
          sequence++;
          end = reader.nextOffset();
          metHead |=
              said != null
                  && sequence == said.last().sequence()
                  && Arrays.equals(chain, said.last().hash());
        }
        if (end > SegmentHeader.SIZE) {
          last = new ChainPoint(number, sequence, chain.clone(), 0);
        }
        cut(reader, file, end);
        return true;
      }
    }

    private void cut(SegmentReader reader, Path file, long end) throws IOException {
      if (said != null && !metHead) {
        return;
      }
      reader.seek(end);
      reader.refresh();
      var first = reader.firstNonZeroAfter();
      if (first >= 0) {
        cuts.add(
            "lane %d, segment %d: a record whose writing did not end, behind record %,d"
                .formatted(lane, segment, sequence));
      }
      trim(file, end);
    }

    /** The last record, never a header: it is what heads name. */
    ChainPoint last() {
      return last;
    }
  }

  private void setAside(int lane, long number, Path file) throws IOException {
    cuts.add(
        "lane %d, segment %d: does not follow from the one before; kept as %s.cut"
            .formatted(lane, number, file.getFileName()));
    Files.move(
        file,
        file.resolveSibling(file.getFileName() + ".cut"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void trim(Path file, long to) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.size() > to) {
        channel.truncate(to);
        disk.force(channel);
      }
    }
  }

  private AuditBroken broken(String why) {
    return new AuditBroken(files.directory(), why);
  }
}
