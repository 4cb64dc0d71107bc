package dev.gatehouse.server.admin;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditReader;
import dev.gatehouse.core.audit.AuditRecord;
import dev.gatehouse.core.audit.CallFacts;
import dev.gatehouse.core.audit.CallerFacts;
import dev.gatehouse.core.audit.Reference;
import dev.gatehouse.server.admin.AuditDesk.LineView;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Words records for people, one line each. A call has the reference that its caller was given. */
final class AuditLines {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<Reference, AuditRecord> near;
  private final AuditReader reader;

  /**
   * @param near records among which an outcome's intent is probably found
   */
  AuditLines(Collection<AuditRecord> near, AuditReader reader) {
    this.near =
        near.stream().collect(Collectors.toMap(AuditRecord::reference, Function.identity()));
    this.reader = reader;
  }

  LineView line(AuditRecord record) throws IOException {
    try {
      return switch (record.event()) {
        case AuditEvent.Intent intent ->
            line(record, record.reference(), intent.call(), "begun", null, null, null);
        case AuditEvent.Outcome outcome -> outcome(record, outcome);
        case AuditEvent.Denied denied ->
            line(
                record,
                record.reference(),
                denied.call(),
                "refused",
                denied.refusal(),
                denied.took(),
                denied.reason());
        case AuditEvent.Change change ->
            new LineView(
                record.reference().text(),
                record.time(),
                name(change.who()),
                change.action() + " " + change.target(),
                "change",
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(change.note()));
        case AuditEvent.System system ->
            plain(record, word(system.moment()), "system", system.note());
      };
    } catch (IllegalArgumentException e) {
      return plain(record, "unknown", "unreadable", String.valueOf(e.getMessage()));
    }
  }

  private LineView outcome(AuditRecord record, AuditEvent.Outcome outcome) throws IOException {
    var known = near.get(outcome.intent());
    var intent =
        known != null
            ? Optional.of(known)
            : reader.find(outcome.intent()).map(story -> story.record());
    var call =
        intent.isPresent() && intent.get().event() instanceof AuditEvent.Intent begun
            ? begun.call()
            : null;
    return line(
        record,
        outcome.intent(),
        call,
        outcome.refusal() == null ? word(outcome.status()) : "refused",
        outcome.refusal(),
        outcome.took(),
        outcome.reason() == null ? outcome.findings() : outcome.reason());
  }

  private static LineView line(
      AuditRecord record,
      Reference reference,
      @Nullable CallFacts call,
      String outcome,
      @Nullable String kind,
      @Nullable Duration took,
      @Nullable String note) {
    return new LineView(
        reference.text(),
        record.time(),
        call == null ? "unknown" : name(call.caller()),
        call == null ? "unknown" : target(call),
        outcome,
        Optional.ofNullable(kind),
        Optional.ofNullable(took).map(time -> time.toNanos() / NANOS_PER_MILLI),
        Optional.ofNullable(note));
  }

  private static LineView plain(AuditRecord record, String what, String outcome, String note) {
    return new LineView(
        record.reference().text(),
        record.time(),
        "gatehouse",
        what,
        outcome,
        Optional.empty(),
        Optional.empty(),
        Optional.of(note));
  }

  private static String target(CallFacts call) {
    return call.server() != null && call.target() != null
        ? call.server() + "/" + call.target()
        : call.method();
  }

  private static String name(CallerFacts caller) {
    return caller.agent().or(caller::user).orElse(caller.id());
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
