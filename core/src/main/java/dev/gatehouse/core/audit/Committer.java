package dev.gatehouse.core.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread that makes records durable: forces what the lanes appended, signs heads, and lets
 * those go on who wait for the disk. A head never says more than what is on the disk. When the disk
 * fails, nothing is appended any more: what a failed force has lost cannot be known.
 */
final class Committer {
  private static final long EVERY_NANOS = 20_000_000;
  private static final long HEAD_NANOS = 1_000_000_000;
  private static final long HEAD_RECORDS = 10_000;

  private record Waiting(Reference reference, Runnable then, Consumer<NotRecorded> otherwise) {}

  private final JournalContext journal;
  private final HeadWriter heads;
  private final Collection<LaneWriter> lanes;
  private final Runnable tidy;
  private final ChainPoint[] points = new ChainPoint[Reference.LANES];
  private final AtomicLongArray durable = new AtomicLongArray(Reference.LANES);
  private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<CompletableFuture<Head>> wanted =
      new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closing;
  private long headAt = System.nanoTime();
  private long inHead;
  private boolean segmentsLeft;
  private final ConcurrentLinkedQueue<SegmentWriter> left = new ConcurrentLinkedQueue<>();
  private final List<Waiting> going = new ArrayList<>();
  private final List<CompletableFuture<Head>> asked = new ArrayList<>();
  private volatile @Nullable String failure;
  private volatile @Nullable String headFailure;

  /**
   * @param all the lanes, also those that are added later
   * @param tidy asks some other thread to call {@link #tidyUp}, and returns at once
   */
  Committer(JournalContext journal, HeadWriter heads, Collection<LaneWriter> all, Runnable tidy) {
    this.journal = journal;
    this.tidy = tidy;
    this.heads = heads;
    this.lanes = all;
    for (var lane : all) {
      durable.set(lane.lane(), lane.beginning().sequence());
      inHead += lane.beginning().sequence();
    }
    this.thread = Thread.ofPlatform().name("audit-commit").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether the record is on the disk. */
  boolean isDurable(Reference reference) {
    return durable.get(reference.lane()) >= reference.sequence();
  }

  /** Runs one of the two on the committing thread, once it is known which. */
  void whenDurable(Reference reference, Runnable then, Consumer<NotRecorded> otherwise) {
    waiting.add(new Waiting(reference, then, otherwise));
    LockSupport.unpark(thread);
  }

  /** Completes with the next head, which is made at once. */
  CompletableFuture<Head> nextHead() {
    var head = new CompletableFuture<Head>();
    wanted.add(head);
    LockSupport.unpark(thread);
    return head;
  }

  /** Why heads or records do not become durable, null when they do. */
  @Nullable String failure() {
    return failure == null ? headFailure : failure;
  }

  /** Unmaps what the lanes have left; takes long when many threads are busy. */
  void tidyUp() {
    for (var segment = left.poll(); segment != null; segment = left.poll()) {
      segment.unmap();
      segment.trim();
    }
  }

  /** Commits all there is, signs the last head and unmaps everything. Nothing may be appended. */
  void close() throws IOException {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tidyUp();
    for (var lane : lanes) {
      var open = lane.open();
      if (open != null) {
        open.unmap();
        if (failure == null) {
          open.trim();
        }
      }
    }
    heads.close();
  }

  private void run() {
    var last = false;
    while (!last) {
      if (waiting.isEmpty() && wanted.isEmpty() && !closing) {
        LockSupport.parkNanos(this, EVERY_NANOS);
      }
      last = closing;
      take(waiting, going);
      take(wanted, asked);
      try {
        if (failure == null) {
          pass(last);
        }
      } catch (IOException | RuntimeException | InternalError e) {
        failure = "the audit journal failed and needs a restart: " + e;
        journal.stop().because(failure);
      }
      giveUp();
    }
  }

  private void pass(boolean last) throws IOException {
    var all = List.copyOf(lanes);
    for (var lane : all) {
      commit(lane);
    }
    if (journal.namesChanged().getAndSet(false)) {
      journal.disk().forceNames(journal.files().directory());
    }
    for (var lane : all) {
      durable.set(lane.lane(), point(lane).sequence());
    }
    going.forEach(this::goOn);
    going.clear();
    headIfDue(all, last);
  }

  /** Reads the open segment first: all that the lane left before it are in the queue by then. */
  private void commit(LaneWriter lane) throws IOException {
    var open = lane.open();
    var isLeft = false;
    for (var full = lane.full().poll(); full != null; full = lane.full().poll()) {
      advance(lane, full);
      left.add(full);
      tidy.run();
      isLeft |= full == open;
      segmentsLeft = true;
    }
    if (open != null && !isLeft) {
      advance(lane, open);
    }
  }

  private void advance(LaneWriter lane, SegmentWriter segment) throws IOException {
    var last = segment.lastRecord();
    if (last != null) {
      segment.force(last, journal.disk());
      points[lane.lane()] = last;
    }
  }

  private ChainPoint point(LaneWriter lane) {
    var point = points[lane.lane()];
    return point == null ? lane.beginning() : point;
  }

  private void headIfDue(List<LaneWriter> all, boolean last) {
    var records = 0L;
    for (var lane : all) {
      records += point(lane).sequence();
    }
    var since = System.nanoTime() - headAt;
    var isDue =
        records > inHead
            && (last || segmentsLeft || records - inHead >= HEAD_RECORDS || since >= HEAD_NANOS);
    if (asked.isEmpty() && (!isDue || (headFailure != null && since < HEAD_NANOS && !last))) {
      return;
    }
    headAt = System.nanoTime();
    try {
      var head = heads.write(journal.clock().instant().toEpochMilli(), said(all));
      inHead = records;
      segmentsLeft = false;
      headFailure = null;
      asked.forEach(future -> future.complete(head));
      asked.clear();
    } catch (IOException e) {
      headFailure = "the audit head could not be written and is tried again: " + e.getMessage();
      asked.forEach(future -> future.completeExceptionally(e));
      asked.clear();
    }
  }

  private List<Head.LaneHead> said(List<LaneWriter> all) {
    var said = new ArrayList<Head.LaneHead>();
    for (var lane : all) {
      if (point(lane).sequence() > 0) {
        said.add(new Head.LaneHead(lane.lane(), point(lane), lane.anchor()));
      }
    }
    return said;
  }

  private void goOn(Waiting one) {
    try {
      if (isDurable(one.reference())) {
        one.then().run();
      } else {
        one.otherwise()
            .accept(new NotRecorded("no record " + one.reference() + " was appended here"));
      }
    } catch (RuntimeException e) {
      // whoever waits has its own place for errors; the others must still go on
    }
  }

  private void giveUp() {
    var why = failure;
    if (why == null) {
      return;
    }
    var notRecorded = new NotRecorded(why);
    for (var one : going) {
      try {
        one.otherwise().accept(notRecorded);
      } catch (RuntimeException e) {
        // as above
      }
    }
    going.clear();
    asked.forEach(head -> head.completeExceptionally(notRecorded));
    asked.clear();
  }

  private static <T> void take(ConcurrentLinkedQueue<T> queue, List<T> to) {
    for (var one = queue.poll(); one != null; one = queue.poll()) {
      to.add(one);
    }
  }
}
