package dev.gatehouse.core.policy;

import static dev.gatehouse.core.policy.Rules.NOW;
import static dev.gatehouse.core.policy.Rules.rules;
import static dev.gatehouse.core.policy.Rules.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.identity.Callers;
import dev.gatehouse.core.policy.Explanation.Rule;
import dev.gatehouse.core.policy.Explanation.Value;
import dev.gatehouse.core.policy.Explanation.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ADecisionIsExplainedTest {
  private static final Caller JUNIOR =
      Callers.with("support-bot", Set.of("support-agent"), Map.of("senior", false));
  private static final String URGENT = "args.priority != \"urgent\" || caller.attributes.senior";

  @Test
  void byTheGrantItsValuesAndWhatWouldMakeItPass() {
    var policy =
        rules()
            .grant("support-agent", "files/*")
            .grantWhen("support-agent", "crm/update_ticket", URGENT)
            .policy();

    var explained = explained(policy, JUNIOR, "crm/update_ticket", Map.of("priority", "urgent"));

    assertThat(explained.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(explained.grant())
        .contains(
            new Rule(
                "roles.support-agent.grants[1]",
                "gatehouse.yaml:23",
                List.of("crm/update_ticket"),
                Optional.of(URGENT),
                Optional.empty(),
                Optional.empty()));
    assertThat(explained.values())
        .containsExactly(
            new Value("args.priority", "\"urgent\""),
            new Value("caller.attributes.senior", "false"));
    assertThat(explained.forbid()).isEmpty();
    assertThat(explained.allowedIf())
        .contains("args.priority is not \"urgent\", or the caller is senior");
  }

  @Test
  void byTheForbidAndItsException() {
    var policy =
        rules()
            .grant("support-agent", "*/*")
            .forbidUnless("*/delete_*", "caller.roles.contains(\"administrator\")")
            .policy();

    var explained =
        policy.explain(JUNIOR, tool("crm/delete_ticket"), Optional.empty(), Optional.empty());

    assertThat(explained.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(explained.forbid().orElseThrow().path()).isEqualTo("forbids[0]");
    assertThat(explained.forbid().orElseThrow().place()).isEqualTo("gatehouse.yaml:30");
    assertThat(explained.forbid().orElseThrow().selects()).containsExactly("*/delete_*");
    assertThat(explained.allowedIf()).contains("the caller has the role \"administrator\"");
  }

  @Test
  void byTheRolesThatWouldGrantItWhenNoneDoes() {
    var policy = rules().grant("coder", "crm/*").policy();

    var granted = explained(policy, JUNIOR, "crm/get", Map.of());
    var nowhere = explained(policy, JUNIOR, "files/get", Map.of());

    assertThat(granted.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(granted.grant()).isEmpty();
    assertThat(granted.allowedIf()).contains("the caller has the role coder");
    assertThat(nowhere.allowedIf()).contains("a role of the caller grants files/get");
  }

  @Test
  void asDependingWhenTheArgumentsAreNotKnown() {
    var policy = rules().grantWhen("support-agent", "crm/*", URGENT).policy();
    var target = tool("crm/update");

    var open = policy.explain(JUNIOR, target, Optional.empty(), Optional.empty());
    assertThat(open.verdict()).isEqualTo(Verdict.DEPENDS);
    assertThat(open.values()).containsExactly(new Value("caller.attributes.senior", "false"));

    var senior = Callers.with("x", Set.of("support-agent"), Map.of("senior", true));
    assertThat(policy.explain(senior, target, Optional.empty(), Optional.empty()).verdict())
        .isEqualTo(Verdict.ALLOWED);
  }

  @Test
  void asAllowedByTheRuleThatAllows() {
    var policy = rules().grantWhen("support-agent", "crm/*", URGENT).policy();

    var explained = explained(policy, JUNIOR, "crm/update", Map.of("priority", "low"));

    assertThat(explained.verdict()).isEqualTo(Verdict.ALLOWED);
    assertThat(explained.allowedIf()).isEmpty();
  }

  @Test
  void withTheReasonWhyAConditionCannotBeDecided() {
    var policy = rules().grantWhen("support-agent", "crm/*", URGENT).policy();

    var explained =
        explained(policy, Callers.agent("bot", "support-agent"), "crm/update", Map.of());

    assertThat(explained.grant().orElseThrow().undecided().orElseThrow()).contains("not present");
    assertThat(explained.values()).contains(new Value("args.priority", "not given"));
  }

  @Test
  void withoutPrintingMoreOfAValueThanIsNeeded() {
    var policy = rules().grantWhen("support-agent", "crm/*", "args.text == \"x\"").policy();

    var explained =
        explained(policy, JUNIOR, "crm/x", Map.of("text", "a\nb".repeat(1_000), "other", "secret"));

    assertThat(explained.values()).singleElement().extracting(Value::value).asString().hasSize(103);
    assertThat(explained.toString()).doesNotContain("secret", "\n");
  }

  @Test
  void inWordsForTheUsualShapesOfConditions() {
    var words = new LinkedHashMap<String, String>();
    words.put("args.n < 5", "args.n is less than 5");
    words.put("!(args.n < 5)", "args.n is at least 5");
    words.put("args.n >= 5 && args.s != \"x\"", "args.n is at least 5, and args.s is not \"x\"");
    words.put("!(args.a == 1 || args.b == 2)", "args.a is not 1, and args.b is not 2");
    words.put("args.s in [\"a\", \"b\"]", "args.s is one of \"a\", \"b\"");
    words.put("!(args.s in [\"a\", \"b\"])", "args.s is none of \"a\", \"b\"");
    words.put("\"ops\" in caller.roles", "the caller has the role \"ops\"");
    words.put(
        "!caller.roles.contains(\"support-agent\")",
        "the caller does not have the role \"support-agent\"");
    words.put("has(args.x) && args.x", "args.x is given, and args.x is true");
    words.put("!has(args.x)", "args.x is not given");
    words.put("!caller.attributes.trainee", "the caller is not trainee");
    words.put("args.path.startsWith(\"/srv\")", "args.path starts with \"/srv\"");
    words.put(
        "args.a == 1 || (args.b == 2 && args.c == 3)",
        "args.a is 1, or (args.b is 2, and args.c is 3)");
    words.put("args.l.all(x, x < 3)", "(args.l.all(x, x < 3)) holds");
    words.put("size(args.l) > 3", "size(args.l) is more than 3");

    words.forEach((condition, expected) -> {
      var policy = rules().grantWhen("support-agent", "crm/*", condition).policy();
      assertThat(
              policy.explain(JUNIOR, tool("crm/x"), Optional.empty(), Optional.empty()).allowedIf())
          .contains(expected);
    });
  }

  private static Explanation explained(
      Policy policy, Caller caller, String target, Map<String, Object> arguments) {
    return policy.explain(
        caller, tool(target), Optional.of(Arguments.of(arguments)), Optional.of(NOW));
  }
}
