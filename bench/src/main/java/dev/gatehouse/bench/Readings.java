package dev.gatehouse.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was read off otherwise than by load on one target. Used by one thread. */
final class Readings {
  /**
   * One of them.
   *
   * @param group of measurements
   * @param what as tables show it
   * @param unit of the values
   * @param values over all rounds
   * @param target what it is meant to be, empty when nothing is set
   */
  record Reading(String group, String what, String unit, Samples values, String target) {}

  private record Kind(String group, String what, String unit, String target) {}

  private final Map<Kind, List<Double>> values = new LinkedHashMap<>();

  /** Adds a value to those that the same has had before. */
  void add(String group, String what, String unit, double value, String target) {
    values.computeIfAbsent(new Kind(group, what, unit, target), _ -> new ArrayList<>()).add(value);
  }

  void add(String group, String what, String unit, double value) {
    add(group, what, unit, value, "");
  }

  /** All of them, in the order in which they came first. */
  List<Reading> all() {
    var all = new ArrayList<Reading>();
    values.forEach((kind, each) ->
        all.add(new Reading(kind.group, kind.what, kind.unit, Samples.of(each), kind.target)));
    return all;
  }
}
