package dev.gatehouse.server.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers about policy that a test can know beforehand. */
final class CannedAnswers implements PolicyDesk {
  @Override
  public List<ToolView> tools(Optional<String> as) {
    if (as.filter("role:none"::equals).isPresent()) {
      throw new IllegalArgumentException("there is no role none");
    }
    return List.of("b", "a", "c").stream()
        .map(name ->
            new ToolView(
                "files__" + name,
                "files",
                name,
                Optional.empty(),
                as.map(_ -> "roles.coder.grants[0]"),
                false))
        .toList();
  }

  @Override
  public Optional<ExplanationView> explain(String reference) {
    return reference.equals("r-7f3k2m")
        ? Optional.of(explanation(false, "crm/update_ticket"))
        : Optional.empty();
  }

  @Override
  public ExplanationView explain(String as, String target) {
    return explanation(true, target);
  }

  @Override
  public CalledView call(NewCall wanted, String by) {
    return new CalledView(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"
            + wanted.arguments().map(Object::toString).orElse("{}")
            + "}");
  }

  private static ExplanationView explanation(boolean allowed, String target) {
    return new ExplanationView(
        allowed,
        false,
        target,
        new CallerView(
            Optional.of("support-bot"), Optional.empty(), Optional.empty(), List.of("coder")),
        Optional.of("roles.coder.grants[0] gatehouse.yaml:23"),
        Optional.empty(),
        Optional.empty(),
        Map.of("args.priority", "urgent"),
        Optional.empty(),
        Optional.empty());
  }
}
