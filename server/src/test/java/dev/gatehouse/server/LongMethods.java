package dev.gatehouse.server;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds methods that do not fit on a screen. Relies on the formatter: the declaration of a member
 * ends in an opening brace, and the member closes on a line with a brace alone, as far indented as
 * the first line of its declaration.
 */
final class LongMethods {
  private static final Pattern TYPE =
      Pattern.compile("\\b(class|interface|enum|record|@interface)\\b");
  private static final Pattern PARAMETERS_END = Pattern.compile("\\).*\\{$|^ *throws .*\\{$");
  private static final Pattern STATEMENT =
      Pattern.compile("^ *(return|switch|if|for|while|try|throw|yield|case|synchronized|}).*");
  private static final Pattern LITERAL =
      Pattern.compile("\"(\\\\.|[^\"\\\\])*\"|'(\\\\.|[^'\\\\])'");

  private LongMethods() {}

  static Stream<String> in(Path file, List<String> lines, int most) {
    return IntStream.range(0, lines.size())
        .filter(opening -> length(lines, opening) > most)
        .mapToObj(
            opening -> file + ":" + (opening + 1) + " is " + length(lines, opening) + " lines");
  }

  private static int length(List<String> lines, int opening) {
    var last = lines.get(opening);
    if (!PARAMETERS_END.matcher(last).find() || last.endsWith("-> {")) {
      return 0;
    }
    var first = lines.get(beginning(lines, opening));
    if (TYPE.matcher(first).find() || STATEMENT.matcher(first).matches()) {
      return 0;
    }
    var closing = first.substring(0, first.length() - first.stripLeading().length()) + "}";
    for (var end = opening + 1; end < lines.size(); end++) {
      if (lines.get(end).equals(closing)) {
        return end - opening + 1;
      }
    }
    return 0;
  }

  /** Where the declaration begins whose last line this is: all its parentheses are closed. */
  private static int beginning(List<String> lines, int last) {
    var line = lines.get(last).strip().startsWith("throws ") ? last - 1 : last;
    for (var open = excess(lines.get(line));
        open > 0 && line > 0;
        open += excess(lines.get(line))) {
      line--;
    }
    return line;
  }

  private static int excess(String line) {
    var code = LITERAL.matcher(line).replaceAll("");
    return (int)
        (code.chars().filter(c -> c == ')').count() - code.chars().filter(c -> c == '(').count());
  }
}
