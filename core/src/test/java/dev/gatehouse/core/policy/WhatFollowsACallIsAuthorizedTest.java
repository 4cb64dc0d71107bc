package dev.gatehouse.core.policy;

import static dev.gatehouse.core.policy.Rules.NOW;
import static dev.gatehouse.core.policy.Rules.rules;
import static dev.gatehouse.core.policy.Rules.target;
import static dev.gatehouse.core.policy.Rules.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.identity.Callers;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions that stand on the right to call a tool: its tasks, and the resources that show it. */
class WhatFollowsACallIsAuthorizedTest {
  private static final Caller AGENT = Callers.agent("bot", "support");
  private static final Target SCREEN = target(Primitive.RESOURCE, "crm/ui://screen");
  private static final List<Target> TOOLS = List.of(tool("crm/show"), tool("crm/edit"));

  private static Permit reads(Policy policy) {
    return policy.authorizeThrough(AGENT, SCREEN, TOOLS, Arguments.NONE, NOW);
  }

  private static void isUnknown(Runnable decision) {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(decision::run)
        .satisfies(refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.Unknown.class));
  }

  @Test
  void aTaskByTheToolWhateverItsArgumentsWere() {
    var policy = rules().grantWhen("support", "crm/show", "args.id == \"1\"").policy();

    assertThat(policy.authorizeFollowing(AGENT, tool("crm/show")).rule())
        .isEqualTo("roles.support.grants[0]");
    isUnknown(() -> policy.authorizeFollowing(AGENT, tool("crm/edit")));
    isUnknown(() ->
        rules()
            .grant("support", "crm/*")
            .forbid("crm/show")
            .policy()
            .authorizeFollowing(AGENT, tool("crm/show")));
  }

  @Test
  void aScreenByAnyToolThatShowsIt() {
    var permit = reads(rules().grant("support", "crm/edit").policy());

    assertThat(permit.target()).isEqualTo(SCREEN);
    assertThat(permit.rule()).isEqualTo("roles.support.grants[0]");
    isUnknown(() -> reads(rules().grant("support", "crm/other").policy()));
    isUnknown(() -> reads(rules().grant("other", "crm/*").policy()));
  }

  @Test
  void aScreenByAGrantOnItself() {
    var policy = rules().grantResources("support", "crm/ui://*").policy();

    assertThat(reads(policy).rule()).isEqualTo("roles.support.grants[0]");
  }
}
