package dev.gatehouse.core.policy;

import static dev.gatehouse.core.policy.ACallIsAuthorizedTest.may;
import static dev.gatehouse.core.policy.Rules.rules;
import static dev.gatehouse.core.policy.Rules.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.identity.Callers;
import dev.gatehouse.core.kind.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AConditionIsCheckedTest {
  private static final ToolSchemas CRM =
      new ToolSchemas(
          Map.of(
              tool("crm/update_ticket"),
              Map.of(
                  "id", ArgumentType.INTEGER,
                  "priority", ArgumentType.STRING,
                  "text", ArgumentType.STRING),
              tool("crm/get_ticket"),
              Map.of("id", ArgumentType.INTEGER)));

  @Test
  void againstTheArgumentsOfItsTool() {
    assertThat(problems("crm/update_ticket", "args.prioritty != \"urgent\""))
        .containsExactly(
            new Problem(
                Problem.Severity.WARNING,
                new Source("roles.a.grants[0].when", "gatehouse.yaml:23"),
                "\"args.prioritty\": crm/update_ticket has no argument \"prioritty\" (it has id,"
                    + " priority, text).",
                "Did you mean \"args.priority\"?"));
    assertThat(problems("crm/update_ticket", "args.priority != \"urgent\"")).isEmpty();
  }

  @Test
  void againstTheTypesOfItsToolsArguments() {
    assertThat(problems("crm/*", "args.id == \"7\""))
        .singleElement()
        .asString()
        .contains("does not fit crm/get_ticket: \"==\" does not go between int and string.");
    assertThat(problems("crm/*", "args.id == 7 && args.id < 7.5")).isEmpty();
  }

  @Test
  void leavingAloneWhatSomeToolsUnderAStarHaveOrWhatHasAsksFor() {
    assertThat(problems("crm/*", "args.priority == \"low\"")).isEmpty();
    assertThat(problems("crm/get_ticket", "!has(args.priority) || args.priority == \"low\""))
        .isEmpty();
    assertThat(problems("files/*", "args.whatever == 1")).isEmpty();
    assertThat(problems("crm/*", "args[\"priority\"] == \"low\"")).isEmpty();
    assertThat(problems("crm/*", "args.other == 1")).hasSize(1);
  }

  @Test
  void sayingWhereItIsWrong() {
    assertThat(problems("crm/*", "args.x =="))
        .singleElement()
        .asString()
        .startsWith("roles.a.grants[0].when gatehouse.yaml:23: character 10: mismatched input");
    assertThat(problems("crm/*", "arg.x == 1").getFirst().remedy())
        .isEqualTo("A condition knows caller, args and context, and CEL's standard functions.");
    assertThat(problems("crm/*", "args.x + 1"))
        .singleElement()
        .asString()
        .contains("expected type 'bool' but found 'int'");
    assertThat(problems("crm/*", "caller.user == 5").getFirst().message())
        .isEqualTo("character 13: \"==\" does not go between string and int");
  }

  @Test
  void againstWhatIsKnownOfCallersAndRequests() {
    assertThat(problems("crm/*", "caller.rolez.contains(\"x\")"))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.message())
              .isEqualTo(
                  "\"caller.rolez\": a caller has no \"rolez\" (it has id, user, agent, roles,"
                      + " attributes).");
          assertThat(problem.remedy()).isEqualTo("Did you mean \"caller.roles\"?");
        });
    assertThat(problems("crm/*", "context.toool == \"x\"").getFirst().remedy())
        .isEqualTo("Did you mean \"context.tool\"?");
  }

  @Test
  void soThatCallersCanNeitherChooseNorBreakPatterns() {
    assertThat(problems("files/*", "args.x.matches(args.y)").getFirst().message())
        .isEqualTo("matches() takes its pattern from a fact.");
    assertThat(problems("files/*", "args.x.matches(\"(\")").getFirst().message())
        .startsWith("\"(\" is not a regular expression");
    assertThat(problems("files/*", "args.x.matches(\"^a+$\")")).isEmpty();
  }

  @Test
  void andGivesNothingWhenItDoesNotCompile() {
    var rules =
        rules()
            .grantWhen("a", "crm/*", "nonsense(")
            .grant("a", "files/*")
            .forbidWhen("files/write", "nonsense(")
            .forbidUnless("files/delete", "nonsense(");
    var policy = Policy.compile(rules.declared(), ToolSchemas.NONE);
    var caller = Callers.agent("x", "a");

    assertThat(policy.problems()).hasSize(3).allMatch(Problem::isError);
    assertThat(may(policy, caller, tool("crm/x"), Map.of())).isFalse();
    assertThat(may(policy, caller, tool("files/write"), Map.of())).isFalse();
    assertThat(may(policy, caller, tool("files/delete"), Map.of())).isFalse();
    assertThat(may(policy, caller, tool("files/read"), Map.of())).isTrue();
  }

  @Test
  void andForbidsEverythingWhenAForbidCannotBeRead() {
    var rules = rules().grant("a", "*/*").forbid("delete_everything");
    var policy = Policy.compile(rules.declared(), ToolSchemas.NONE);

    assertThat(policy.problems())
        .singleElement()
        .asString()
        .isEqualTo(
            "forbids[0] gatehouse.yaml:30: there is no toolset \"delete_everything\". Declare it"
                + " under toolsets, or write server/tool, as in crm/get_*.");
    assertThat(may(policy, Callers.agent("x", "a"), tool("crm/x"), Map.of())).isFalse();
  }

  @Test
  void togetherWithTheGlobsAndToolsetsOfItsRule() {
    var rules =
        rules()
            .toolset("support", "crm/*")
            .grant("a", "suport")
            .grant("a", "CRM/x")
            .grant("a", "crm/");

    assertThat(Policy.compile(rules.declared(), ToolSchemas.NONE).problems())
        .extracting(problem -> problem.message() + " " + problem.remedy())
        .containsExactly(
            "there is no toolset \"suport\". Did you mean \"support\"?",
            "\"CRM/x\": a server's name is made of a-z, 0-9 and -, or * for any ",
            "\"crm/\" names nothing behind the slash; write crm/* for everything ");
  }

  @Test
  void againstItsOwnRanges() {
    var source = new Source("x", "");
    assertThatThrownBy(() ->
            new Grant(List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), source))
        .hasMessage("a grant names at least one of tools, resources or prompts");
    assertThatThrownBy(() -> rules().grantWhen("a", "x/y", "a".repeat(2_001)))
        .hasMessage("when is a condition of 1 to 2,000 characters");
    assertThatThrownBy(
            () -> rules().grant("a", List.of("x/y"), Optional.empty(), Optional.of("a\nb")))
        .hasMessage("advice is one line of 1 to 300 characters");
  }

  private static List<Problem> problems(String tools, String when) {
    return Policy.compile(rules().grantWhen("a", tools, when).declared(), CRM).problems();
  }
}
