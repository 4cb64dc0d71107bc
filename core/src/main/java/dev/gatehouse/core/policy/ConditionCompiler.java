package dev.gatehouse.core.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.spelling.Nearest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.safere.Pattern;

/** Compiles the conditions of one policy and collects what is wrong with them. For one thread. */
final class ConditionCompiler {
  private static final CelCompiler COMPILER =
      ConditionLanguage.compiler(ConditionLanguage.ANY_ARGUMENTS);

  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();
  private final CelRuntime runtime = ConditionLanguage.runtime(patterns);
  private final Map<String, Condition> known = new HashMap<>();
  private final Collection<Problem> problems;

  ConditionCompiler(Collection<Problem> problems) {
    this.problems = problems;
  }

  /** The condition, or one that can never be decided and a problem. */
  Condition compile(String text, Source source) {
    var before = known.get(text);
    if (before != null) {
      return before;
    }
    try {
      var parsed = COMPILER.parse(text).getAst();
      if (!namesOnlyKnownFacts(parsed, source)) {
        return Condition.broken(text);
      }
      var tree = COMPILER.check(parsed).getAst();
      if (!hasReadablePatterns(tree, source)) {
        return Condition.broken(text);
      }
      var condition =
          Condition.of(
              text,
              new Condition.Parts(
                  tree,
                  runtime.createProgram(tree),
                  Reads.of(tree.getExpr()),
                  Preview.of(tree, runtime)));
      known.put(text, condition);
      return condition;
    } catch (CelValidationException wrong) {
      wrong.getErrors().forEach(issue -> problems.add(problem(issue, source)));
    } catch (CelEvaluationException wrong) {
      problems.add(Problem.error(source, "cannot be evaluated: " + wrong.getMessage(), ""));
    }
    return Condition.broken(text);
  }

  private static Problem problem(CelIssue issue, Source source) {
    var at = issue.getSourceLocation();
    var where = at.getLine() > 1 ? "line " + at.getLine() + ", character " : "character ";
    var message = IssueWords.of(issue.getMessage());
    var remedy =
        message.contains("undeclared reference")
            ? "A condition knows caller, args and context, and CEL's standard functions."
            : "";
    return Problem.error(source, where + (at.getColumn() + 1) + ": " + message, remedy);
  }

  private boolean namesOnlyKnownFacts(CelAbstractSyntaxTree parsed, Source source) {
    var before = problems.size();
    for (var path : Reads.of(parsed.getExpr()).paths()) {
      switch (path.getFirst()) {
        case Reads.CALLER ->
            checkField(path, "a caller", ConditionLanguage.CALLER.keySet(), source);
        case Reads.CONTEXT ->
            checkField(path, "the context", ConditionLanguage.CONTEXT.keySet(), source);
        default -> {}
      }
    }
    return problems.size() == before;
  }

  private void checkField(
      List<String> path, String owner, Collection<String> fields, Source source) {
    if (path.size() < 2 || fields.contains(path.get(1))) {
      return;
    }
    var field = path.get(1);
    problems.add(
        Problem.error(
            source,
            "\"%s.%s\": %s has no \"%s\" (it has %s)."
                .formatted(path.getFirst(), field, owner, field, String.join(", ", fields)),
            Nearest.didYouMean(field, fields, path.getFirst() + ".")));
  }

  /** Patterns are literals, so that a caller can neither choose nor compile one. */
  private boolean hasReadablePatterns(CelAbstractSyntaxTree tree, Source source) {
    var before = problems.size();
    CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .filter(part -> part.getKind() == Kind.CALL && part.call().function().equals("matches"))
        .forEach(part -> readPattern(part.call().args().getLast(), source));
    return problems.size() == before;
  }

  private void readPattern(CelExpr pattern, Source source) {
    if (pattern.getKind() != Kind.CONSTANT) {
      problems.add(
          Problem.error(
              source,
              "matches() takes its pattern from a fact.",
              "Write the pattern into the condition, between quotes."));
      return;
    }
    var text = pattern.constant().stringValue();
    try {
      patterns.put(text, Pattern.compile(text));
    } catch (RuntimeException wrong) {
      problems.add(
          Problem.error(
              source, "\"" + text + "\" is not a regular expression: " + wrong.getMessage(), ""));
    }
  }
}
