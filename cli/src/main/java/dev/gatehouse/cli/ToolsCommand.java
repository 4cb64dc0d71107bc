package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.cli.screen.Table;
import dev.gatehouse.cli.screen.Table.Cell;
import dev.gatehouse.cli.screen.Table.Column;
import dev.gatehouse.cli.screen.Tone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which tools there are, for all or for somebody. */
@Command(
    name = "tools",
    description = "Lists tools: all there are, or those that somebody may use.",
    footer = "tools --as role:coder")
final class ToolsCommand implements Callable<Integer> {
  private final Surroundings here;

  @Mixin private Printing printing = new Printing();
  @Mixin private Reaching reaching = new Reaching();

  @Option(
      names = "--as",
      paramLabel = "WHO",
      completionCandidates = Names.Callers.class,
      description = "A role or a key: role:NAME, key:NAME, or the name alone.")
  private Optional<String> as = Optional.empty();

  ToolsCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    var remote = reaching.remote(here);
    var screen = printing.screen(here);
    var query = as.map(who -> Map.of("as", who)).orElse(Map.of());
    var tools =
        as.map(who -> Names.CALLERS.meant(remote, who, () -> remote.all("tools", query)))
            .orElseGet(() -> remote.all("tools", query));
    return new Listing(
            tool -> tool.text("server") + "/" + tool.text("tool"),
            at ->
                at.next(
                    as.map(who ->
                            who + " may use nothing: nothing is granted, or no server is approved.")
                        .orElse(
                            "There are no tools: no server is approved, or none could be asked."),
                    List.of("server list", "grant list")),
            new Table(
                Column.words("tool"),
                Column.words("name for clients"),
                Column.words("allowed by"),
                Column.whole(""),
                Column.words("description")),
            ToolsCommand::row)
        .print(printing, screen, tools);
  }

  private static List<Cell> row(Facts tool) {
    return List.of(
        Cell.of(tool.text("server") + "/" + tool.text("tool")),
        Cell.of(tool.text("name")),
        Cell.of(tool.text("rule")),
        new Cell(tool.says("conditional") ? "depends on arguments" : "", Tone.CAUTION),
        new Cell(tool.text("description"), Tone.FAINT));
  }
}
