package dev.gatehouse.core.limits;

import static dev.gatehouse.core.limits.Allowances.at;
import static dev.gatehouse.core.limits.Allowances.by;
import static dev.gatehouse.core.limits.Allowances.calls;
import static dev.gatehouse.core.limits.Allowances.concurrent;
import static dev.gatehouse.core.limits.Allowances.ofEveryone;
import static dev.gatehouse.core.limits.Allowances.ofRole;
import static dev.gatehouse.core.limits.Allowances.ofServer;
import static dev.gatehouse.core.policy.Rules.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.core.identity.Callers;
import dev.gatehouse.core.policy.LimitRule;
import dev.gatehouse.core.policy.LimitRule.By;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Permits;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ACallIsAdmittedTest {
  private static final Permit UPDATE =
      Permits.of(Callers.agent("bot", "support"), tool("crm/update_ticket"));
  private static final Permit GET =
      Permits.of(Callers.agent("bot", "support"), tool("crm/get_ticket"));
  private static final Permit OTHERS =
      Permits.of(Callers.agent("other", "support"), tool("crm/update_ticket"));

  private final AtomicLong clock = new AtomicLong();
  private final Counts counts = new Counts(clock::get);

  @Test
  void freelyWhereNothingIsLimited() {
    var limits = Limits.of(LimitRules.NONE, counts);

    assertThat(admitted(limits, UPDATE, 1_000)).isEqualTo(1_000);
    assertThat(limits.admit(UPDATE).permit()).isSameAs(UPDATE);
  }

  @Test
  void asOftenAsItsRoleMayAndThenWhenOneCallHasComeBack() {
    var limits =
        Limits.of(ofRole("support", at("roles.support.limits[1]", calls(20, "1M"))), counts);

    assertThat(admitted(limits, UPDATE, 30)).isEqualTo(20);
    assertThat(refusal(limits, UPDATE))
        .isEqualTo(
            new Refusal.OverLimit(
                "roles.support.limits[1]", "20 calls per 1m", Duration.ofSeconds(3)));
    pass(Duration.ofSeconds(3));
    assertThat(admitted(limits, UPDATE, 5)).isEqualTo(1);
    pass(Duration.ofHours(5));
    assertThat(admitted(limits, UPDATE, 30)).isEqualTo(20);
  }

  @Test
  void countedOnlyWhereTheLimitIsAboutTheTool() {
    var limits = Limits.of(ofRole("support", calls(2, "1M", "crm/update_*")), counts);

    assertThat(admitted(limits, GET, 10)).isEqualTo(10);
    assertThat(admitted(limits, UPDATE, 10)).isEqualTo(2);
  }

  @Test
  void countedForEachCallerApartUnlessTheLimitSaysOtherwise() {
    for (var shared : By.values()) {
      var rules = ofRole("support", by(shared, calls(3, "1M")));
      var limits = Limits.of(rules, new Counts(clock::get));

      assertThat(admitted(limits, UPDATE, 5)).isEqualTo(3);
      assertThat(admitted(limits, OTHERS, 5)).isEqualTo(shared == By.CALLER ? 3 : 0);
      assertThat(admitted(limits, GET, 5)).isEqualTo(shared == By.TOOL ? 3 : 0);
    }
  }

  @Test
  void countedForTheServerAsAWhole() {
    var limits = Limits.of(ofServer("crm", calls(3, "1M")), counts);

    assertThat(admitted(limits, UPDATE, 2)).isEqualTo(2);
    assertThat(admitted(limits, OTHERS, 2)).isEqualTo(1);
  }

  @Test
  void onlyWhileFewerAreUnderWay() {
    var limits = Limits.of(ofEveryone(concurrent(2)), counts);
    var one = limits.admit(UPDATE);
    var two = limits.admit(GET);

    assertThat(refusal(limits, UPDATE))
        .isEqualTo(new Refusal.OverLimit("limits[0]", "2 calls at a time", Duration.ofSeconds(1)));
    one.close();
    one.close();
    one.giveBack();
    assertThat(admitted(limits, UPDATE, 5)).isEqualTo(1);
    two.giveBack();
    assertThat(admitted(limits, UPDATE, 5)).isEqualTo(1);
  }

  @Test
  void whollyOrNotAtAll() {
    var limits =
        Limits.of(
            ofRole("support", calls(5, "1M"), concurrent(3), calls(1, "1H", "crm/update_*")),
            counts);

    assertThat(admitted(limits, UPDATE, 50)).isEqualTo(1);
    assertThat(admitted(limits, GET, 50)).as("what 49 refusals left").isEqualTo(2);
  }

  @Test
  void andDoesNotCountWhenItNeverLeft() {
    var limits = Limits.of(ofEveryone(calls(2, "1M")), counts);

    for (var round = 0; round < 10; round++) {
      var admission = limits.admit(UPDATE);
      admission.giveBack();
      admission.giveBack();
      admission.close();
    }
    assertThat(admitted(limits, UPDATE, 5)).isEqualTo(2);
  }

  @Test
  void stillCountedWhenTheRulesChangeAroundItsLimit() {
    var before =
        Limits.of(ofRole("support", at("roles.support.limits[0]", calls(3, "1M"))), counts);
    assertThat(admitted(before, UPDATE, 2)).isEqualTo(2);

    var after =
        Limits.of(
            ofRole(
                "support",
                at("roles.support.limits[0]", concurrent(100)),
                at("roles.support.limits[1]", calls(3, "1M"))),
            counts);
    counts.keepOnly(after);
    assertThat(admitted(after, UPDATE, 5)).isEqualTo(1);
    assertThat(counts.known()).hasSize(2);

    counts.keepOnly(Limits.of(LimitRules.NONE, counts));
    assertThat(counts.known()).isEmpty();
  }

  @Test
  void onceUnderALimitThatStandsThereTwice() {
    var limits = Limits.of(ofEveryone(calls(4, "1M"), calls(4, "1M")), counts);

    assertThat(admitted(limits, UPDATE, 9)).isEqualTo(4);
  }

  @Test
  void underAllToolsWhenTheLimitsToolsCannotBeRead() {
    var limits = Limits.of(ofEveryone(calls(1, "1M", "update")), counts);

    assertThat(limits.problems()).singleElement().asString().contains("\"update\" has no server");
    assertThat(admitted(limits, GET, 5)).isEqualTo(1);
  }

  @Test
  void inWordsThatAPersonWouldUse() {
    assertThat(
            Stream.of(
                    calls(20, "1M"),
                    calls(1, "1S"),
                    calls(5, "48H"),
                    calls(5, "90S"),
                    calls(5, "2H"),
                    concurrent(1))
                .map(Limit::words))
        .containsExactly(
            "20 calls per 1m",
            "1 call per 1s",
            "5 calls per 2d",
            "5 calls per 90s",
            "5 calls per 2h",
            "1 call at a time");
  }

  @Test
  void neverUnderALimitThatIsNone() {
    assertThatThrownBy(() -> calls(0, "1M")).hasMessage("calls is 1 to 1,000,000,000");
    assertThatThrownBy(() -> calls(1, "0.5S")).hasMessage("per is 1s to 31d");
    assertThatThrownBy(() -> calls(1, "745H")).hasMessage("per is 1s to 31d");
    assertThatThrownBy(() -> concurrent(0)).hasMessage("concurrent is 1 to 1,000,000");
    assertThatThrownBy(() ->
            new LimitRule(
                Optional.of(1),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                calls(1, "1M").source()))
        .hasMessage("a limit is either { calls: 600, per: 1m } or { concurrent: 8 }");
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  static long admitted(Limits limits, Permit permit, int tries) {
    return IntStream.range(0, tries).filter(_ -> isAdmitted(limits, permit)).count();
  }

  private static boolean isAdmitted(Limits limits, Permit permit) {
    try {
      return limits.admit(permit).permit().equals(permit);
    } catch (Refused refused) {
      assertThat(refused.refusal()).isInstanceOf(Refusal.OverLimit.class);
      return false;
    }
  }

  private static Refusal refusal(Limits limits, Permit permit) {
    return catchThrowableOfType(Refused.class, () -> limits.admit(permit)).refusal();
  }
}
