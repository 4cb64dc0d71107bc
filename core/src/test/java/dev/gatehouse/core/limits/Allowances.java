package dev.gatehouse.core.limits;

import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.policy.LimitRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Limits as a test writes them down. */
final class Allowances {
  private Allowances() {}

  static LimitRule calls(int calls, String per, String... tools) {
    return rule(
        Optional.of(calls), Optional.of(Duration.parse("PT" + per)), Optional.empty(), tools);
  }

  static LimitRule concurrent(int most, String... tools) {
    return rule(Optional.empty(), Optional.empty(), Optional.of(most), tools);
  }

  static LimitRule by(LimitRule.By by, LimitRule rule) {
    return new LimitRule(
        rule.calls(), rule.per(), rule.concurrent(), rule.tools(), Optional.of(by), rule.source());
  }

  static LimitRule at(String path, LimitRule rule) {
    return new LimitRule(
        rule.calls(),
        rule.per(),
        rule.concurrent(),
        rule.tools(),
        rule.by(),
        new Source(path, "gatehouse.yaml:9"));
  }

  static LimitRules ofRole(String role, LimitRule... rules) {
    return new LimitRules(List.of(), Map.of(role, List.of(rules)), Map.of());
  }

  static LimitRules ofEveryone(LimitRule... rules) {
    return new LimitRules(List.of(rules), Map.of(), Map.of());
  }

  static LimitRules ofServer(String server, LimitRule... rules) {
    return new LimitRules(List.of(), Map.of(), Map.of(server, List.of(rules)));
  }

  private static LimitRule rule(
      Optional<Integer> calls,
      Optional<Duration> per,
      Optional<Integer> concurrent,
      String... tools) {
    return new LimitRule(
        calls, per, concurrent, List.of(tools), Optional.empty(), new Source("limits[0]", ""));
  }
}
