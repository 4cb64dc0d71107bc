package dev.gatehouse.server.desk;

import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.policy.Explanation;
import dev.gatehouse.core.policy.Forbid;
import dev.gatehouse.core.policy.Grant;
import dev.gatehouse.core.policy.PolicyRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules in force, by their paths, in the words in which people read them. */
record RuleBook(PolicyRules rules) {
  /** A grant of this path, when it still stands. */
  Optional<Grant> grant(String path) {
    return rules.roles().values().stream()
        .flatMap(role -> role.grants().stream())
        .filter(grant -> grant.source().path().equals(path))
        .findFirst();
  }

  /** A forbid of this path, when it still stands. */
  Optional<Forbid> forbid(String path) {
    return rules.forbids().stream()
        .filter(forbid -> forbid.source().path().equals(path))
        .findFirst();
  }

  /** Path and place of a rule. */
  static String words(Source source) {
    return source.toString();
  }

  /** Path and place of the grant that took part. */
  static String words(Explanation.Rule rule) {
    return new Source(rule.path(), rule.place()).toString();
  }

  /** Path, place, and what it forbids except when. */
  static String forbidding(Explanation.Rule rule) {
    return sentence(words(rule), rule.selects(), rule.when(), rule.unless());
  }

  /** Path, place, and what it forbids except when. */
  static String forbidding(Forbid forbid) {
    var selects =
        Stream.of(forbid.tools(), forbid.resources(), forbid.prompts())
            .flatMap(List::stream)
            .toList();
    return sentence(words(forbid.source()), selects, forbid.when(), forbid.unless());
  }

  private static String sentence(
      String rule, List<String> selects, Optional<String> when, Optional<String> unless) {
    return Stream.of(
            Optional.of(rule),
            Optional.of(String.join(", ", selects)).filter(text -> !text.isEmpty()),
            when.map(text -> "when " + text),
            unless.map(text -> "unless " + text))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("  "));
  }
}
