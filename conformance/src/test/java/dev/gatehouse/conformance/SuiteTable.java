package dev.gatehouse.conformance;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The part of {@code docs/conformance.md} that says what the official suite found. */
final class SuiteTable {
  private static final String HEADING = "Servers behind the gateway";
  private static final String UNSCORED = "What the suite does not score";

  private SuiteTable() {}

  static void shows(FixtureMode mode, String transport, SuiteResult result) {
    shows(mode, transport, result, Set.of());
  }

  /**
   * Shows how many of the required scenarios passed.
   *
   * @param open those that may come out either way, which do not count as passed
   * @param transport how the gateway reaches the server
   */
  static void shows(FixtureMode mode, String transport, SuiteResult result, Set<String> open) {
    var required = result.required().size();
    var missing = new TreeSet<>(result.failuresOfRequired().keySet());
    missing.addAll(open);
    var passed = required - missing.size();
    ConformancePage.shows(
        HEADING,
        mode.name().toLowerCase(Locale.ROOT) + ", " + transport,
        result.revision().text(),
        passed + " of " + required);
  }

  /** Shows how many of the scenarios passed that the suite runs, but does not require. */
  static void showsUnscored(FixtureMode mode, String transport, SuiteResult result) {
    showsPart(mode, transport, result, "headers", "http-");
    showsPart(mode, transport, result, "schemas", "json-schema-");
    showsPart(mode, transport, result, "tasks", "tasks-");
  }

  private static void showsPart(
      FixtureMode mode, String transport, SuiteResult result, String column, String prefix) {
    var names = new TreeSet<>(result.scenarios().keySet());
    names.removeAll(result.required());
    names.removeIf(name -> !name.startsWith(prefix));
    var passed = names.size() - result.failuresOf(names).size();
    ConformancePage.shows(
        UNSCORED,
        mode.name().toLowerCase(Locale.ROOT) + ", " + transport,
        column,
        passed + " of " + names.size());
  }
}
