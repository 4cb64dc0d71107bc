package dev.gatehouse.server.admin;

import dev.gatehouse.core.audit.AuditReader;
import dev.gatehouse.core.audit.AuditRecord;
import dev.gatehouse.core.audit.BadPlace;
import dev.gatehouse.core.audit.RecordKind;
import dev.gatehouse.core.audit.Reference;
import dev.gatehouse.core.audit.Story;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Json;
import dev.gatehouse.server.http.Problem;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the journal from its files. Each method reads at most a few MiB, except verifying. */
public final class JournalDesk implements AuditDesk {
  /** Following goes back this far at most; who asks more rarely misses what is older. */
  private static final int NEWEST = 5_000;

  private final AuditReader reader;
  private final PublicKey key;
  private final InstantSource clock;

  /**
   * @param key that signs the journal's heads
   */
  public JournalDesk(AuditReader reader, PublicKey key, InstantSource clock) {
    this.reader = reader;
    this.key = key;
    this.clock = clock;
  }

  @Override
  public TailView tail(int limit, Optional<String> after) {
    return reading(() -> {
      var newest = reader.tail(NEWEST);
      // What is in flight gets its line when it has ended.
      var lines = newest.stream().filter(record -> record.kind() != RecordKind.INTENT).toList();
      if (after.isEmpty()) {
        var page = lines.subList(Math.max(0, lines.size() - limit), lines.size());
        return view(newest, page, SeenLanes.NONE.and(newest));
      }
      var seen = SeenLanes.parse(after.get());
      var page = lines.stream().filter(seen::lacks).limit(limit).toList();
      return view(newest, page, seen.and(page));
    });
  }

  @Override
  public Optional<RecordView> show(String reference) {
    return reading(() -> {
      var parsed = Reference.parse(reference);
      var story = parsed.isPresent() ? reader.find(parsed.get()) : Optional.<Story>empty();
      return story.map(found -> view(reference, found));
    });
  }

  @Override
  public VerifyView verify() {
    return reading(() -> {
      var begun = clock.instant();
      var report = reader.verify(key);
      return new VerifyView(
          report.isWhole(),
          report.segments(),
          report.records(),
          report.unsealed(),
          report.from(),
          report.to(),
          report.keyName(),
          report.bytes(),
          Duration.between(begun, clock.instant()).toMillis(),
          report.bad().stream().map(BadPlace::text).toList());
    });
  }

  private TailView view(List<AuditRecord> newest, List<AuditRecord> page, SeenLanes seen)
      throws IOException {
    var lines = new AuditLines(newest, reader);
    var items = new java.util.ArrayList<LineView>();
    for (var record : page) {
      items.add(lines.line(record));
    }
    return new TailView(List.copyOf(items), seen.text());
  }

  private static RecordView view(String reference, Story story) {
    var about = Stream.of(story.intent(), story.outcome()).flatMap(Optional::stream).toList();
    var events = about.isEmpty() ? List.of(story.record()) : about;
    return new RecordView(
        reference,
        story.evidence().name().toLowerCase(Locale.ROOT),
        events.stream().map(record -> Json.MAPPER.readTree(record.json())).toList());
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new Declined(
          new Problem(
              "Journal not readable",
              503,
              "the journal could not be read: " + e.getMessage(),
              Optional.of("look at the disk of the data directory")));
    }
  }
}
