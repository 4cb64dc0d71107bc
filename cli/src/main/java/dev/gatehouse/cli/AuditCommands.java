package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Amounts;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Plain;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.cli.screen.Table;
import dev.gatehouse.cli.screen.Table.Cell;
import dev.gatehouse.cli.screen.Table.Column;
import dev.gatehouse.cli.screen.Tone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;

/** Records: watch them, look at one. Verifying them has its own file. */
final class AuditCommands {
  private AuditCommands() {}

  @Command(
      name = "audit",
      description = "Watches, shows and verifies records.",
      footer = "audit tail -f")
  static final class Noun {}

  @Command(
      name = "tail",
      description = {
        "Shows the newest records.",
        "The oldest comes first; with -f those to come follow.",
        "Times are in UTC, like in the records."
      },
      footer = "audit tail -f")
  static final class Tail implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PAUSE_WITHOUT_GATEWAY = Duration.ofSeconds(2);
    private static final int MOST = 1_000;

    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    @Option(
        names = {"-f", "--follow"},
        description = "Go on with what comes, until it is interrupted.")
    private boolean follow;

    @Option(
        names = {"-n", "--lines"},
        paramLabel = "COUNT",
        defaultValue = "20",
        description = "How many to begin with, 1 to 1000; 20 without it.")
    private int lines;

    private final Table table =
        new Table(
            Column.whole(""),
            Column.words(""),
            Column.words(""),
            Column.whole(""),
            Column.whole(""),
            Column.number(""),
            Column.whole(""),
            Column.words(""));

    Tail(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() throws InterruptedException {
      if (lines < 1 || lines > MOST) {
        throw Failure.usage("-n is from 1 to " + MOST, "ask for fewer lines");
      }
      var remote = reaching.remote(here);
      var screen = printing.screen(here);
      var page = remote.get("audit", Map.of("limit", Integer.toString(lines)));
      show(screen, page);
      var after = page.exact("next");
      var lost = false;
      while (follow) {
        Thread.sleep(lost ? PAUSE_WITHOUT_GATEWAY : PAUSE);
        try {
          page = remote.get("audit", after(after));
          lost = false;
          show(screen, page);
          after = page.exact("next").isEmpty() ? after : page.exact("next");
        } catch (Failure failure) {
          if (failure.status() != 0) {
            throw failure;
          }
          if (!lost) {
            screen.aside(failure.detail() + "; trying again until it does");
            screen.flush();
          }
          lost = true;
        }
      }
      return Exit.YES.code();
    }

    private static Map<String, String> after(String after) {
      var query = new TreeMap<>(Map.of("limit", Integer.toString(MOST)));
      if (!after.isEmpty()) {
        query.put("after", after);
      }
      return query;
    }

    private void show(Screen screen, Facts page) {
      var items = page.items("items").toList();
      if (printing.json()) {
        printing.objects(screen, items);
      } else if (screen.isQuiet()) {
        items.forEach(item -> screen.raw(item.text("reference")));
      } else {
        screen.rows(table, items.stream().map(Tail::row).toList());
      }
      screen.flush();
    }

    private static List<Cell> row(Facts item) {
      var outcome = item.text("outcome");
      return List.of(
          new Cell(Times.time(item.text("at")), Tone.FAINT),
          Cell.of(item.text("caller")),
          Cell.of(item.text("what")),
          new Cell(outcome, tone(outcome)),
          Cell.of(item.text("kind")),
          Cell.of(item.fraction("millis").map(Amounts::millis).orElse("")),
          new Cell(item.text("reference"), Tone.FAINT),
          new Cell(item.text("note"), Tone.CAUTION));
    }

    private static Tone tone(String outcome) {
      return switch (outcome) {
        case "ok", "changed" -> Tone.GOOD;
        case "refused" -> Tone.BAD;
        default -> Tone.CAUTION;
      };
    }
  }

  @Command(
      name = "show",
      description = {
        "Shows one whole record.",
        "As it stands in the journal, in the words of OCSF."
      },
      footer = "audit show r-7f3k2m")
  static final class Show implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    @Parameters(paramLabel = "REF", description = "Its reference.")
    private String reference = "";

    Show(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var screen = printing.screen(here);
      var record = reaching.remote(here).get("audit/" + Remote.part(reference));
      if (printing.json()) {
        printing.object(screen, record);
      } else {
        var pretty =
            Remote.JSON
                .writer()
                .with(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(record.at("event").json());
        screen.raw(Plain.json(pretty));
      }
      return Exit.YES.code();
    }
  }
}
