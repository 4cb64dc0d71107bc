package dev.gatehouse.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.screen.Surroundings.Terminals;
import dev.gatehouse.cli.screen.Table.Cell;
import dev.gatehouse.cli.screen.Table.Column;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How things look at a width, on a terminal and elsewhere. */
class AScreenTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private Surroundings here(String columns, boolean terminal) {
    return new Surroundings(
        Map.of("COLUMNS", columns),
        InputStream.nullInputStream(),
        new PrintWriter(out),
        new PrintWriter(errors),
        Path.of("/work"),
        Path.of("/home"),
        new Terminals(terminal, terminal, terminal),
        Optional.of(80),
        "gatehouse");
  }

  @Test
  void cutsOnlyWhatMayBeCut() {
    var table = new Table(Column.words("what"), Column.whole("id"));
    var rows = List.of(List.of(Cell.of("a very long text indeed"), Cell.of("r-7f3k2m")));

    assertThat(table.rows(rows, 30, false)).containsExactly("  a very long text…   r-7f3k2m");
    assertThat(table.rows(rows, 10, false)).containsExactly("  a very …   r-7f3k2m");
    assertThat(table.rows(rows, 99, false)).containsExactly("  a very long text indeed   r-7f3k2m");
  }

  @Test
  void alignsWideLetters() {
    var table = new Table(Column.words(""), Column.whole(""));

    assertThat(
            table.rows(
                List.of(
                    List.of(Cell.of("日本"), Cell.of("x")), List.of(Cell.of("abcd"), Cell.of("y"))),
                80,
                false))
        .containsExactly("  日本   x", "  abcd   y");
  }

  @Test
  void isAsWideAsItIsTold() {
    assertThat(here("100", false).width()).isEqualTo(100);
    assertThat(here("", true).width()).isEqualTo(80);
    assertThat(here("", false).width()).isEqualTo(Integer.MAX_VALUE);
    assertThat(here("wide", false).width()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void foldsFactsUnderEachOther() {
    var here = here("40", false);

    new Screen(here, false).facts("grant", List.of("one two three four five", "six", "seven"));
    new Screen(here, false).flush();

    assertThat(out.toString())
        .isEqualTo("  grant     one two three four five\n            six   seven\n");
  }

  @Test
  void renewsItsProgressOnATerminal() {
    var progress = new Progress(here("80", true), "verifying", 81_000_000, Progress.Unit.BYTES);

    progress.reached(40_500_000);
    progress.show(Duration.ofSeconds(2));
    progress.close();

    assertThat(errors.toString())
        .startsWith("\r  verifying … 41 MB of 81 MB   20 MB/s   2 s left")
        .endsWith("\r")
        .doesNotContain("\n");
  }

  @Test
  void writesItsProgressInPlainLinesElsewhere() {
    var progress = new Progress(here("80", false), "asking crm", 0, Progress.Unit.TIME);

    progress.show(Duration.ofSeconds(1));
    progress.show(Duration.ofSeconds(11));
    progress.close();
    progress.show(Duration.ofSeconds(21));

    assertThat(errors.toString()).isEqualTo("  asking crm … 1 s\n  asking crm … 11 s\n");
  }

  @Test
  void writesAmountsForPeople() {
    assertThat(List.of(Amounts.bytes(999), Amounts.bytes(1_234), Amounts.bytes(81_000_000)))
        .containsExactly("999 B", "1.2 kB", "81 MB");
    assertThat(Amounts.count(1, "tool") + ", " + Amounts.count(2_000, "tool"))
        .isEqualTo("1 tool, 2,000 tools");
  }
}
