package dev.gatehouse.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the official suite found.
 *
 * @param exit the suite's own verdict, 0 when no required check failed
 * @param required the names of the scenarios that the revision requires of a server
 * @param scenarios what came of each scenario that ran, by its name, required or not
 */
record SuiteResult(
    Revision revision, int exit, Set<String> required, Map<String, Scenario> scenarios) {

  /**
   * One scenario.
   *
   * @param passed ids of the checks that passed
   * @param failed ids and reasons of those that failed
   * @param warnings ids and reasons of those that a server should pass, but need not
   */
  record Scenario(List<String> passed, List<String> failed, List<String> warnings) {
    Scenario {
      passed = List.copyOf(passed);
      failed = List.copyOf(failed);
      warnings = List.copyOf(warnings);
    }
  }

  SuiteResult {
    required = Set.copyOf(required);
    scenarios = Map.copyOf(scenarios);
  }

  /** Every required scenario that did not run, passed nothing, or has a failed check, with why. */
  Map<String, List<String>> failuresOfRequired() {
    return failuresOf(required);
  }

  /** The same for the scenarios of these names. */
  Map<String, List<String>> failuresOf(Set<String> names) {
    var failures = new TreeMap<String, List<String>>();
    for (var name : names) {
      var scenario = scenarios.get(name);
      if (scenario == null) {
        failures.put(name, List.of("it did not run"));
      } else if (!scenario.failed().isEmpty()) {
        failures.put(name, scenario.failed());
      } else if (scenario.passed().isEmpty()) {
        failures.put(name, List.of("it checked nothing"));
      }
    }
    return failures;
  }

  /** Every warning of a required scenario. */
  List<String> warningsOfRequired() {
    return required.stream().sorted().flatMap(name -> of(name, Scenario::warnings)).toList();
  }

  /** How many checks of all scenarios passed, as the suite counts. */
  int passed() {
    return scenarios.values().stream().mapToInt(one -> one.passed().size()).sum();
  }

  private Stream<String> of(String name, Function<Scenario, List<String>> aspect) {
    var scenario = scenarios.get(name);
    return scenario == null ? Stream.of() : aspect.apply(scenario).stream();
  }
}
