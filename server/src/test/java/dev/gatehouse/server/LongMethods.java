package dev.gatehouse.server;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds methods that do not fit on a screen. Relies on the formatter: a member of a type at depth n
 * opens on a line indented by 2n spaces that ends in an opening brace, and closes on a line of the
 * same indent that is a brace alone.
 */
final class LongMethods {
  private static final Pattern OPENS = Pattern.compile("^( +)\\S.*\\{$");
  private static final Pattern TYPE =
      Pattern.compile("\\b(class|interface|enum|record|@interface)\\b");
  private static final Pattern PARAMETERS_END = Pattern.compile("\\).*\\{$|^ *throws .*\\{$");

  private static final int CONTINUATION = 4;

  private LongMethods() {}

  static Stream<String> in(Path file, List<String> lines, int most) {
    return IntStream.range(0, lines.size())
        .filter(start -> length(lines, start) > most)
        .mapToObj(start -> file + ":" + (start + 1) + " is " + length(lines, start) + " lines");
  }

  private static int length(List<String> lines, int start) {
    var line = lines.get(start);
    var opens = OPENS.matcher(line);
    if (!opens.matches() || TYPE.matcher(line).find() || !PARAMETERS_END.matcher(line).find()) {
      return 0;
    }
    var indent = opens.group(1).length() - (isContinued(line) ? CONTINUATION : 0);
    var closing = " ".repeat(Math.max(0, indent)) + "}";
    for (var end = start + 1; end < lines.size(); end++) {
      if (lines.get(end).equals(closing)) {
        return end - start + 1;
      }
    }
    return 0;
  }

  /** Whether the line is the last of several that open a method. */
  private static boolean isContinued(String line) {
    var closed = line.chars().filter(c -> c == ')').count();
    var opened = line.chars().filter(c -> c == '(').count();
    return closed > opened || line.strip().startsWith("throws ");
  }
}
