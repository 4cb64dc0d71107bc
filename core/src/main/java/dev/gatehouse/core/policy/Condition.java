package dev.gatehouse.core.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A condition of a rule, type-checked and ready. Immutable, safe for all threads. */
final class Condition {
  private static final int LONGEST_REASON = 200;

  /** What a condition is made of when it compiles. */
  record Parts(CelAbstractSyntaxTree tree, Program program, Reads reads, Preview preview) {}

  private final String text;
  private final Optional<Parts> parts;

  private Condition(String text, Optional<Parts> parts) {
    this.text = text;
    this.parts = parts;
  }

  static Condition of(String text, Parts parts) {
    return new Condition(text, Optional.of(parts));
  }

  /** A condition that does not compile: it can never be decided. */
  static Condition broken(String text) {
    return new Condition(text, Optional.empty());
  }

  /** As it was written. */
  String text() {
    return text;
  }

  /** Its syntax tree, empty when it does not compile. */
  Optional<CelAbstractSyntaxTree> tree() {
    return parts.map(Parts::tree);
  }

  /** What it reads, nothing when it does not compile. */
  Reads reads() {
    return parts.map(Parts::reads).orElse(Reads.NOTHING);
  }

  /** What it comes to for this call. */
  Answer answer(Facts facts) {
    if (parts.isEmpty()) {
      return new Answer.Failed("the condition does not compile");
    }
    try {
      var made = parts.get();
      return evaluate(made.program(), facts, made.reads()) ? Answer.Decided.YES : Answer.Decided.NO;
    } catch (CelEvaluationException | RuntimeException undecided) {
      return new Answer.Failed(reason(undecided));
    }
  }

  /** What it can still come to when neither arguments nor request are known. */
  Outcomes possible(Facts facts) {
    return parts.map(made -> made.preview().outcomes(facts)).orElse(Outcomes.ONLY_FAILS);
  }

  /** What of the caller it reads before a call is made. */
  Set<List<String>> readsOfTheCaller() {
    return parts.map(made -> made.preview().callerPaths()).orElse(Set.of());
  }

  static boolean evaluate(Program program, Facts facts, Reads reads) throws CelEvaluationException {
    if (program.eval(facts.variables(reads)) instanceof Boolean truth) {
      return truth;
    }
    throw new IllegalArgumentException("it is neither true nor false");
  }

  private static String reason(Exception undecided) {
    var cause = undecided.getCause() == null ? undecided : undecided.getCause();
    var message = String.valueOf(cause.getMessage());
    return message.length() <= LONGEST_REASON ? message : message.substring(0, LONGEST_REASON);
  }
}
