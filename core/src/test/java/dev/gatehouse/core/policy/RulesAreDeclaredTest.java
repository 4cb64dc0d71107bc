package dev.gatehouse.core.policy;

import static dev.gatehouse.core.policy.ACallIsAuthorizedTest.may;
import static dev.gatehouse.core.policy.Rules.rules;
import static dev.gatehouse.core.policy.Rules.target;
import static dev.gatehouse.core.policy.Rules.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.Callers;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.registry.Primitive;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesAreDeclaredTest {
  private static final Source STORE = new Source("store grants/17", "");

  @Test
  void byTheFileAndByTheStoreTogether() {
    var file = rules().grant("coder", "crm/*").declared();
    var both =
        Policy.compile(
            file.plus("coder", Grant.of("files/read_*", STORE)).plus("new", Grant.of("a/*", STORE)),
            ToolSchemas.NONE);
    var coder = Callers.agent("x", "coder");

    assertThat(may(both, coder, tool("crm/x"), Map.of())).isTrue();
    assertThat(both.authorize(coder, tool("files/read_x"), Arguments.NONE, Rules.NOW).rule())
        .isEqualTo("store grants/17");
    assertThat(may(both, Callers.agent("y", "new"), tool("a/x"), Map.of())).isTrue();
    assertThat(file).as("the file's own").isEqualTo(rules().grant("coder", "crm/*").declared());
  }

  @Test
  void withToolsetsThatSelectToolsOnly() {
    var policy = rules().toolset("reading", "crm/get_*").policy();

    assertThat(policy.hasToolset("reading")).isTrue();
    assertThat(policy.hasToolset("other")).isFalse();
    assertThat(policy.inToolset("reading", tool("crm/get_x"))).isTrue();
    assertThat(policy.inToolset("reading", tool("crm/set_x"))).isFalse();
    assertThat(policy.inToolset("reading", target(Primitive.PROMPT, "crm/get_x"))).isFalse();
    assertThat(policy.inToolset("other", tool("crm/get_x"))).isFalse();
  }

  @Test
  void byGlobsThatEndAServersNameAtTheFirstSlash() {
    var glob = TargetGlob.parse("files/file:///srv/*.md");

    assertThat(glob.matches(target(Primitive.RESOURCE, "files/file:///srv/a/b.md"))).isTrue();
    assertThat(glob.matches(target(Primitive.RESOURCE, "files/file:///srv/a/b.txt"))).isFalse();
    assertThat(TargetGlob.parse("*/get").matches(tool("crm/a/get"))).isFalse();
    assertThat(TargetGlob.parse("crm/**x").toString()).isEqualTo("crm/*x");
    assertThat(TargetGlob.parse("crm/a*a").matches(tool("crm/a"))).isFalse();
    assertThat(TargetGlob.parse("crm/GET").matches(tool("crm/get"))).isFalse();
  }

  @Test
  void forCallersWhoseClassHoldsOnlyWhatMatters() {
    var policy =
        rules()
            .grantWhen("a", "crm/*", "caller.attributes.senior || args.x == 1")
            .grantWhen("b", "crm/*", "caller.attributes.team == \"x\"")
            .policy();
    var one = Callers.with("one", Set.of("a", "other"), Map.of("senior", true, "team", "x"));
    var two = Callers.with("two", Set.of("a"), Map.of("senior", true, "team", "y"));
    var three = Callers.with("three", Set.of("a"), Map.of("senior", false, "team", "x"));

    assertThat(policy.callerClass(one)).isEqualTo(policy.callerClass(two));
    assertThat(policy.callerClass(one)).isNotEqualTo(policy.callerClass(three));
    assertThat(policy.callerClass(one).toString()).isEqualTo("CallerClass[[a], 1 facts]");
  }

  @Test
  void forWhatTheTargetIsAsIfEachHadItsOwnRule() {
    var policy = rules().grantWhen("a", "*/*", "context.tool.startsWith(\"get_\")").policy();
    var caller = Callers.agent("x", "a");

    assertThat(policy.mayList(caller, tool("crm/get_x"))).isTrue();
    assertThat(policy.mayList(caller, tool("crm/set_x"))).isFalse();
  }

  @Test
  void forTimesAndPlacesOnlyKnownWhenACallIsMade() {
    var policy =
        rules()
            .grantWhen("a", "crm/*", "context.time.getHours(\"UTC\") < 8")
            .grantWhen(
                "a",
                "files/*",
                "context.method == \"tools/call\" && context.time.getDayOfWeek() == 2")
            .policy();
    var caller = Callers.agent("x", "a");

    assertThat(policy.mayList(caller, tool("crm/x"))).isTrue();
    assertThat(may(policy, caller, tool("crm/x"), Map.of())).isFalse();
    assertThat(may(policy, caller, tool("files/x"), Map.of())).isTrue();
  }
}
