package dev.gatehouse.core.policy;

import static dev.gatehouse.core.policy.ACallIsAuthorizedTest.may;
import static dev.gatehouse.core.policy.Rules.NOW;
import static dev.gatehouse.core.policy.Rules.rules;
import static dev.gatehouse.core.policy.Rules.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.identity.Callers;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers send to make a decision expensive or wrong. */
@Timeout(60)
class HostileArgumentsTest {
  private static final Caller CALLER = Callers.agent("x", "a");
  private static final String EVERY_PAIR = "args.l.all(x, args.l.all(y, x + y >= 0))";

  @Test
  void withListsThatWouldBeWalkedOverAndOverAreNotDecidedOn() {
    assertThat(allows(EVERY_PAIR, Map.of("l", numbers(20)))).isTrue();
    assertThat(allows(EVERY_PAIR, Map.of("l", numbers(900)))).isFalse();
    assertThat(allows("size(args.l) > 0", Map.of("l", numbers(1_000_000)))).isFalse();
    assertThat(allows("args.x == 1", Map.of("x", 1L, "l", numbers(1_000_000))))
        .as("what no condition reads may be of any size")
        .isTrue();
  }

  @Test
  void withTextsThatWouldBeSearchedForeverAreNotDecidedOn() {
    var text = "a".repeat(500_000);
    var piece = "a".repeat(200_000) + "b";

    assertThat(allows("args.s.contains(\"aa\")", Map.of("s", text))).isTrue();
    assertThat(allows("!args.s.contains(args.t)", Map.of("s", text, "t", piece))).isFalse();
    assertThat(allows("args.s.matches(\"(a*)*b|a\")", Map.of("s", "a".repeat(16_000)))).isTrue();
    assertThat(allows("args.s.matches(\"a\")", Map.of("s", text))).isFalse();
    assertThat(allows("args.s != \"x\"", Map.of("s", "a".repeat(2_000_000)))).isFalse();
  }

  @Test
  void thatAreNestedDeeperThanAnyToolNeedsAreNotDecidedOn() {
    Map<String, Object> nested = Map.of("x", 1L);
    for (var depth = 0; depth < 5_000; depth++) {
      nested = Map.of("x", nested);
    }

    assertThat(allows("args.x != 1", nested)).isFalse();
    assertThat(allows("args != {}", nested)).isFalse();
  }

  @Test
  void thatLookAlikeAreToldApart() {
    assertThat(allows("args.admin == false", Map.of("admin", "false"))).isFalse();
    assertThat(allows("args.admin != true", Map.of("admin", true))).isFalse();
    assertThat(allows("args.n < 10", Map.of("n", new BigInteger("99999999999999999999999"))))
        .isFalse();
    assertThat(allows("args.n < 10", Map.of("n", new BigInteger("18446744073709551615"))))
        .isFalse();
    assertThat(allows("args.n < 10", Map.of("n", 9.5))).isTrue();
    assertThat(allows("args.n < 10", Map.of("n", Double.NaN))).isFalse();
    assertThat(allows("args.n == null", nothing("n"))).isTrue();
    assertThat(allows("args.n < 10", nothing("n"))).isFalse();
  }

  @Test
  void thatAreWrittenTwiceOrAreNoObjectAreNotRead() {
    assertThat(read("{\"a\":1,\"b\":[true,null,1.5,\"x\",12345678901234567890]}"))
        .containsEntry("a", 1)
        .hasEntrySatisfying(
            "b",
            list ->
                assertThat(list)
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .containsExactly(true, null, 1.5, "x", new BigInteger("12345678901234567890")));
    assertThat(read("")).isEmpty();
    for (var wrong :
        List.of("[]", "7", "{\"a\":1,\"a\":2}", "{\"a\":", "{\"a\":" + "[".repeat(500))) {
      assertThatThrownBy(() -> read(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void areReadOnceForAllConditions() {
    var reads = new int[1];
    Arguments counted =
        () -> {
          reads[0]++;
          return Map.of("x", 1L);
        };
    var message = "before{\"x\":1}after".getBytes(StandardCharsets.UTF_8);
    var lazy = new LazyArguments(message, 6, 13);
    var policy = rules().grant("a", "crm/*").forbidWhen("crm/*", "args.x == 2").policy();

    assertThat(policy.authorize(CALLER, tool("crm/x"), counted, NOW)).isNotNull();
    assertThat(reads[0]).isEqualTo(1);
    assertThat(policy.authorize(CALLER, tool("crm/x"), lazy, NOW)).isNotNull();
    assertThat(lazy.values()).isSameAs(lazy.values());
  }

  @Test
  void facedWithRulesThatAreThemselvesTooBigGetNothing() {
    var deep = "(".repeat(200) + "true" + ")".repeat(200);
    var wide = "true" + " || true".repeat(240);
    var rules = rules().grantWhen("a", "crm/*", deep);

    assertThat(Policy.compile(rules.declared(), ToolSchemas.NONE).problems()).isNotEmpty();
    assertThat(allows(wide, Map.of())).isTrue();
  }

  @Test
  void matchGlobsInOnePass() {
    var glob = TargetGlob.parse("crm/" + "*a".repeat(7));
    var name = "a".repeat(1_000_000) + "b";

    assertThat(glob.matches(tool("crm/" + name))).isFalse();
    assertThatThrownBy(() -> TargetGlob.parse("crm/" + "*a".repeat(9)))
        .hasMessage("a glob has at most 512 characters and 8 stars");
  }

  private static Map<String, Object> read(String json) {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    return new LazyArguments(bytes, 0, bytes.length).values();
  }

  private static boolean allows(String when, Map<String, Object> arguments) {
    return may(rules().grantWhen("a", "crm/*", when).policy(), CALLER, tool("crm/x"), arguments);
  }

  private static List<Long> numbers(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  private static Map<String, Object> nothing(String name) {
    return Collections.unmodifiableMap(new HashMap<>(Collections.singletonMap(name, null)));
  }
}
