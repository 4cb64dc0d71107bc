package dev.gatehouse.cli.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * What one command shows. Answers go to standard output; next steps and other asides go to standard
 * error, and nowhere when the caller wants quiet. Not thread-safe.
 */
public final class Screen {
  private static final int LABEL = 10;
  private static final String GAP = "   ";

  private final Surroundings here;
  private final boolean quiet;

  public Screen(Surroundings here, boolean quiet) {
    this.here = here;
    this.quiet = quiet;
  }

  /** Whether only what scripts need is wanted. */
  public boolean isQuiet() {
    return quiet;
  }

  /** A line of the answer as it is. */
  public void raw(String line) {
    here.out().println(line);
  }

  /** A line of the answer, two columns in. */
  public void line(String text) {
    raw("  " + text);
  }

  /** All lines of the answer. */
  public void lines(List<String> lines) {
    lines.forEach(this::raw);
  }

  /** A table with its titles. */
  public void table(Table table, List<List<Table.Cell>> rows) {
    lines(table.withTitles(rows, here.width(), here.coloured()));
  }

  /** Further rows of a table. */
  public void rows(Table table, List<List<Table.Cell>> rows) {
    lines(table.rows(rows, here.width(), here.coloured()));
  }

  /**
   * A label with facts behind it, in one line when that fits, else folded between the facts and
   * between words.
   */
  public void facts(String label, List<String> facts) {
    var space = " ".repeat(2 + LABEL);
    var head = "  " + paint(Tone.FAINT, label) + " ".repeat(Math.max(2, LABEL - label.length()));
    var width = here.width() - 2 - Math.max(LABEL, label.length() + 2);
    var first = true;
    for (var line : folded(facts, Math.max(20, width))) {
      raw(first ? head + line : space + line);
      first = false;
    }
  }

  /** Facts without a label, folded like those with one. */
  public void sentence(List<String> facts) {
    folded(facts, Math.max(20, here.width() - 2)).forEach(line -> line(line.strip()));
  }

  /** A text, folded between words. */
  public void paragraph(String text, Tone tone) {
    Plain.wrapped(text, Math.max(20, here.width() - 2)).forEach(line -> line(paint(tone, line)));
  }

  /** A label with one fact behind it. */
  public void fact(String label, String fact) {
    facts(label, List.of(fact));
  }

  /** An aside. */
  public void aside(String text) {
    if (!quiet) {
      here.errors().println("  " + text);
    }
  }

  /** What to do next: commands as the caller types them. */
  public void next(String why, List<String> commands) {
    if (!quiet) {
      here.errors().println("  " + why);
      commands.forEach(command -> here.errors().println("    " + command(command)));
    }
  }

  /** A command as the caller types it. */
  public String command(String rest) {
    return here.command() + " " + rest;
  }

  /** Says that something takes its time, once it does. */
  public Progress progress(String what) {
    return quiet ? new Progress(here, what, 0, Progress.Unit.TIME) : Progress.start(here, what);
  }

  /** The text in a tone, where colours are shown. */
  public String paint(Tone tone, String text) {
    return tone.paint(text, here.coloured());
  }

  /** Shows what is printed so far. */
  public void flush() {
    here.out().flush();
    here.errors().flush();
  }

  private static List<String> folded(List<String> facts, int width) {
    var lines = new ArrayList<String>();
    var line = "";
    for (var fact : facts) {
      var joined = line.isEmpty() ? fact : line + GAP + fact;
      if (Plain.width(joined) <= width) {
        line = joined;
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
      var words = Plain.wrapped(fact, width);
      lines.addAll(words.subList(0, words.size() - 1));
      line = words.getLast();
    }
    lines.add(line);
    return lines;
  }
}
