package dev.gatehouse.server.settings;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a settings file is not used: at least one problem, in the order of the file. The message is
 * all of them as they are shown to people.
 */
public final class Problems extends Exception {
  private final transient List<Problem> list;

  /**
   * @param problems at least one
   */
  public Problems(List<Problem> problems) {
    super(print(problems), null, false, false);
    this.list = problems.stream().sorted().distinct().toList();
  }

  /** In the order of the file. */
  public List<Problem> list() {
    return list;
  }

  private static String print(List<Problem> problems) {
    return problems.stream()
        .sorted()
        .distinct()
        .map(Problem::toString)
        .collect(Collectors.joining("\n"));
  }
}
