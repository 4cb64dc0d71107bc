package dev.gatehouse.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows under each other, two columns in from the left. Fits a width by cutting what may be cut,
 * widest first. What is printed row after row keeps its columns, and only ever widens them. Not
 * thread-safe.
 */
public final class Table {
  private static final String INDENT = "  ";
  private static final String GAP = "   ";
  private static final int LEAST = 8;

  private final List<Column> columns;
  private final int[] widths;

  public Table(Column... columns) {
    this.columns = List.of(columns);
    this.widths = new int[columns.length];
  }

  /**
   * A column.
   *
   * @param title shown above it, or empty
   */
  public record Column(String title, Side side, Fit fit) {
    /** Words that must stay whole. */
    public static Column whole(String title) {
      return new Column(title, Side.LEFT, Fit.WHOLE);
    }

    /** Words that may be cut. */
    public static Column words(String title) {
      return new Column(title, Side.LEFT, Fit.CUT);
    }

    /** Numbers. */
    public static Column number(String title) {
      return new Column(title, Side.RIGHT, Fit.WHOLE);
    }
  }

  /** Where its texts stand. */
  public enum Side {
    LEFT,
    RIGHT
  }

  /** Whether its texts may be cut. */
  public enum Fit {
    WHOLE,
    CUT
  }

  /** One text in a row. */
  public record Cell(String text, Tone tone) {
    public static Cell of(String text) {
      return new Cell(text, Tone.NORMAL);
    }
  }

  /** The titles and all rows. */
  public List<String> withTitles(List<List<Cell>> rows, int width, boolean coloured) {
    var all = new ArrayList<List<Cell>>();
    all.add(columns.stream().map(column -> new Cell(column.title(), Tone.FAINT)).toList());
    all.addAll(rows);
    return rows(all, width, coloured);
  }

  /** Rows alone, in line with those before. */
  public List<String> rows(List<List<Cell>> rows, int width, boolean coloured) {
    for (var row : rows) {
      for (var i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Plain.width(row.get(i).text()));
      }
    }
    var fitting = fitting(width);
    return rows.stream().map(row -> line(row, fitting, coloured)).toList();
  }

  private int[] fitting(int width) {
    var fitting = widths.clone();
    var used = Arrays.stream(fitting).filter(one -> one > 0).count();
    var over =
        INDENT.length()
            + Arrays.stream(fitting).sum()
            + GAP.length() * Math.max(0, used - 1)
            - (long) width;
    while (over > 0) {
      var widest = widestToCut(fitting);
      if (widest < 0) {
        break;
      }
      fitting[widest]--;
      over--;
    }
    return fitting;
  }

  private int widestToCut(int[] fitting) {
    var widest = -1;
    for (var i = 0; i < fitting.length; i++) {
      if (columns.get(i).fit() == Fit.CUT
          && fitting[i] > LEAST
          && (widest < 0 || fitting[i] > fitting[widest])) {
        widest = i;
      }
    }
    return widest;
  }

  private String line(List<Cell> row, int[] fitting, boolean coloured) {
    var line = new StringBuilder();
    var space = INDENT;
    for (var i = 0; i < fitting.length; i++) {
      if (fitting[i] == 0) {
        continue;
      }
      var text = Plain.cut(row.get(i).text(), fitting[i]);
      var fill = " ".repeat(fitting[i] - Plain.width(text));
      var painted = row.get(i).tone().paint(text, coloured);
      line.append(space);
      line.append(columns.get(i).side() == Side.LEFT ? painted + fill : fill + painted);
      space = GAP;
    }
    return line.toString().stripTrailing();
  }
}
