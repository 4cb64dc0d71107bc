package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tables of {@code docs/conformance.md}, which hold what the tests found: each run compares the
 * cells that it has found, so that what did not run stays as it was found elsewhere. With {@code
 * -Dgatehouse.write-docs=true} it writes them.
 */
final class ConformancePage {
  private static final Path FILE = Path.of("..", "docs", "conformance.md");
  private static final String COMMAND =
      "./gatehouse test, with -Dgatehouse.write-docs=true for the tests of module conformance";

  private ConformancePage() {}

  /**
   * Compares a cell with what was found, or writes it; a row that is not there is added then.
   *
   * @param heading the text of the heading that the table follows
   * @param row the first cell of the row
   * @param column the text at the head of the column
   */
  static synchronized void shows(String heading, String row, String column, String found) {
    try {
      var lines = new ArrayList<>(Files.readAllLines(FILE));
      var head = headOf(lines, heading);
      var at = cells(lines.get(head)).indexOf(column);
      if (at < 1) {
        throw new IllegalStateException("the table " + heading + " has no column " + column);
      }
      if (Boolean.getBoolean("gatehouse.write-docs")) {
        write(lines, head, row, at, found);
        Files.write(FILE, lines);
      }
      var there = rowOf(lines, head, row);
      var shown = there < lines.size() ? cells(lines.get(there)) : List.<String>of();
      assertThat(shown.size() > at && shown.getFirst().equals(row) ? shown.get(at) : "")
          .as(
              "docs/conformance.md, %s, %s, %s; when it is meant, write it with: %s",
              heading, row, column, COMMAND)
          .isEqualTo(found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(List<String> lines, int head, String row, int at, String found) {
    var there = rowOf(lines, head, row);
    var isThere = there < lines.size() && isRow(lines.get(there));
    var columns = cells(lines.get(head)).size();
    var cells =
        isThere
            ? new ArrayList<>(cells(lines.get(there)))
            : new ArrayList<>(
                Stream.concat(Stream.of(row), Stream.generate(() -> "not run").limit(columns - 1L))
                    .toList());
    cells.set(at, found);
    var line = "| " + String.join(" | ", cells) + " |";
    if (isThere) {
      lines.set(there, line);
    } else {
      lines.add(there, line);
    }
  }

  /** The line with the names of the columns. */
  private static int headOf(List<String> lines, String heading) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("#") && lines.get(i).replaceFirst("^#+ ", "").equals(heading)) {
        while (++i < lines.size() && !lines.get(i).startsWith("#")) {
          if (isRow(lines.get(i))) {
            return i;
          }
        }
      }
    }
    throw new IllegalStateException("docs/conformance.md has no table below a heading " + heading);
  }

  /** The line of this row, or the one behind the table's last. */
  private static int rowOf(List<String> lines, int head, String row) {
    int at = head + 2;
    while (at < lines.size()
        && isRow(lines.get(at))
        && !cells(lines.get(at)).getFirst().equals(row)) {
      at++;
    }
    return at;
  }

  private static boolean isRow(String line) {
    return line.startsWith("|");
  }

  private static List<String> cells(String line) {
    var inner = line.strip();
    return Stream.of(inner.substring(1, inner.length() - 1).split("\\|", -1))
        .map(String::strip)
        .toList();
  }
}
