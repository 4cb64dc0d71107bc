package dev.gatehouse.core.policy;

import java.util.Optional;

/** A forbid, compiled. What cannot be decided is decided against the call. */
record ForbidRule(int rank, Forbid declared, Optional<Condition> when, Optional<Condition> unless)
    implements RuleIndex.Ranked {
  boolean applies(Facts facts) {
    if (when.isPresent() && when.get().answer(facts) == Answer.Decided.NO) {
      return false;
    }
    return unless.isEmpty() || unless.get().answer(facts) != Answer.Decided.YES;
  }

  /** Whether it applies whatever the arguments are. */
  boolean alwaysApplies(Facts facts) {
    if (when.isPresent() && when.get().possible(facts).canBeFalse()) {
      return false;
    }
    return unless.isEmpty() || !unless.get().possible(facts).canBeTrue();
  }

  /** Whether some arguments could make it apply. */
  boolean couldApply(Facts facts) {
    if (when.isPresent() && when.get().possible(facts).equals(Outcomes.ONLY_FALSE)) {
      return false;
    }
    return unless.isEmpty() || !unless.get().possible(facts).equals(Outcomes.ONLY_TRUE);
  }
}
