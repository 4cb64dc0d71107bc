package dev.gatehouse.core.policy;

import static dev.gatehouse.core.policy.Rules.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Decisions over generated policies, callers, tools and arguments. */
class PolicyAgainstItsReferenceTest {
  private enum Verdict {
    ALLOWED,
    REFUSED,
    UNKNOWN
  }

  @Test
  void decidesAHundredThousandCallsAsTheSlowOneDoes() {
    var any = AnyPolicy.onEverything(1);
    var allowed = 0;
    for (var round = 0; round < 200; round++) {
      var slow = any.policy();
      var policy = AnyPolicy.compiled(slow);
      for (var call = 0; call < 500; call++) {
        var caller = any.caller();
        var target = any.target();
        var arguments = any.arguments();
        var expected = slow.allows(caller, target, arguments);
        var verdict = verdict(policy, caller, target, arguments);

        if ((verdict == Verdict.ALLOWED) != expected) {
          throw new AssertionError(
              "%s by %s %s %s with %s: %s"
                  .formatted(target, caller, slow.grants(), slow.forbids(), arguments, verdict));
        }
        allowed += expected ? 1 : 0;
      }
    }
    assertThat(allowed).as("the generator makes both").isBetween(10_000, 90_000);
  }

  @Test
  void listsEverythingThatIsCallableAndRefusesTheRestAsUnknown() {
    var any = AnyPolicy.onEverything(2);
    for (var round = 0; round < 60; round++) {
      var policy = AnyPolicy.compiled(any.policy());
      for (var look = 0; look < 100; look++) {
        var caller = any.caller();
        var target = any.target();
        var listed = policy.mayList(caller, target);
        for (var call = 0; call < 5; call++) {
          assertThat(verdict(policy, caller, target, any.arguments()) != Verdict.UNKNOWN)
              .as("%s for %s", target, caller)
              .isEqualTo(listed);
        }
      }
    }
  }

  @Test
  void listsNothingThatNoArgumentsMakeCallable() {
    var random = new Random(3);
    var both = new HashSet<Boolean>();
    for (var round = 0; round < 100; round++) {
      var rules = satisfiable(random);
      var any = AnyPolicy.onCallers(round);
      for (var look = 0; look < 20; look++) {
        var caller = any.caller();
        var target = any.target();
        Supplier<Stream<Map<String, Object>>> arguments =
            PolicyAgainstItsReferenceTest::everyArgument;
        var callable =
            arguments
                .get()
                .anyMatch(given -> verdict(rules, caller, target, given) == Verdict.ALLOWED);

        assertThat(rules.mayList(caller, target)).isEqualTo(callable);
        both.add(callable);
      }
    }
    assertThat(both).hasSize(2);
  }

  @Test
  void listsExactlyWhatIsCallableWhereOnlyTheCallerDecides() {
    var any = AnyPolicy.onCallers(4);
    for (var round = 0; round < 100; round++) {
      var slow = any.policy();
      var policy = AnyPolicy.compiled(slow);
      for (var look = 0; look < 20; look++) {
        var caller = any.caller();
        var target = any.target();

        assertThat(policy.mayList(caller, target)).isEqualTo(slow.allows(caller, target, Map.of()));
        assertThat(verdict(policy, caller, target, Map.of())).isNotEqualTo(Verdict.REFUSED);
      }
    }
  }

  @Test
  void letsAForbidWinOverEveryGrant() {
    var any = AnyPolicy.onEverything(5);
    for (var round = 0; round < 60; round++) {
      var slow = any.policy();
      var forbidden = any.target();
      var rules = Rules.rules().forbid(forbidden.toString());
      slow.grants()
          .forEach(grant -> rules.grantWhen(grant.role(), grant.glob(), grant.when().cel()));
      rules.grant("a", "*/*");
      var policy = rules.policy();
      for (var call = 0; call < 20; call++) {
        assertThat(verdict(policy, any.caller(), forbidden, any.arguments()))
            .isEqualTo(Verdict.UNKNOWN);
      }
    }
  }

  @Test
  void decidesTheSameInWhateverOrderTheRulesStand() {
    var any = AnyPolicy.onEverything(6);
    for (var round = 0; round < 60; round++) {
      var slow = any.policy();
      var policy = AnyPolicy.compiled(slow);
      var shuffled = AnyPolicy.compiled(any.shuffled(slow));
      for (var call = 0; call < 50; call++) {
        var caller = any.caller();
        var target = any.target();
        var arguments = any.arguments();

        assertThat(verdict(policy, caller, target, arguments))
            .isEqualTo(verdict(shuffled, caller, target, arguments));
      }
    }
  }

  @Test
  void showsOneListToAllCallersOfAClass() {
    var any = AnyPolicy.onEverything(7);
    var shared = 0;
    for (var round = 0; round < 60; round++) {
      var policy = AnyPolicy.compiled(any.policy());
      var target = any.target();
      var lists = new HashMap<CallerClass, Boolean>();
      for (var look = 0; look < 200; look++) {
        var caller = any.caller();
        var listed = policy.mayList(caller, target);
        var before = lists.put(policy.callerClass(caller), listed);
        shared += before == null ? 0 : 1;

        assertThat(before == null || before == listed).isTrue();
      }
    }
    assertThat(shared).as("classes are worth having").isGreaterThan(3_000);
  }

  /** Each condition asks for an argument of its own, so that all can be met at once. */
  private static Policy satisfiable(Random random) {
    var rules = Rules.rules();
    for (var grant = 0; grant < 3; grant++) {
      var operator = random.nextBoolean() ? "&&" : "||";
      rules.grantWhen(
          random.nextBoolean() ? "a" : "b",
          random.nextBoolean() ? "crm/*" : "*/get_*",
          "args.x == 1 %s caller.attributes.senior".formatted(operator));
    }
    if (random.nextBoolean()) {
      rules.forbidWhen(
          "*/*_x",
          random.nextBoolean()
              ? "!has(args.y) || caller.roles.contains(\"c\")"
              : "caller.roles.contains(\"c\") && args.y != 1");
    }
    if (random.nextBoolean()) {
      rules.forbidUnless("crm/*", "args.z == 1 && \"b\" in caller.roles");
    }
    return rules.policy();
  }

  private static Stream<Map<String, Object>> everyArgument() {
    return Stream.of(0L, 1L)
        .flatMap(x ->
            Stream.of(0L, 1L)
                .flatMap(y -> Stream.of(0L, 1L).map(z -> Map.of("x", x, "y", y, "z", z))));
  }

  private static Verdict verdict(
      Policy policy, Caller caller, Target target, Map<String, Object> arguments) {
    try {
      policy.authorize(caller, target, Arguments.of(arguments), NOW);
      return Verdict.ALLOWED;
    } catch (Refused refused) {
      return switch (refused.refusal()) {
        case Refusal.Unknown _ -> Verdict.UNKNOWN;
        case Refusal.Condition _ -> Verdict.REFUSED;
        default -> throw refused;
      };
    }
  }
}
