package dev.gatehouse.cli.inventory;

import dev.gatehouse.cli.screen.Plain;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Table;
import dev.gatehouse.cli.screen.Table.Cell;
import dev.gatehouse.cli.screen.Table.Column;
import dev.gatehouse.cli.screen.Tone;
import dev.gatehouse.core.inventory.Finding;
import java.util.List;
import java.util.Optional;

/** Shows what came of a scan on a terminal. */
public final class ScanTable {
  private ScanTable() {}

  /** All of it: a headline, what is to be said, and what to do. */
  public static void show(Screen screen, Outcome outcome) {
    screen.line(headline(outcome));
    var lines = outcome.lines();
    if (!lines.isEmpty()) {
      screen.raw("");
      screen.table(
          new Table(
              Column.whole("severity"),
              Column.whole("finding"),
              Column.words("server"),
              Column.whole("client"),
              Column.words("detail"),
              Column.words("file")),
          lines.stream().map(ScanTable::row).toList());
      screen.raw("");
      totals(screen, outcome);
    }
    shared(screen, outcome);
  }

  /** The whole in one sentence. */
  static String headline(Outcome outcome) {
    var report = outcome.report();
    var servers = report.servers().size();
    return counted(servers, "server")
        + " of "
        + counted(outcome.clients(), "client")
        + " in "
        + counted(report.files(), "file")
        + outcome
            .gateway()
            .map(_ ->
                "; "
                    + outcome.governed()
                    + " through the gateway, "
                    + (servers - outcome.governed())
                    + " past it")
            .orElse("; not matched against a catalogue");
  }

  static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  static Tone tone(Finding.Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> Tone.BAD;
      case MEDIUM -> Tone.CAUTION;
      case LOW -> Tone.FAINT;
    };
  }

  private static List<Cell> row(Outcome.Line line) {
    var tone = tone(line.kind().severity());
    return List.of(
        new Cell(line.kind().severity().word(), tone),
        new Cell(line.kind().word(), tone),
        Cell.of(Plain.text(line.server())),
        Cell.of(Plain.text(line.client())),
        Cell.of(Plain.text(line.detail())),
        Cell.of(
            Plain.text(
                line.file()
                    + Optional.of(line.project())
                        .filter(project -> !project.isEmpty())
                        .map(project -> " for " + project)
                        .orElse(""))));
  }

  private static void totals(Screen screen, Outcome outcome) {
    screen.table(
        new Table(Column.number("total"), Column.whole("finding"), Column.words("what to do")),
        outcome.totals().entrySet().stream()
            .map(entry ->
                List.of(
                    Cell.of(Integer.toString(entry.getValue())),
                    new Cell(entry.getKey().word(), tone(entry.getKey().severity())),
                    Cell.of(entry.getKey().remedy())))
            .toList());
  }

  private static void shared(Screen screen, Outcome outcome) {
    for (var places : outcome.shared().values()) {
      screen.raw("");
      screen.paragraph(
          "One secret stands in "
              + places.size()
              + " places: "
              + Plain.text(String.join("; ", places)),
          Tone.CAUTION);
    }
  }
}
