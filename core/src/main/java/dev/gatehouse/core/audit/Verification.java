package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;

/** Checks a whole journal: first the heads, then one lane after the other. */
final class Verification {
  private static final int ATTEMPTS = 3;

  private final JournalFiles files;
  private final PublicKey key;
  private final AuditReader.Progress progress;
  private final long pauseNanos;

  Verification(JournalFiles files, PublicKey key, AuditReader.Progress progress, long pauseNanos) {
    this.files = files;
    this.key = key;
    this.progress = progress;
    this.pauseNanos = pauseNanos;
  }

  /** Checks all; once more from the start when retention removed something meanwhile. */
  VerifyReport run() throws IOException {
    for (var attempt = 1; ; attempt++) {
      var before = removed();
      var report = once();
      if (report.isWhole() || attempt == ATTEMPTS || removed().equals(before)) {
        return report;
      }
    }
  }

  private VerifyReport once() throws IOException {
    var headFiles = files.heads();
    var headCheck = new HeadCheck(headFiles, key, pauseNanos);
    headCheck.run();
    var newest = headCheck.newest();
    var segments = files.segments();
    var meter =
        new Meter(progress, sizes(segments.values()) + sizes(Collections.singleton(headFiles)));
    meter.finished(sizes(Collections.singleton(headFiles)));
    var bad = new ArrayList<BadPlace>();
    if (headCheck.bad() != null) {
      bad.add(headCheck.bad());
    } else if (newest == null && !segments.isEmpty()) {
      bad.add(new BadPlace.InHeads(1, "heads", 0, "there are segments, but no head"));
    }
    var records = 0L;
    var count = 0L;
    var unsealed = 0L;
    var lanes = new TreeSet<>(segments.keySet());
    if (newest != null) {
      newest.lanes().forEach(said -> lanes.add(said.lane()));
    }
    for (var lane : lanes) {
      var said = newest == null ? null : newest.lane(lane);
      var anchor = said == null ? Anchor.START : said.anchor();
      var kept =
          segments
              .getOrDefault(lane, Collections.emptyNavigableMap())
              .tailMap(anchor.segment(), true);
      try (var trail = new HeadTrail(lane, files, headFiles, newest, anchor)) {
        var check = new LaneCheck(lane, files, kept, anchor, trail, meter, pauseNanos);
        check.run();
        records += check.records;
        count += check.segmentCount;
        unsealed += check.unsealed;
        if (check.bad() != null) {
          bad.add(check.bad());
        }
      }
    }
    return new VerifyReport(
        count,
        records,
        unsealed,
        meter.from(),
        meter.to(),
        headCheck.count(),
        newest == null ? "" : AuditKey.nameOf(newest.keyId()),
        meter.done(),
        bad);
  }

  /** What retention removed so far: the first segment of each lane, and the first head. */
  private String removed() throws IOException {
    var text = new StringBuilder();
    for (var lane : files.segments().entrySet()) {
      text.append(lane.getKey()).append(':').append(lane.getValue().firstKey()).append(' ');
    }
    return text.append(files.heads().keySet().stream().findFirst().orElse(0L)).toString();
  }

  private static long sizes(Iterable<NavigableMap<Long, Path>> maps) throws IOException {
    var sum = 0L;
    for (var map : maps) {
      for (var file : map.values()) {
        sum += sizeOf(file);
      }
    }
    return sum;
  }

  private static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // retention was faster
    }
  }

  /** Counts what is done and the times that were met. */
  static final class Meter {
    private static final long STEP = 4 << 20;

    private final AuditReader.Progress progress;
    private final long total;
    private long done;
    private long inSegment;
    private long told;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;

    Meter(AuditReader.Progress progress, long total) {
      this.progress = progress;
      this.total = total;
    }

    void read(int length, long time) {
      inSegment += length;
      from = Math.min(from, time);
      to = Math.max(to, time);
      if (done + inSegment - told >= STEP) {
        told = done + inSegment;
        progress.at(Math.min(told, total), total);
      }
    }

    void finished(long size) {
      done += size;
      inSegment = 0;
    }

    long done() {
      return done;
    }

    Optional<Instant> from() {
      return from == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(from));
    }

    Optional<Instant> to() {
      return to == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(to));
    }
  }
}
