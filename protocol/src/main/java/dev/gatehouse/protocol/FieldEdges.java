package dev.gatehouse.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where fields begin and end in a checked text, and which comma goes when they go. */
final class FieldEdges {
  private FieldEdges() {}

  /** The opening quote of the name of the field whose value begins at a position. */
  static int nameStart(byte[] bytes, int valueFrom) {
    var at = before(bytes, valueFrom);
    if (at < 0 || bytes[at] != ':') {
      throw new IllegalArgumentException("no field has its value at byte " + valueFrom);
    }
    at = before(bytes, at) - 1;
    // An opening quote follows a brace, a comma or a blank; one in the name follows a backslash.
    while (bytes[at] != '"' || isEscaped(bytes, at)) {
      at--;
    }
    return at;
  }

  /** Joins removed fields that are neighbours, then adds to each run the one comma too many. */
  static List<Span> joined(byte[] bytes, List<Span> fields) {
    if (fields.isEmpty()) {
      return List.of();
    }
    var sorted = new ArrayList<>(fields);
    sorted.sort(Comparator.comparingInt(Span::from));
    var runs = new ArrayList<Span>();
    var run = sorted.getFirst();
    for (var field : sorted.subList(1, sorted.size())) {
      var comma = after(bytes, run.to());
      if (comma < field.from() && after(bytes, comma + 1) == field.from()) {
        run = new Span(run.from(), field.to());
      } else {
        runs.add(withComma(bytes, run));
        run = field;
      }
    }
    runs.add(withComma(bytes, run));
    return runs;
  }

  /** Whether nothing but blanks is left of a range when others are taken out. */
  static boolean isBlankWithout(byte[] bytes, Span range, List<Span> removals) {
    var at = after(bytes, range.from());
    for (var removal : removals) {
      if (removal.from() <= at && at < removal.to()) {
        at = after(bytes, removal.to());
      }
    }
    return at >= range.to();
  }

  private static Span withComma(byte[] bytes, Span run) {
    var next = after(bytes, run.to());
    if (next < bytes.length && bytes[next] == ',') {
      return new Span(run.from(), next + 1);
    }
    var previous = before(bytes, run.from());
    return previous >= 0 && bytes[previous] == ',' ? new Span(previous, run.to()) : run;
  }

  private static boolean isEscaped(byte[] bytes, int at) {
    var slashes = 0;
    while (bytes[at - 1 - slashes] == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  private static int before(byte[] bytes, int from) {
    var at = from - 1;
    while (at >= 0 && isBlank(bytes[at])) {
      at--;
    }
    return at;
  }

  private static int after(byte[] bytes, int from) {
    var at = from;
    while (at < bytes.length && isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
