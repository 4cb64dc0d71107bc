package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The audit journal of one gateway: a directory of lanes. Thread-safe; each {@link Lane} says which
 * threads may append to it. One process at a time has a journal open; any number may read it with
 * {@link AuditReader}.
 */
public final class Journal implements AutoCloseable {
  private static final int SHARED = 0;

  private final JournalContext context;
  private final FileLock lock;
  private final ConcurrentSkipListMap<Integer, LaneWriter> writers = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<Integer, Lane> lanes = new ConcurrentSkipListMap<>();
  private final Committer committer;
  private final Housekeeping housekeeping;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Journal(
      JournalContext context,
      FileLock lock,
      HeadWriter heads,
      Recovery.Found found,
      AuditSettings settings,
      AtomicReference<Runnable> wake) {
    this.context = context;
    this.lock = lock;
    for (var lane : found.lanes()) {
      writers.put(
          lane.lane(),
          new LaneWriter(lane.lane(), context, lane.last(), lane.segments(), lane.anchor()));
    }
    this.committer = new Committer(context, heads, writers.values(), () -> wake.get().run());
    var retention =
        new Retention(context, heads, committer, writers, settings.keep(), this::noteRetention);
    this.housekeeping = new Housekeeping(context, committer, retention);
  }

  /**
   * Opens the journal in a directory, which is made when it is missing. Recovers first: a record
   * that was being written when the process ended is cut, and a record says so. Blocks.
   *
   * @param redactor sees every text that a caller or an upstream can choose, before it is kept
   * @throws AuditBroken when what is there contradicts its signed heads
   * @throws IOException when the directory cannot be used, or another process has it open
   */
  public static Journal open(
      Path directory, AuditSettings settings, AuditKey key, InstantSource clock, Redactor redactor)
      throws IOException {
    return open(directory, settings, key, clock, redactor, Disk.REAL);
  }

  static Journal open(
      Path directory,
      AuditSettings settings,
      AuditKey key,
      InstantSource clock,
      Redactor redactor,
      Disk disk)
      throws IOException {
    Files.createDirectories(directory);
    var files = new JournalFiles(directory);
    var lock = lock(files);
    try {
      var found = Recovery.in(files, key, disk);
      var newest = new AtomicReference<>(found.newest());
      var heads = new HeadWriter(files, key, disk, newest, found.removed(), HeadWriter.FULL);
      if (found.headFile() > 0) {
        heads.resume(found.headFile());
      }
      var wake = new AtomicReference<Runnable>(() -> {});
      var context =
          new JournalContext(
              files,
              settings.level(),
              key.id(),
              new Blanks(files, settings.segmentSize().bytes(), disk, () -> wake.get().run()),
              disk,
              clock,
              redactor,
              new Stop(),
              newest,
              new AtomicBoolean());
      var journal = new Journal(context, lock, heads, found, settings, wake);
      wake.set(journal.housekeeping::wake);
      journal.begin(heads, found);
      return journal;
    } catch (IOException | RuntimeException e) {
      lock.acquiredBy().close();
      throw e;
    }
  }

  /**
   * The lane of one event loop, appended without locks: the first thread that appends owns it.
   *
   * @param index 1 to 255, the same for a loop after each start
   */
  public Lane lane(int index) {
    if (index <= SHARED || index >= Reference.LANES) {
      throw new IllegalArgumentException("a lane of an event loop is 1 to 255, not " + index);
    }
    return lanes.computeIfAbsent(index, _ -> new OwnedLane(writer(index)));
  }

  /** The lane for all other threads; takes a lock for about a microsecond. */
  public Lane shared() {
    return lanes.computeIfAbsent(SHARED, _ -> new SharedLane(writer(SHARED)));
  }

  /**
   * Writes the event in the shared lane.
   *
   * @throws NotRecorded when it cannot be written
   */
  public Reference append(AuditEvent event) throws NotRecorded {
    return shared().append(event);
  }

  /**
   * Goes on once the record is as durable as the level demands: at level process at once, on the
   * calling thread; at level disk when it is forced, on the committing thread, which must not be
   * held up.
   *
   * @param otherwise runs instead of {@code then} when the record cannot be made durable
   */
  public void whenDurable(Reference reference, Runnable then, Consumer<NotRecorded> otherwise) {
    if (context.level() == Level.PROCESS || committer.isDurable(reference)) {
      then.run();
    } else {
      committer.whenDurable(reference, then, otherwise);
    }
  }

  /** As above, where nothing needs to be done when it fails: then nothing runs. */
  public void whenDurable(Reference reference, Runnable then) {
    whenDurable(reference, then, _ -> {});
  }

  /** What is wrong with recording at the moment, for health; empty when nothing is. */
  public Optional<String> trouble() {
    var stopped = context.stop().reason();
    if (stopped != null) {
      return Optional.of(stopped);
    }
    var full = context.blanks().failure();
    return Optional.ofNullable(full != null ? full : committer.failure());
  }

  /**
   * Ends it: what was appended is forced to disk and sealed by a last head. Events that come later
   * are not recorded. Blocks.
   */
  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    context.stop().because("the audit journal is closed");
    housekeeping.close();
    try {
      committer.close();
    } finally {
      context.blanks().close();
      lock.acquiredBy().close();
    }
  }

  /** Removes what is older than the settings keep, now. Blocks; for tests. */
  void removeOld() throws IOException {
    housekeeping.removeOld();
  }

  private void begin(HeadWriter heads, Recovery.Found found) throws IOException {
    if (found.newest().number() == 0) {
      heads.write(context.clock().instant().toEpochMilli(), List.of());
    }
    context.blanks().refill();
    committer.start();
    housekeeping.start();
    for (var cut : found.cuts()) {
      try {
        append(new AuditEvent.System(AuditEvent.Moment.TAIL_CUT, cut));
      } catch (NotRecorded e) {
        close();
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  private void noteRetention(String note) throws IOException {
    try {
      append(new AuditEvent.System(AuditEvent.Moment.RETENTION, note));
    } catch (NotRecorded e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private LaneWriter writer(int index) {
    return writers.computeIfAbsent(
        index, _ -> new LaneWriter(index, context, ChainPoint.START, 0, Anchor.START));
  }

  private static FileLock lock(JournalFiles files) throws IOException {
    var channel =
        FileChannel.open(files.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // this very process has it open
    }
    if (lock == null) {
      channel.close();
      throw new IOException(
          "another Gatehouse has the audit journal in "
              + files.directory()
              + " open; stop it, or give this one a data directory of its own");
    }
    return lock;
  }
}
