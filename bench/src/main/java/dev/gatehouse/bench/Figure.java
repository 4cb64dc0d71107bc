package dev.gatehouse.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All rounds of one measurement. Used by one thread. */
final class Figure {
  /** One round. Times and CPU in microseconds; CPU is 0 where nobody's is counted. */
  record Round(double perSecond, double p50, double p99, double cpu, double upstream) {}

  private final String group;
  private final Target target;
  private final int connections;
  private final int rate;
  private final @Nullable Figure beside;
  private final List<Round> rounds = new ArrayList<>();

  /**
   * @param rate calls per second, 0 for as many as come back
   */
  Figure(String group, Target target, int connections, int rate) {
    this(group, target, connections, rate, null);
  }

  /**
   * @param beside what its CPU is compared with, null for nginx
   */
  Figure(String group, Target target, int connections, int rate, @Nullable Figure beside) {
    this.group = group;
    this.target = target;
    this.connections = connections;
    this.rate = rate;
    this.beside = beside;
  }

  void add(Round round) {
    rounds.add(round);
  }

  String group() {
    return group;
  }

  Target target() {
    return target;
  }

  int connections() {
    return connections;
  }

  int rate() {
    return rate;
  }

  /** What its CPU is compared with, null for nginx. */
  @Nullable Figure beside() {
    return beside;
  }

  Samples over(ToDoubleFunction<Round> what) {
    return Samples.of(rounds.stream().map(what::applyAsDouble).toList());
  }
}
