package dev.gatehouse.core.limits;

import dev.gatehouse.core.policy.LimitRule;
import dev.gatehouse.core.policy.LimitRule.By;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Problem;
import dev.gatehouse.core.policy.TargetGlob;
import dev.gatehouse.core.refusal.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The limits in force, compiled from the rules. Every limit that fits a call must have room: those
 * for everyone, of the server, and of each role that the caller holds. Immutable; the counts are
 * elsewhere. Safe for all threads; never blocks.
 */
public final class Limits {
  private static final Limit[] NO_LIMITS = {};

  private final Counts counts;
  private final Limit[] everyone;
  private final Map<String, Limit[]> servers = new HashMap<>();
  private final Map<String, Limit[]> roles = new HashMap<>();
  private final Set<Counts.Identity> identities = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private Limits(LimitRules rules, Counts counts) {
    this.counts = counts;
    this.everyone = compile("", rules.everyone(), By.CALLER);
    rules
        .servers()
        .forEach((name, list) -> servers.put(name, compile("servers." + name, list, By.SERVER)));
    rules
        .roles()
        .forEach((name, list) -> roles.put(name, compile("roles." + name, list, By.CALLER)));
  }

  /** Compiles the rules; what was counted under the same limits goes on. */
  public static Limits of(LimitRules rules, Counts counts) {
    return new Limits(rules, counts);
  }

  /** What is wrong with the rules. A limit whose tools cannot be read counts all of them. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Takes what the call needs from every limit, or nothing.
   *
   * @throws Refused with {@code OverLimit} when a limit is reached, with {@code NotDecided} when
   *     more callers are counted than fit into memory
   */
  public Admission admit(Permit permit) {
    var server = servers.getOrDefault(permit.target().server().text(), NO_LIMITS);
    var room = everyone.length + server.length;
    for (var role : permit.caller().roles()) {
      room += roles.getOrDefault(role, NO_LIMITS).length;
    }
    var admission = new CountedAdmission(permit, room);
    if (room == 0) {
      return admission;
    }
    var now = counts.now();
    try {
      take(everyone, admission, now);
      take(server, admission, now);
      for (var role : permit.caller().roles()) {
        take(roles.getOrDefault(role, NO_LIMITS), admission, now);
      }
    } catch (RuntimeException refused) {
      admission.giveBack();
      throw refused;
    }
    return admission;
  }

  Set<Counts.Identity> identities() {
    return identities;
  }

  private static void take(Limit[] limits, CountedAdmission admission, long now) {
    for (var limit : limits) {
      limit.take(admission, now);
    }
  }

  private Limit[] compile(String scope, List<LimitRule> rules, By byDefault) {
    var limits = new ArrayList<Limit>();
    for (var rule : rules) {
      var limit = new Limit(scope, rule, by(scope, rule, byDefault), globs(rule), counts);
      if (identities.add(limit.identity())) {
        limits.add(limit);
      }
    }
    return limits.toArray(Limit[]::new);
  }

  private By by(String scope, LimitRule rule, By byDefault) {
    var by = rule.by().orElse(byDefault);
    if (by == By.ROLE && !scope.startsWith("roles.")) {
      problem(rule, "by: role stands in a limit that belongs to no role.", "Write by: everyone.");
    }
    return by;
  }

  private List<TargetGlob> globs(LimitRule rule) {
    var globs = new ArrayList<TargetGlob>();
    for (var text : rule.tools()) {
      try {
        globs.add(TargetGlob.parse(text));
      } catch (IllegalArgumentException wrong) {
        problem(rule, String.valueOf(wrong.getMessage()), "");
        return List.of();
      }
    }
    return globs;
  }

  private void problem(LimitRule rule, String message, String remedy) {
    problems.add(new Problem(Problem.Severity.ERROR, rule.source(), message, remedy));
  }
}
