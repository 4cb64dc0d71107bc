package dev.gatehouse.core.policy;

import java.util.Optional;

/** A grant of one role, compiled. */
record GrantRule(int rank, Grant declared, Optional<Condition> when) implements RuleIndex.Ranked {
  boolean allows(Facts facts) {
    return when.isEmpty() || when.get().answer(facts) == Answer.Decided.YES;
  }

  /** Whether some arguments could make it allow. */
  boolean couldAllow(Facts facts) {
    return when.isEmpty() || when.get().possible(facts).canBeTrue();
  }

  /** Whether it allows whatever the arguments are. */
  boolean surelyAllows(Facts facts) {
    return when.isEmpty() || when.get().possible(facts).equals(Outcomes.ONLY_TRUE);
  }
}
