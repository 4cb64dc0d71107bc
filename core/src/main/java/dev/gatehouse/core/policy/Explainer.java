package dev.gatehouse.core.policy;

import dev.gatehouse.core.policy.Explanation.Rule;
import dev.gatehouse.core.policy.Explanation.Value;
import dev.gatehouse.core.policy.Explanation.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Explains one decision. Takes its time: not for the way of a call. */
final class Explainer {
  private static final int LONGEST_VALUE = 100;
  private static final int MOST_ALTERNATIVES = 3;

  private final Policy policy;
  private final Facts facts;
  private final boolean callIsKnown;
  private final List<GrantRule> grants;
  private final List<ForbidRule> forbids;

  Explainer(Policy policy, Facts facts, boolean callIsKnown) {
    this.policy = policy;
    this.facts = facts;
    this.callIsKnown = callIsKnown;
    this.grants = policy.grants(facts.caller(), facts.target());
    this.forbids = policy.forbids(facts.target());
  }

  Explanation explain() {
    var verdict = verdict();
    var grant = shownGrant();
    var forbid = shownForbid();
    return new Explanation(
        verdict,
        facts.target(),
        grant.map(this::rule),
        forbid.map(this::rule),
        values(grant, forbid),
        verdict == Verdict.ALLOWED ? Optional.empty() : allowedIf(forbid));
  }

  private Verdict verdict() {
    if (!policy.mayList(facts.caller(), facts.target())) {
      return Verdict.UNKNOWN;
    }
    if (callIsKnown) {
      var forbidden = forbids.stream().anyMatch(forbid -> forbid.applies(facts));
      var granted = grants.stream().anyMatch(grant -> grant.allows(facts));
      return granted && !forbidden ? Verdict.ALLOWED : Verdict.REFUSED;
    }
    var forbidden = forbids.stream().anyMatch(forbid -> forbid.couldApply(facts));
    var granted = grants.stream().anyMatch(grant -> grant.surelyAllows(facts));
    return granted && !forbidden ? Verdict.ALLOWED : Verdict.DEPENDS;
  }

  private Optional<GrantRule> shownGrant() {
    return grants.stream()
        .filter(grant -> callIsKnown ? grant.allows(facts) : grant.surelyAllows(facts))
        .findFirst()
        .or(() -> grants.stream().filter(grant -> grant.couldAllow(facts)).findFirst())
        .or(() -> grants.stream().findFirst());
  }

  private Optional<ForbidRule> shownForbid() {
    return forbids.stream()
        .filter(forbid -> forbid.alwaysApplies(facts))
        .findFirst()
        .or(() -> forbids.stream().filter(this::mayApply).findFirst());
  }

  private boolean mayApply(ForbidRule forbid) {
    return callIsKnown ? forbid.applies(facts) : forbid.couldApply(facts);
  }

  private Rule rule(GrantRule rule) {
    var declared = rule.declared();
    return new Rule(
        declared.source().path(),
        declared.source().place(),
        all(declared.tools(), declared.resources(), declared.prompts()),
        declared.when(),
        Optional.empty(),
        undecided(rule.when()));
  }

  private Rule rule(ForbidRule rule) {
    var declared = rule.declared();
    return new Rule(
        declared.source().path(),
        declared.source().place(),
        all(declared.tools(), declared.resources(), declared.prompts()),
        declared.when(),
        declared.unless(),
        undecided(rule.when()).or(() -> undecided(rule.unless())));
  }

  private Optional<String> undecided(Optional<Condition> condition) {
    return condition
        .filter(asked -> callIsKnown || !asked.reads().theCall())
        .map(asked -> asked.answer(facts))
        .map(answer -> answer instanceof Answer.Failed(var why) ? why : null);
  }

  private static List<String> all(
      List<String> tools, List<String> resources, List<String> prompts) {
    return Stream.of(tools, resources, prompts).flatMap(List::stream).toList();
  }

  private List<Value> values(Optional<GrantRule> grant, Optional<ForbidRule> forbid) {
    var paths = new LinkedHashSet<List<String>>();
    Stream.of(
            grant.flatMap(GrantRule::when),
            forbid.flatMap(ForbidRule::when),
            forbid.flatMap(ForbidRule::unless))
        .flatMap(Optional::stream)
        .forEach(condition -> paths.addAll(condition.reads().paths()));
    paths.removeIf(path -> !callIsKnown && Reads.isOfTheCall(path));
    return paths.stream().map(path -> new Value(String.join(".", path), value(path))).toList();
  }

  private String value(List<String> path) {
    try {
      return facts.at(path).map(Explainer::shortened).orElse("not given");
    } catch (IllegalArgumentException unreadable) {
      return "not readable";
    }
  }

  private static String shortened(Object value) {
    var text = value.toString();
    var kept = text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    var printable = kept.replaceAll("\\p{Cntrl}", " ");
    return value instanceof String ? "\"" + printable + "\"" : printable;
  }

  private Optional<String> allowedIf(Optional<ForbidRule> forbid) {
    if (grants.isEmpty()) {
      return Optional.of(rolesThatGrant());
    }
    if (forbid.isPresent()) {
      var rule = forbid.get();
      return joined(
          Stream.concat(
              rule.when().map(when -> Wording.of(when, false)).stream(),
              rule.unless().map(unless -> Wording.of(unless, true)).stream()));
    }
    return joined(
        grants.stream()
            .flatMap(grant -> grant.when().stream())
            .map(when -> Wording.of(when, true))
            .distinct()
            .limit(MOST_ALTERNATIVES));
  }

  private String rolesThatGrant() {
    var roles = policy.rolesThatGrant(facts.target());
    return roles.isEmpty()
        ? "a role of the caller grants " + facts.target()
        : "the caller has the role " + String.join(" or ", roles);
  }

  private static Optional<String> joined(Stream<String> alternatives) {
    return Optional.of(alternatives.collect(Collectors.joining(", or ")))
        .filter(text -> !text.isEmpty());
  }
}
