package dev.gatehouse.bench;

import java.util.Arrays;
import java.util.List;

/**
 * One figure over all rounds.
 *
 * @param median the middle one, of an even number the lower
 * @param min the least
 * @param max the greatest
 */
record Samples(double median, double min, double max) {

  /** Of at least one value. */
  static Samples of(List<Double> values) {
    var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Samples(sorted[(sorted.length - 1) / 2], sorted[0], sorted[sorted.length - 1]);
  }

  /** A percentile, 0 to 100, of measured times; sorts them. */
  static long percentile(long[] times, double percent) {
    Arrays.sort(times);
    var index = (int) Math.ceil(times.length * percent / 100) - 1;
    return times.length == 0 ? 0 : times[Math.clamp(index, 0, times.length - 1)];
  }
}
