package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What the heads say of one lane, read beside the lane's records so that neither is held in memory.
 * Heads behind the newest that was checked are left out: they may be being written.
 */
final class HeadTrail implements AutoCloseable {
  /** What one head says of the lane. */
  record Said(long head, ChainPoint point) {}

  private final int lane;
  private final JournalFiles files;
  private final @Nullable Head newest;
  private final long first;
  private final HeadReader points;
  private final HeadReader marks;
  private @Nullable Said pending;
  private @Nullable Head mark;
  private long sealed;
  private long disagreeing;

  /**
   * @param newest the newest head that is whole, null when there is none
   * @param anchor where the kept part of the lane begins; what heads say of before it is passed
   */
  HeadTrail(
      int lane,
      JournalFiles files,
      NavigableMap<Long, Path> headFiles,
      @Nullable Head newest,
      Anchor anchor)
      throws IOException {
    this.lane = lane;
    this.newest = newest;
    this.files = files;
    this.points = new HeadReader(headFiles);
    this.marks = new HeadReader(headFiles);
    this.first = anchor.sequence();
    this.sealed = first - 1;
    advance();
  }

  /** Whether the newest head names the lane. */
  boolean namesLane() {
    return newest != null && newest.lane(lane) != null;
  }

  /** What the next head says that no record has met; null when all are met. */
  @Nullable Said pending() {
    return pending;
  }

  /** The last record that a head named. */
  long sealed() {
    return sealed;
  }

  /** The head that {@link #agrees} found wrong. */
  long disagreeing() {
    return disagreeing;
  }

  /** Whether the record is what all heads that name its number say. */
  boolean agrees(long sequence, byte[] hash) {
    for (var said = pending; said != null && said.point().sequence() == sequence; said = pending) {
      if (!Arrays.equals(said.point().hash(), hash)) {
        disagreeing = said.head();
        return false;
      }
      sealed = sequence;
      try {
        advance();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return true;
  }

  /** Why the head that a segment names is not one of the journal's, null when it is. */
  @Nullable String whyNot(HeadMark named) throws IOException {
    while (mark == null || mark.mark().number() < named.number()) {
      mark = marks.next();
      if (mark == null) {
        return isLater(named)
            ? null
            : "the segment names head %d, which is missing".formatted(named.number());
      }
    }
    var isOther =
        mark.mark().number() == named.number() && !Arrays.equals(mark.mark().hash(), named.hash());
    return isOther
        ? "head %d is not the one that the segment names".formatted(named.number())
        : null;
  }

  /** Whether the head was written after the others were read: the journal may be growing. */
  private boolean isLater(HeadMark named) throws IOException {
    var now = files.heads();
    var from = now.floorKey(named.number());
    if (from == null) {
      return false;
    }
    try (var again = new HeadReader(now.tailMap(from, true))) {
      for (var head = again.next(); head != null; head = again.next()) {
        if (head.mark().number() == named.number()) {
          return Arrays.equals(head.mark().hash(), named.hash());
        }
      }
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    points.close();
    marks.close();
  }

  private void advance() throws IOException {
    pending = null;
    while (newest != null) {
      var head = points.next();
      if (head == null || head.mark().number() > newest.mark().number()) {
        return;
      }
      var said = head.lane(lane);
      if (said != null && said.last().sequence() >= Math.max(first, sealed)) {
        pending = new Said(head.mark().number(), said.last());
        return;
      }
    }
  }
}
