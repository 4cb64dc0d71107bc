package dev.gatehouse.core.policy;

import static dev.gatehouse.core.policy.Rules.rules;
import static dev.gatehouse.core.policy.Rules.target;
import static dev.gatehouse.core.policy.Rules.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What everybody who may reach a server may use of it. */
class WhatIsOpenToAllTest {
  private static boolean isOpen(Rules rules, Target... targets) {
    return rules.policy().areOpenToAll(new ServerName("crm"), List.of(targets));
  }

  @Test
  void isWhatEveryRoleGrantsThatGrantsAnything() {
    var rules = rules().grant("a", "crm/*").grant("b", "crm/get").grant("c", "wiki/*");

    assertThat(isOpen(rules, tool("crm/get"))).isTrue();
    assertThat(isOpen(rules, tool("crm/put"))).isFalse();
    assertThat(isOpen(rules, tool("crm/get"), tool("crm/put"))).isFalse();
  }

  @Test
  void isNothingWhereNoRoleGrantsAnything() {
    assertThat(isOpen(rules().grant("a", "wiki/*"))).isFalse();
  }

  @Test
  void isOfTheKindThatIsGranted() {
    var rules = rules().grant("a", "crm/*");

    assertThat(isOpen(rules, target(Primitive.RESOURCE, "crm/get"))).isFalse();
    assertThat(isOpen(rules.grantResources("a", "crm/*"), target(Primitive.RESOURCE, "crm/get")))
        .isTrue();
  }

  @Test
  void isNotWhatTakesACondition() {
    var rules = rules().grantWhen("a", "crm/*", "args.n == 1");

    assertThat(isOpen(rules, tool("crm/get"))).isFalse();
    assertThat(isOpen(rules.grant("a", "crm/get"), tool("crm/get"))).isTrue();
  }

  @Test
  void isNotWhatAForbidSpeaksOf() {
    var rules = rules().grant("a", "crm/*").forbidWhen("crm/put", "args.n == 1");

    assertThat(isOpen(rules, tool("crm/get"))).isTrue();
    assertThat(isOpen(rules, tool("crm/put"))).isFalse();
  }

  @Test
  void isNothingWhereItWouldTakeTooLongToSay() {
    var policy = rules().grant("a", "crm/*").grant("b", "crm/*").policy();
    var half = Policy.MOST_COMPARED / 2;
    var crm = new ServerName("crm");

    assertThat(policy.areOpenToAll(crm, Collections.nCopies(half, tool("crm/get")))).isTrue();
    assertThat(policy.areOpenToAll(crm, Collections.nCopies(half + 1, tool("crm/get")))).isFalse();
  }
}
