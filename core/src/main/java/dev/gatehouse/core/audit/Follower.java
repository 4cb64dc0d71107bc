package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the newest records, and then what comes after them. Used by one thread. */
public final class Follower {
  private static final int BATCH = 10_000;

  private final AuditReader reader;
  private final int count;
  private final Map<Integer, Position> positions = new HashMap<>();
  private boolean begun;

  Follower(AuditReader reader, int count) {
    if (count < 0 || count > BATCH) {
      throw new IllegalArgumentException("a tail is 0 to 10,000 records, not " + count);
    }
    this.reader = reader;
    this.count = count;
  }

  /**
   * The first time the newest records, then those that were appended since; in the order of their
   * times, at most 10,000 of each lane. Does not wait for any.
   */
  public List<AuditRecord> next() throws IOException {
    var found = new ArrayList<AuditRecord>();
    for (var lane : reader.files().segments().entrySet()) {
      var from = positions.get(lane.getKey());
      if (from == null) {
        from = begun ? Position.startOf(lane.getKey()) : start(lane.getKey());
      }
      var batch = reader.read(from, BATCH);
      positions.put(lane.getKey(), batch.next());
      found.addAll(batch.records());
    }
    found.sort(
        Comparator.comparing(AuditRecord::time)
            .thenComparingInt(record -> record.reference().lane())
            .thenComparingLong(record -> record.reference().sequence()));
    var kept = begun ? found : found.subList(Math.max(0, found.size() - count), found.size());
    begun = true;
    return List.copyOf(kept);
  }

  private Position start(int lane) throws IOException {
    for (var attempt = 0; ; attempt++) {
      try {
        var segments = reader.files().segments().get(lane);
        return segments == null ? Position.startOf(lane) : reader.beforeLast(lane, segments, count);
      } catch (NoSuchFileException e) {
        if (attempt == 3) {
          throw e;
        }
      }
    }
  }
}
