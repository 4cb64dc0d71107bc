package dev.gatehouse.core.policy;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.spelling.Nearest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Holds conditions against the input schemas of the tools that they are about. */
final class SchemaCheck {
  private static final Pattern BY_INDEX = Pattern.compile("\\bargs\\s*\\[");

  private final TreeMap<String, Map<String, ArgumentType>> tools = new TreeMap<>();
  private final Map<String, Target> targets = new HashMap<>();
  private final Collection<Problem> problems;
  private final Map<List<Object>, Optional<String>> known = new HashMap<>();

  SchemaCheck(ToolSchemas schemas, Collection<Problem> problems) {
    this.problems = problems;
    schemas
        .arguments()
        .forEach((target, arguments) -> {
          if (target.primitive() == Primitive.TOOL) {
            tools.put(target.toString(), arguments);
            targets.put(target.toString(), target);
          }
        });
  }

  /** Adds a warning for what the condition asks of tools that they do not have. */
  void check(Condition condition, List<TargetGlob> globs, Source source) {
    var names = condition.reads().namesOfArguments();
    if (condition.tree().isEmpty() || names.isEmpty() || names.get().isEmpty()) {
      return;
    }
    var about = new TreeMap<String, Map<String, ArgumentType>>(tools);
    about.keySet().removeIf(tool -> globs.stream().noneMatch(glob -> selects(glob, tool)));
    var unknown = new HashSet<String>();
    for (var name : new TreeSet<>(names.get())) {
      if (!about.isEmpty() && !tested(condition, name) && isUnknownTo(about, name, globs)) {
        unknown.add(name);
        problems.add(unknownArgument(about, name, globs, source));
      }
    }
    if (unknown.isEmpty() && !BY_INDEX.matcher(condition.text()).find()) {
      checkTypes(condition, about, names.get(), source);
    }
  }

  private boolean selects(TargetGlob glob, String tool) {
    var target = targets.get(tool);
    return target != null && glob.matches(target);
  }

  private static boolean tested(Condition condition, String name) {
    return condition.reads().tested().stream()
        .anyMatch(path -> path.getFirst().equals(Reads.ARGS) && path.get(1).equals(name));
  }

  /** Named tools must all have the argument; of those that a star selects, one is enough. */
  private boolean isUnknownTo(
      Map<String, Map<String, ArgumentType>> about, String name, List<TargetGlob> globs) {
    return about.values().stream().noneMatch(arguments -> arguments.containsKey(name))
        || about.entrySet().stream()
            .anyMatch(tool -> !tool.getValue().containsKey(name) && isNamed(tool.getKey(), globs));
  }

  private boolean isNamed(String tool, List<TargetGlob> globs) {
    return globs.stream().anyMatch(glob -> glob.isExact() && selects(glob, tool));
  }

  private Problem unknownArgument(
      Map<String, Map<String, ArgumentType>> about,
      String name,
      List<TargetGlob> globs,
      Source source) {
    var without =
        about.keySet().stream()
            .filter(tool -> !about.getOrDefault(tool, Map.of()).containsKey(name));
    var tool =
        without
            .sorted((one, other) -> Boolean.compare(isNamed(other, globs), isNamed(one, globs)))
            .findFirst()
            .orElseThrow();
    var arguments = new TreeSet<>(about.getOrDefault(tool, Map.of()).keySet());
    var has = arguments.isEmpty() ? "it has none" : "it has " + String.join(", ", arguments);
    return Problem.warning(
        source,
        "\"args.%s\": %s has no argument \"%s\" (%s).".formatted(name, tool, name, has),
        Nearest.didYouMean(name, arguments, "args."));
  }

  private void checkTypes(
      Condition condition,
      Map<String, Map<String, ArgumentType>> about,
      Set<String> names,
      Source source) {
    for (var tool : about.entrySet()) {
      var types = ImmutableMap.<String, CelType>builder();
      for (var name : names) {
        types.put(name, type(tool.getValue().getOrDefault(name, ArgumentType.ANY)));
      }
      var fields = types.build();
      var wrong =
          known.computeIfAbsent(
              List.of(condition.text(), fields),
              _ -> misfit(condition.tree().orElseThrow(), fields));
      if (wrong.isPresent()) {
        problems.add(
            Problem.warning(
                source, "does not fit " + tool.getKey() + ": " + wrong.get() + ".", ""));
        return;
      }
    }
  }

  private static Optional<String> misfit(
      CelAbstractSyntaxTree tree, ImmutableMap<String, CelType> fields) {
    var compiler = ConditionLanguage.compiler(ConditionLanguage.struct("arguments", fields));
    var unchecked = CelAbstractSyntaxTree.newParsedAst(tree.getExpr(), tree.getSource());
    return compiler.check(unchecked).getErrors().stream()
        .findFirst()
        .map(issue -> IssueWords.of(issue.getMessage()));
  }

  private static CelType type(ArgumentType type) {
    return switch (type) {
      case STRING -> SimpleType.STRING;
      case INTEGER -> SimpleType.INT;
      case BOOLEAN -> SimpleType.BOOL;
      case ARRAY -> ListType.create(SimpleType.DYN);
      case OBJECT -> MapType.create(SimpleType.STRING, SimpleType.DYN);
      // CEL's checker will not compare a double to a literal like 100, its runtime does.
      case NUMBER, ANY -> SimpleType.DYN;
    };
  }
}
