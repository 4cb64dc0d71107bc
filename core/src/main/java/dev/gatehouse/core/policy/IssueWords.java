package dev.gatehouse.core.policy;

import java.util.regex.Pattern;

/** Says CEL's complaints in the words of the trade. */
final class IssueWords {
  private static final Pattern NO_OVERLOAD =
      Pattern.compile(
          "found no matching overload for '_?([^_']+)_?' applied to '\\(([^,]+), ([^,)]+)\\)'.*",
          Pattern.DOTALL);

  private IssueWords() {}

  static String of(String issue) {
    var overload = NO_OVERLOAD.matcher(issue);
    if (overload.matches()) {
      return "\"%s\" does not go between %s and %s"
          .formatted(overload.group(1), overload.group(2), overload.group(3));
    }
    return issue.replace(" (in container '')", "");
  }
}
