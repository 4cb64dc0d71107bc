package dev.gatehouse.core.policy;

import java.util.List;
import java.util.Optional;

/** The ranges that grants and forbids share. */
final class RuleTexts {
  /** Characters of a condition. */
  static final int LONGEST_CONDITION = 2_000;

  private static final int LONGEST_ADVICE = 300;

  private RuleTexts() {}

  static void checkNamesSomething(
      String rule, List<String> tools, List<String> resources, List<String> prompts) {
    if (tools.isEmpty() && resources.isEmpty() && prompts.isEmpty()) {
      throw new IllegalArgumentException(
          "a " + rule + " names at least one of tools, resources or prompts");
    }
  }

  static void checkCondition(String field, Optional<String> condition) {
    if (condition.isPresent()
        && (condition.get().isBlank() || condition.get().length() > LONGEST_CONDITION)) {
      throw new IllegalArgumentException(field + " is a condition of 1 to 2,000 characters");
    }
  }

  static void checkAdvice(Optional<String> advice) {
    if (advice.isPresent()
        && (advice.get().isBlank()
            || advice.get().length() > LONGEST_ADVICE
            || advice.get().chars().anyMatch(Character::isISOControl))) {
      throw new IllegalArgumentException("advice is one line of 1 to 300 characters");
    }
  }
}
