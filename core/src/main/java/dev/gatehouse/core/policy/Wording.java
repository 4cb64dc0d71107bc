package dev.gatehouse.core.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.parser.CelUnparserFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says in words what must be so for a condition to come out as wanted. Knows the simple shapes;
 * others are quoted.
 */
final class Wording {
  private static final List<String> ROLES = List.of(Reads.CALLER, "roles");

  /** What each comparison says when it holds, and when it does not. */
  private static final Map<String, List<String>> COMPARISONS =
      Map.of(
          "_==_", List.of("is", "is not"),
          "_!=_", List.of("is not", "is"),
          "_<_", List.of("is less than", "is at least"),
          "_<=_", List.of("is at most", "is more than"),
          "_>_", List.of("is more than", "is at most"),
          "_>=_", List.of("is at least", "is less than"));

  private static final Map<String, List<String>> MEMBERS =
      Map.of(
          "startsWith", List.of("starts with", "does not start with"),
          "endsWith", List.of("ends with", "does not end with"),
          "contains", List.of("contains", "does not contain"),
          "matches", List.of("matches", "does not match"));

  private final CelAbstractSyntaxTree tree;

  private Wording(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  static String of(Condition condition, boolean wanted) {
    return condition
        .tree()
        .map(tree -> new Wording(tree).say(tree.getExpr(), wanted))
        .orElse("the rule is mended");
  }

  private String say(CelExpr part, boolean wanted) {
    var path = Reads.pathOf(part);
    if (path.isPresent()) {
      return fact(part, path.get(), wanted);
    }
    if (part.getKind() != Kind.CALL) {
      return quoted(part, wanted);
    }
    var call = part.call();
    var operands = call.args();
    return switch (call.function()) {
      case "_||_" -> joined(part, operands, wanted, wanted ? ", or " : ", and ");
      case "_&&_" -> joined(part, operands, wanted, wanted ? ", and " : ", or ");
      case "!_" -> say(operands.getFirst(), !wanted);
      case "@in" -> membership(operands.get(0), operands.get(1), wanted);
      default -> call(part, wanted);
    };
  }

  private String call(CelExpr part, boolean wanted) {
    var call = part.call();
    var comparison = COMPARISONS.get(call.function());
    if (comparison != null) {
      return text(call.args().get(0))
          + " "
          + either(comparison, wanted)
          + " "
          + text(call.args().get(1));
    }
    var member = MEMBERS.get(call.function());
    if (member == null || call.target().isEmpty()) {
      return quoted(part, wanted);
    }
    var target = call.target().get();
    return isRoles(target)
        ? role(call.args().getFirst(), wanted)
        : text(target) + " " + either(member, wanted) + " " + text(call.args().getFirst());
  }

  private String joined(CelExpr whole, List<CelExpr> operands, boolean wanted, String between) {
    return operands.stream()
        .map(operand -> {
          var words = say(operand, wanted);
          return isOtherConnective(whole, operand) ? "(" + words + ")" : words;
        })
        .collect(Collectors.joining(between));
  }

  private static boolean isOtherConnective(CelExpr whole, CelExpr operand) {
    if (operand.getKind() != Kind.CALL) {
      return false;
    }
    var function = operand.call().function();
    return !function.equals(whole.call().function())
        && (function.equals("_||_") || function.equals("_&&_") || function.equals("!_"))
        && !(function.equals("!_") && isSimple(operand.call().args().getFirst()));
  }

  private static boolean isSimple(CelExpr part) {
    return part.getKind() != Kind.CALL || !List.of("_||_", "_&&_").contains(part.call().function());
  }

  private String membership(CelExpr item, CelExpr list, boolean wanted) {
    if (isRoles(list)) {
      return role(item, wanted);
    }
    if (list.getKind() == Kind.LIST) {
      var items = list.list().elements().stream().map(this::text);
      return text(item)
          + (wanted ? " is one of " : " is none of ")
          + items.collect(Collectors.joining(", "));
    }
    return text(item) + (wanted ? " is in " : " is not in ") + text(list);
  }

  private String role(CelExpr name, boolean wanted) {
    return "the caller " + (wanted ? "has" : "does not have") + " the role " + text(name);
  }

  private static String fact(CelExpr part, List<String> path, boolean wanted) {
    var name = String.join(".", path);
    if (part.getKind() == Kind.SELECT && part.select().testOnly()) {
      return name + (wanted ? " is given" : " is not given");
    }
    if (path.size() == 3 && path.get(0).equals(Reads.CALLER) && path.get(1).equals("attributes")) {
      return "the caller is " + (wanted ? "" : "not ") + path.get(2);
    }
    return name + (wanted ? " is true" : " is false");
  }

  private static boolean isRoles(CelExpr part) {
    return Reads.pathOf(part).equals(Optional.of(ROLES));
  }

  private static String either(List<String> words, boolean wanted) {
    return wanted ? words.get(0) : words.get(1);
  }

  private String text(CelExpr part) {
    if (part.getKind() == Kind.CONSTANT
        && part.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
      return "\"" + part.constant().stringValue() + "\"";
    }
    var path = Reads.pathOf(part);
    return path.isPresent() ? String.join(".", path.get()) : unparsed(part);
  }

  private String quoted(CelExpr part, boolean wanted) {
    return "(" + unparsed(part) + ")" + (wanted ? " holds" : " does not hold");
  }

  private String unparsed(CelExpr part) {
    return CelUnparserFactory.newUnparser()
        .unparse(CelAbstractSyntaxTree.newParsedAst(part, tree.getSource()));
  }
}
