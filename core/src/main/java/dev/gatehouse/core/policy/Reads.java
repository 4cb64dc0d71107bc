package dev.gatehouse.core.policy;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which facts an expression reads, found in its syntax tree: paths of names that begin with {@code
 * caller}, {@code args} or {@code context}. Names that a comprehension binds count as facts when
 * they are called like one: that is only ever too much. Immutable.
 */
final class Reads {
  static final String CALLER = "caller";
  static final String ARGS = "args";
  static final String CONTEXT = "context";

  private static final Set<String> ROOTS = Set.of(CALLER, ARGS, CONTEXT);
  private static final String ATTRIBUTES = "attributes";
  private static final Set<String> OF_A_CALLER = Set.of("id", "user", "agent", "roles", ATTRIBUTES);

  /** What is known of the context as soon as the target is. */
  private static final Set<String> OF_THE_TARGET = Set.of("server", "kind", "name", "tool");

  /** An expression that reads nothing. */
  static final Reads NOTHING = new Reads(Set.of(), Set.of());

  private final Set<List<String>> paths;
  private final Set<List<String>> tested;
  private final Optional<Set<String>> namesOfArguments;
  private final Optional<Set<String>> namesOfAttributes;
  private final Set<String> namesOfCaller;

  private Reads(Set<List<String>> paths, Set<List<String>> tested) {
    this.paths = paths;
    this.tested = tested;
    this.namesOfArguments = namesBelow(ARGS);
    this.namesOfCaller = namesBelow(CALLER).orElse(OF_A_CALLER);
    this.namesOfAttributes =
        namesBelow(CALLER).isPresent() ? namesBelow(CALLER, ATTRIBUTES) : Optional.empty();
  }

  static Reads of(CelExpr expression) {
    var search = new Search(new LinkedHashSet<>(), new LinkedHashSet<>());
    search.walk(expression);
    return new Reads(search.paths(), search.tested());
  }

  /** Every path, in the order of the text. */
  Set<List<String>> paths() {
    return paths;
  }

  /** The paths that {@code has()} asks for. */
  Set<List<String>> tested() {
    return tested;
  }

  /** The arguments that are read, empty when all are. */
  Optional<Set<String>> namesOfArguments() {
    return namesOfArguments;
  }

  /** The facts about the caller that are read. */
  Set<String> namesOfCaller() {
    return namesOfCaller;
  }

  /** The attributes of the caller that are read, empty when all are. */
  Optional<Set<String>> namesOfAttributes() {
    return namesOfAttributes;
  }

  /** Whether something matters that is known only when a call is made. */
  boolean theCall() {
    return paths.stream().anyMatch(Reads::isOfTheCall);
  }

  private Optional<Set<String>> namesBelow(String... parent) {
    var prefix = List.of(parent);
    var below = paths.stream().filter(path -> startsWith(path, prefix)).toList();
    if (below.stream().anyMatch(path -> path.size() == prefix.size())) {
      return Optional.empty();
    }
    return Optional.of(
        below.stream().map(path -> path.get(prefix.size())).collect(Collectors.toSet()));
  }

  static boolean isOfTheCall(List<String> path) {
    return switch (path.getFirst()) {
      case ARGS -> true;
      case CONTEXT -> path.size() < 2 || !OF_THE_TARGET.contains(path.get(1));
      default -> false;
    };
  }

  /** The path that an expression is, when it is nothing but one. */
  static Optional<List<String>> pathOf(CelExpr expression) {
    var names = new ArrayList<String>();
    return collectPath(expression, names) ? Optional.of(List.copyOf(names)) : Optional.empty();
  }

  private static boolean collectPath(CelExpr expression, List<String> names) {
    return switch (expression.getKind()) {
      case IDENT ->
          ROOTS.contains(expression.ident().name()) && names.add(expression.ident().name());
      case SELECT ->
          collectPath(expression.select().operand(), names)
              && names.add(expression.select().field());
      case CALL -> {
        var call = expression.call();
        var index =
            call.function().equals("_[_]") ? text(call.args().getLast()) : Optional.<String>empty();
        yield index.isPresent()
            && collectPath(call.args().getFirst(), names)
            && names.add(index.get());
      }
      default -> false;
    };
  }

  private static Optional<String> text(CelExpr expression) {
    return expression.getKind() == Kind.CONSTANT
            && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expression.constant().stringValue())
        : Optional.empty();
  }

  private static boolean startsWith(List<String> path, List<String> prefix) {
    return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
  }

  private record Search(Set<List<String>> paths, Set<List<String>> tested) {
    void walk(CelExpr expression) {
      var path = pathOf(expression);
      if (path.isPresent()) {
        paths.add(path.get());
        if (expression.getKind() == Kind.SELECT && expression.select().testOnly()) {
          tested.add(path.get());
        }
        return;
      }
      switch (expression.getKind()) {
        case SELECT -> walk(expression.select().operand());
        case CALL -> {
          expression.call().target().ifPresent(this::walk);
          expression.call().args().forEach(this::walk);
        }
        case LIST -> expression.list().elements().forEach(this::walk);
        case STRUCT -> expression.struct().entries().forEach(entry -> walk(entry.value()));
        case MAP ->
            expression
                .map()
                .entries()
                .forEach(entry -> {
                  walk(entry.key());
                  walk(entry.value());
                });
        case COMPREHENSION -> {
          var loop = expression.comprehension();
          walk(loop.iterRange());
          walk(loop.accuInit());
          walk(loop.loopCondition());
          walk(loop.loopStep());
          walk(loop.result());
        }
        case CONSTANT, IDENT, NOT_SET -> {}
      }
    }
  }
}
