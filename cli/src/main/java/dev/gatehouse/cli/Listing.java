package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Table;
import dev.gatehouse.cli.screen.Table.Cell;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a command answers with a list: by the API's objects, by bare names, or by a table.
 *
 * @param name what is said of each when nothing else is wanted
 * @param whenEmpty says to a person that there is none
 * @param row its row in the table
 */
record Listing(
    Function<Facts, String> name,
    Consumer<Screen> whenEmpty,
    Table table,
    Function<Facts, List<Cell>> row) {
  /** Answers, and says how the command ends. */
  int print(Printing printing, Screen screen, List<Facts> all) {
    if (printing.json()) {
      printing.objects(screen, all);
    } else if (screen.isQuiet()) {
      all.forEach(one -> screen.raw(name.apply(one)));
    } else if (all.isEmpty()) {
      whenEmpty.accept(screen);
    } else {
      screen.table(table, all.stream().map(row).toList());
    }
    return Exit.YES.code();
  }
}
