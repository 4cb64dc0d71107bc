package dev.gatehouse.conformance;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The part of {@code docs/conformance.md} that says what the official suite found. */
final class SuiteTable {
  private static final String HEADING = "Servers behind the gateway";

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
}
