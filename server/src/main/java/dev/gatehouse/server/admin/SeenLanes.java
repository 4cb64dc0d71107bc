package dev.gatehouse.server.admin;

import dev.gatehouse.core.audit.AuditRecord;
import dev.gatehouse.core.audit.Reference;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Problem;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far somebody has read the journal: the last record seen of each lane. Lanes have clocks of
 * their own kind of order, so one time for all of them would lose records. Immutable.
 *
 * @param last number of the last record seen, by lane
 */
record SeenLanes(Map<Integer, Long> last) {
  static final SeenLanes NONE = new SeenLanes(Map.of());

  private static final int MOST_LANES = 256;

  SeenLanes {
    last = Map.copyOf(last);
  }

  /**
   * Reads what {@link #text} printed.
   *
   * @throws Declined with 400 when it did not
   */
  static SeenLanes parse(String text) {
    var last = new TreeMap<Integer, Long>();
    var words = text.split("\\.", MOST_LANES + 1);
    for (var word : words) {
      var reference = Reference.parse(word);
      if (words.length > MOST_LANES || reference.isEmpty()) {
        throw new Declined(
            Problem.badRequest(
                "after is not a place in this journal",
                "begin again without after, and send next as it came"));
      }
      last.put(reference.get().lane(), reference.get().sequence());
    }
    return new SeenLanes(last);
  }

  boolean lacks(AuditRecord record) {
    return record.reference().sequence() > last.getOrDefault(record.reference().lane(), 0L);
  }

  /** The same and these records. */
  SeenLanes and(Collection<AuditRecord> records) {
    var more = new TreeMap<>(last);
    records.forEach(
        record -> more.merge(record.reference().lane(), record.reference().sequence(), Math::max));
    return new SeenLanes(more);
  }

  /** References with dots between them; empty when nothing was seen. */
  String text() {
    return new TreeMap<>(last)
        .entrySet().stream()
            .map(lane -> new Reference(lane.getKey(), lane.getValue()).text())
            .collect(Collectors.joining("."));
  }
}
