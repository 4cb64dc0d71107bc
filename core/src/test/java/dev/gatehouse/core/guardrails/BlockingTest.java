package dev.gatehouse.core.guardrails;

import static dev.gatehouse.core.guardrails.JsonMaker.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.leaks.SecretSamples;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What does not pass, and what the refusal says. */
class BlockingTest {
  private static final Target TOOL = new Target(new ServerName("crm"), Primitive.TOOL, "get/it");
  private static final String TOKEN = SecretSamples.of("github-token/p", 1).text();
  private static final byte[] ARGUMENTS = bytes("{\"a\":[\"" + TOKEN + "\"]}");
  private static final byte[] ANSWER = bytes("{\"result\":{\"a\":\"" + TOKEN + "\"}}");

  @Test
  void aSecretInArgumentsIsRefusedWithoutSayingIt() {
    var guardrails = secrets(In.ARGUMENTS, Action.BLOCK, List.of(), List.of());
    var refusal = refusal(() -> guardrails.request(TOOL, ARGUMENTS, 0, ARGUMENTS.length));
    assertThat(refusal)
        .isEqualTo(new Refusal.Guardrail("guardrails[1]", "arguments", "github token"));
    assertThat(refusal.toString()).doesNotContain(TOKEN);
  }

  @Test
  void aSecretInAResultIsRefused() {
    var guardrails = secrets(In.RESULTS, Action.BLOCK, List.of(), List.of());
    assertThat(refusal(() -> guardrails.answer(TOOL, ANSWER)))
        .isEqualTo(new Refusal.Guardrail("guardrails[1]", "result", "github token"));
  }

  @Test
  void aSecretAsANameIsRefusedEvenWhereMaskingIsAsked() {
    var guardrails = secrets(In.BOTH, Action.MASK, List.of(), List.of());
    for (var value : List.of("\"x\"", "1", "{}", "[]")) {
      var message = bytes("{\"result\":{\"" + TOKEN + "\":" + value + "}}");
      assertThat(refusal(() -> guardrails.answer(TOOL, message)))
          .isInstanceOf(Refusal.Guardrail.class);
    }
  }

  @Test
  void onlyTheWatchedWayIsLookedAt() {
    var results = secrets(In.RESULTS, Action.BLOCK, List.of(), List.of());
    var arguments = secrets(In.ARGUMENTS, Action.BLOCK, List.of(), List.of());
    assertThat(results.request(TOOL, ARGUMENTS, 0, ARGUMENTS.length).message()).isSameAs(ARGUMENTS);
    assertThat(arguments.answer(TOOL, ANSWER).message()).isSameAs(ANSWER);
  }

  @Test
  void onlyTheNamedToolsAreLookedAt() {
    for (var globs : List.of(List.of("crm/*"), List.of("*/get*"), List.of("c*m/g*t/*t"))) {
      var guardrails = secrets(In.BOTH, Action.BLOCK, globs, List.of());
      assertThat(refusal(() -> guardrails.answer(TOOL, ANSWER))).isNotNull();
    }
    for (var globs : List.of(List.of("cr/*"), List.of("*/set*"), List.of("crm/get"))) {
      var guardrails = secrets(In.BOTH, Action.BLOCK, globs, List.of());
      assertThat(guardrails.answer(TOOL, ANSWER).message()).isSameAs(ANSWER);
    }
  }

  @Test
  void onlyTheChosenFormatsAreLookedFor() {
    var others = secrets(In.BOTH, Action.BLOCK, List.of(), List.of("!github-token"));
    var github = secrets(In.BOTH, Action.BLOCK, List.of(), List.of("github-token"));
    assertThat(others.answer(TOOL, ANSWER).message()).isSameAs(ANSWER);
    assertThat(refusal(() -> github.answer(TOOL, ANSWER))).isNotNull();
  }

  @Test
  void wrongSettingsSayWhatWouldDo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> secrets(In.BOTH, Action.MASK, List.of("crm"), List.of()))
        .withMessageContaining("server/name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> secrets(In.BOTH, Action.MASK, List.of(), List.of("gihub-token")))
        .withMessageContaining("github-token");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> secrets(In.BOTH, Action.MASK, List.of(), List.of("npm-token", "!github-token")))
        .withMessageContaining("not mixed");
  }

  @Test
  void whatCannotBeReadIsNotLetThrough() {
    var guardrails = secrets(In.BOTH, Action.MASK, List.of(), List.of());
    for (var broken :
        List.of(
            "{\"result\":{\"a\":\"" + TOKEN,
            "{\"result\":[\"" + TOKEN + "\"",
            "{\"result\":{\"a\" \"" + TOKEN + "\"}}",
            "]\"" + TOKEN + "\"",
            "[".repeat(600) + "\"" + TOKEN + "\"" + "]".repeat(600))) {
      assertThat(refusal(() -> guardrails.answer(TOOL, bytes(broken))))
          .isInstanceOf(Refusal.NotDecided.class);
    }
  }

  @Test
  void eachGuardrailSeesWhatTheOneBeforeLeft() {
    var masking = new SecretsGuardrail(settings(In.BOTH, Action.MASK, List.of(), List.of()));
    var blocking = new SecretsGuardrail(settings(In.BOTH, Action.BLOCK, List.of(), List.of()));
    var inspected =
        Guardrails.of(List.of(masking, blocking)).request(TOOL, ARGUMENTS, 0, ARGUMENTS.length);
    assertThat(inspected.message()).isEqualTo(bytes("{\"a\":[\"[masked github token]\"]}"));
  }

  @Test
  void requestsWithoutArgumentsPass() {
    var guardrails = secrets(In.BOTH, Action.BLOCK, List.of(), List.of());
    assertThat(guardrails.request(TOOL, ANSWER, -1, -1).message()).isSameAs(ANSWER);
    assertThat(guardrails.request(TOOL, ANSWER, 0, 0).message()).isSameAs(ANSWER);
  }

  private static Guardrails secrets(
      In in, Action action, List<String> tools, List<String> formats) {
    return Guardrails.of(List.of(new SecretsGuardrail(settings(in, action, tools, formats))));
  }

  private static SecretsSettings settings(
      In in, Action action, List<String> tools, List<String> formats) {
    var source = new Source("guardrails[1]", "gatehouse.yaml:41");
    return new SecretsSettings(in, action, tools, formats, Optional.of(source));
  }

  private static Refusal refusal(ThrowingCallable call) {
    var refused = catchThrowableOfType(Refused.class, call);
    assertThat(refused).isNotNull();
    return refused.refusal();
  }
}
