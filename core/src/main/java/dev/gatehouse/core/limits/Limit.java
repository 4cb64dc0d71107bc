package dev.gatehouse.core.limits;

import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.policy.LimitRule;
import dev.gatehouse.core.policy.LimitRule.By;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.TargetGlob;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** One limit, compiled. Immutable but for its tallies. */
final class Limit {
  private static final Source NOWHERE = new Source("", "");

  private final LimitRule declared;
  private final Counts.Identity identity;
  private final List<TargetGlob> tools;
  private final By by;
  private final Tallies tallies;

  Limit(String scope, LimitRule declared, By by, List<TargetGlob> tools, Counts counts) {
    this.declared = declared;
    this.by = by;
    this.tools = List.copyOf(tools);
    this.identity = new Counts.Identity(scope, withoutPosition(declared));
    this.tallies = counts.of(identity, emptyTally(declared));
  }

  Counts.Identity identity() {
    return identity;
  }

  /**
   * Takes one for this call, when the limit is about it.
   *
   * @throws Refused with {@code OverLimit} when there is none to take
   */
  void take(CountedAdmission admission, long now) {
    var permit = admission.permit();
    if (!isAbout(permit.target())) {
      return;
    }
    var key = key(permit);
    while (true) {
      var tally = tallies.of(key, now);
      var wait = tally.take(now);
      if (wait == Tally.TAKEN) {
        admission.add(tally);
        return;
      }
      if (wait != Tally.DROPPED) {
        var rule = declared.source().path();
        throw new Refused(new Refusal.OverLimit(rule, words(declared), Duration.ofNanos(wait)));
      }
      tallies.forget(key, tally);
    }
  }

  private boolean isAbout(Target target) {
    if (tools.isEmpty()) {
      return true;
    }
    if (target.primitive() != Primitive.TOOL) {
      return false;
    }
    for (var glob : tools) {
      if (glob.matches(target)) {
        return true;
      }
    }
    return false;
  }

  private Object key(Permit permit) {
    return switch (by) {
      case CALLER -> permit.caller().id();
      case SERVER -> permit.target().server();
      case TOOL -> permit.target();
      case ROLE, EVERYONE -> By.EVERYONE;
    };
  }

  private static LongFunction<Tally> emptyTally(LimitRule declared) {
    if (declared.concurrent().isPresent()) {
      var most = declared.concurrent().get();
      return _ -> new Slots(most);
    }
    var rate = Rate.of(declared.calls().orElseThrow(), declared.per().orElseThrow().toNanos());
    return now -> new Bucket(rate, now);
  }

  private static LimitRule withoutPosition(LimitRule rule) {
    return new LimitRule(
        rule.calls(), rule.per(), rule.concurrent(), rule.tools(), rule.by(), NOWHERE);
  }

  /** The limit as a sentence's end, for example {@code 20 calls per 1m}. */
  static String words(LimitRule rule) {
    return rule.concurrent()
        .map(most -> most + (most == 1 ? " call at a time" : " calls at a time"))
        .orElseGet(() -> calls(rule.calls()) + " per " + time(rule.per().orElseThrow()));
  }

  private static String calls(Optional<Integer> calls) {
    return calls.orElseThrow() == 1 ? "1 call" : calls.orElseThrow() + " calls";
  }

  private static String time(Duration per) {
    var seconds = per.toSeconds();
    if (per.toNanosPart() != 0) {
      return per.toMillis() + "ms";
    }
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
