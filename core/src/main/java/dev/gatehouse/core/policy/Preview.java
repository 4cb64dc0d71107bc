package dev.gatehouse.core.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A condition cut at its logical operators into parts that are known before a call is made, and
 * parts that read arguments or request and can so come to anything. Immutable.
 */
sealed interface Preview {
  /** What the condition can come to for any call of this caller to this target. */
  Outcomes outcomes(Facts facts);

  /** The facts about the caller that decide this. */
  Set<List<String>> callerPaths();

  /** Everything that the part reads is known. */
  record Known(Program program, Reads reads) implements Preview {
    @Override
    public Outcomes outcomes(Facts facts) {
      try {
        return Condition.evaluate(program, facts, reads) ? Outcomes.ONLY_TRUE : Outcomes.ONLY_FALSE;
      } catch (CelEvaluationException | RuntimeException undecided) {
        return Outcomes.ONLY_FAILS;
      }
    }

    @Override
    public Set<List<String>> callerPaths() {
      var paths = new HashSet<>(reads.paths());
      paths.removeIf(path -> !path.getFirst().equals(Reads.CALLER));
      return paths;
    }
  }

  /** Depends on the call. */
  record Open() implements Preview {
    @Override
    public Outcomes outcomes(Facts facts) {
      return Outcomes.ANY;
    }

    @Override
    public Set<List<String>> callerPaths() {
      return Set.of();
    }
  }

  /** How the parts of a combination decide together. */
  enum Operator {
    AND,
    OR,
    NOT,
    CHOICE
  }

  /** Parts under a logical operator: one for {@code NOT}, three for {@code CHOICE}, else two. */
  record Combined(Operator operator, List<Preview> parts) implements Preview {
    @Override
    public Outcomes outcomes(Facts facts) {
      var first = parts.getFirst().outcomes(facts);
      return switch (operator) {
        case AND -> first.and(parts.get(1).outcomes(facts));
        case OR -> first.or(parts.get(1).outcomes(facts));
        case NOT -> first.not();
        case CHOICE -> first.choose(parts.get(1).outcomes(facts), parts.get(2).outcomes(facts));
      };
    }

    @Override
    public Set<List<String>> callerPaths() {
      var paths = new HashSet<List<String>>();
      parts.forEach(part -> paths.addAll(part.callerPaths()));
      return paths;
    }
  }

  /** Cuts a checked condition. */
  static Preview of(CelAbstractSyntaxTree whole, CelRuntime runtime) throws CelEvaluationException {
    return of(whole, whole.getExpr(), runtime);
  }

  private static Preview of(CelAbstractSyntaxTree whole, CelExpr part, CelRuntime runtime)
      throws CelEvaluationException {
    var reads = Reads.of(part);
    if (!reads.theCall()) {
      var tree =
          CelAbstractSyntaxTree.newCheckedAst(
              part, whole.getSource(), whole.getReferenceMap(), whole.getTypeMap());
      return new Known(runtime.createProgram(tree), reads);
    }
    if (part.getKind() != Kind.CALL) {
      return new Open();
    }
    return switch (part.call().function()) {
      case "_&&_" -> combined(Operator.AND, whole, part, runtime);
      case "_||_" -> combined(Operator.OR, whole, part, runtime);
      case "!_" -> combined(Operator.NOT, whole, part, runtime);
      case "_?_:_" -> combined(Operator.CHOICE, whole, part, runtime);
      default -> new Open();
    };
  }

  private static Preview combined(
      Operator operator, CelAbstractSyntaxTree whole, CelExpr part, CelRuntime runtime)
      throws CelEvaluationException {
    var parts = new ArrayList<Preview>();
    for (var inner : part.call().args()) {
      parts.add(of(whole, inner, runtime));
    }
    return new Combined(operator, List.copyOf(parts));
  }
}
