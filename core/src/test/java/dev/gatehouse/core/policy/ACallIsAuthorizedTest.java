package dev.gatehouse.core.policy;

import static dev.gatehouse.core.policy.Rules.NOW;
import static dev.gatehouse.core.policy.Rules.rules;
import static dev.gatehouse.core.policy.Rules.target;
import static dev.gatehouse.core.policy.Rules.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.identity.Callers;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ACallIsAuthorizedTest {
  private static final Caller AGENT = Callers.agent("bot", "support");
  private static final String URGENT = "args.priority != \"urgent\" || caller.attributes.senior";

  @Test
  void onlyWhenARoleOfTheCallerGrantsIt() {
    var policy = rules().grant("support", "crm/get_*").grant("other", "crm/*").policy();

    var permit = policy.authorize(AGENT, tool("crm/get_ticket"), Arguments.NONE, NOW);

    assertThat(permit.rule()).isEqualTo("roles.support.grants[0]");
    assertThat(permit.caller()).isSameAs(AGENT);
    assertThat(permit.target()).isEqualTo(tool("crm/get_ticket"));
    assertThat(refusal(policy, AGENT, tool("crm/set_ticket"), Map.of()))
        .isEqualTo(new Refusal.Unknown("tool", "set_ticket", "no role of the caller grants it"));
  }

  @Test
  void neverByDefaultNorByARoleThatNobodyDeclared() {
    assertThat(refusal(rules().policy(), AGENT, tool("crm/get"), Map.of()))
        .isInstanceOf(Refusal.Unknown.class);
    assertThat(refusal(rules().grant("a", "*/*").policy(), AGENT, tool("crm/get"), Map.of()))
        .isInstanceOf(Refusal.Unknown.class);
  }

  @Test
  void notForAdministratorsByTheirRoleAlone() {
    var policy = rules().grant("support", "*/*").policy();

    assertThat(refusal(policy, Callers.agent("root", "administrator"), tool("crm/get"), Map.of()))
        .isInstanceOf(Refusal.Unknown.class);
  }

  @Test
  void byToolsetsAndForEachPrimitiveApart() {
    var policy =
        rules()
            .toolset("reading", "crm/get_*", "files/read_file")
            .grant("support", "reading")
            .grantResources("support", "files/file:///srv/docs/*")
            .policy();

    assertThat(may(policy, AGENT, tool("files/read_file"), Map.of())).isTrue();
    assertThat(
            may(policy, AGENT, target(Primitive.RESOURCE, "files/file:///srv/docs/a/b"), Map.of()))
        .isTrue();
    assertThat(may(policy, AGENT, target(Primitive.RESOURCE, "files/read_file"), Map.of()))
        .isFalse();
    assertThat(may(policy, AGENT, target(Primitive.PROMPT, "crm/get_x"), Map.of())).isFalse();
  }

  @Test
  void neverAgainstAForbid() {
    var policy = rules().grant("support", "*/*").forbid("*/delete_*").policy();

    assertThat(refusal(policy, AGENT, tool("crm/delete_ticket"), Map.of()))
        .isEqualTo(
            new Refusal.Unknown("tool", "delete_ticket", "forbids[0] says no for any arguments"));
    assertThat(may(policy, AGENT, tool("crm/get_ticket"), Map.of())).isTrue();
  }

  @Test
  void againstAForbidOnlyByThoseWhomItSpares() {
    var policy =
        rules()
            .grant("support", "*/*")
            .forbidUnless("*/delete_*", "caller.roles.contains(\"administrator\")")
            .policy();

    assertThat(may(policy, AGENT, tool("crm/delete_all"), Map.of())).isFalse();
    assertThat(
            may(
                policy,
                Callers.agent("x", "support", "administrator"),
                tool("crm/delete_all"),
                Map.of()))
        .isTrue();
  }

  @Test
  void onlyUnderItsConditionAndSaysSoWithoutTheRule() {
    var policy = rules().grantWhen("support", "crm/update", URGENT).policy();
    var refusal = refusal(policy, junior(), tool("crm/update"), Map.of("priority", "urgent"));

    assertThat(may(policy, junior(), tool("crm/update"), Map.of("priority", "low"))).isTrue();
    assertThat(may(policy, senior(), tool("crm/update"), Map.of("priority", "urgent"))).isTrue();
    assertThat(refusal)
        .isEqualTo(
            new Refusal.Condition(
                "roles.support.grants[0]",
                "This call is not allowed with these arguments; change them, or ask the person in"
                    + " charge."));
  }

  @Test
  void withTheAdviceThatTheRuleGives() {
    var policy =
        rules()
            .grant(
                "support",
                List.of("crm/update"),
                Optional.of(URGENT),
                Optional.of("Not urgent, please."))
            .policy();

    assertThat(refusal(policy, junior(), tool("crm/update"), Map.of("priority", "urgent")))
        .isEqualTo(new Refusal.Condition("roles.support.grants[0]", "Not urgent, please."));
  }

  @Test
  void asUnknownWhenOnlyTheCallerDecidesAndSaysNo() {
    var policy = rules().grantWhen("support", "crm/update", "caller.attributes.senior").policy();

    assertThat(refusal(policy, junior(), tool("crm/update"), Map.of()))
        .isInstanceOf(Refusal.Unknown.class);
    assertThat(may(policy, senior(), tool("crm/update"), Map.of())).isTrue();
  }

  @Test
  void neverOnAConditionThatCannotBeDecided() {
    var grants = rules().grantWhen("support", "crm/*", "args.amount < 100").policy();
    var forbids =
        rules().grant("support", "crm/*").forbidWhen("crm/*", "args.amount > 100").policy();
    var unless = rules().grant("support", "crm/*").forbidUnless("crm/*", "args.ok").policy();

    for (var policy : List.of(grants, forbids, unless)) {
      assertThat(refusal(policy, AGENT, tool("crm/pay"), Map.of()))
          .isInstanceOf(Refusal.Condition.class);
      assertThat(refusal(policy, AGENT, tool("crm/pay"), Map.of("amount", "many", "ok", "yes")))
          .isInstanceOf(Refusal.Condition.class);
      assertThat(may(policy, AGENT, tool("crm/pay"), Map.of("amount", 99.5, "ok", true))).isTrue();
    }
  }

  @Test
  void withoutReadingArgumentsThatNoRuleAsksFor() {
    Arguments untouchable =
        () -> {
          throw new AssertionError("nobody asked for these");
        };
    var policy =
        rules()
            .grantWhen("support", "crm/get", "caller.attributes.senior")
            .grantWhen("support", "crm/update", URGENT)
            .policy();

    assertThat(policy.authorize(senior(), tool("crm/get"), untouchable, NOW)).isNotNull();
  }

  @Test
  void asRefusedWhenItsArgumentsAreNoObject() {
    var policy = rules().grantWhen("support", "crm/*", "has(args.x)").policy();
    var list = new LazyArguments("[1]".getBytes(StandardCharsets.UTF_8), 0, 3);

    assertThat(
            catchThrowableOfType(
                    Refused.class, () -> policy.authorize(AGENT, tool("crm/x"), list, NOW))
                .refusal())
        .isInstanceOf(Refusal.Condition.class);
  }

  static boolean may(Policy policy, Caller caller, Target target, Map<String, Object> arguments) {
    try {
      policy.authorize(caller, target, Arguments.of(arguments), NOW);
      return true;
    } catch (Refused _) {
      return false;
    }
  }

  static Refusal refusal(
      Policy policy, Caller caller, Target target, Map<String, Object> arguments) {
    return catchThrowableOfType(
            Refused.class, () -> policy.authorize(caller, target, Arguments.of(arguments), NOW))
        .refusal();
  }

  static Caller junior() {
    return Callers.with("junior", Set.of("support"), Map.of("senior", false));
  }

  static Caller senior() {
    return Callers.with("senior", Set.of("support"), Map.of("senior", true));
  }
}
