package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.guardrails.Guardrail;
import dev.gatehouse.core.guardrails.Guardrails;
import dev.gatehouse.core.guardrails.Inspected;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What every guardrail keeps to. The one under test watches both ways and every target, and may
 * mask or block as it likes.
 */
public interface GuardrailContract {
  /** The guardrail under test; a new one or the same, as it is immutable. */
  Guardrail guardrail();

  /** Any permit. */
  Permit permit();

  /** A text that it objects to: printable ASCII without quotes and backslashes. */
  String objectionable();

  /** A text that it lets pass. */
  default String innocent() {
    return "The meeting is at ten, in the room on the left.";
  }

  @Test
  default void aMessageWithNothingInItComesBackAsItIs() {
    var message = bytes(answer(innocent()));
    assertThat(house().answer(permit(), message).message()).isSameAs(message);
    assertThat(house().answer(permit(), message).findings()).isEmpty();
  }

  @Test
  default void whatItObjectsToDoesNotPassInAResult() {
    assertThat(passesOf(answer("see " + objectionable() + " there")))
        .doesNotContain(objectionable());
  }

  @Test
  default void whatItObjectsToDoesNotPassInArguments() throws Malformed {
    var before =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":";
    var arguments = "{\"text\":\"" + objectionable() + "\"}";
    var message = bytes(before + arguments + "}}");
    var request = Envelope.scan(message, StrictJson.Bounds.DEFAULT);
    String passed;
    try {
      passed = text(house().request(permit(), request));
    } catch (Refused refused) {
      assertThat(refused.refusal().toString()).doesNotContain(objectionable());
      return;
    }
    assertThat(passed).doesNotContain(objectionable()).startsWith(before).endsWith("}}");
  }

  @Test
  default void whatItObjectsToDoesNotPassOutsideOfCallsEither() {
    var server = permit().target().server();
    var message = bytes(answer(objectionable()));
    for (var passing :
        List.<Supplier<Inspected>>of(
            () -> house().unasked(server, message),
            () -> house().told(server, message),
            () -> house().item(server, message))) {
      try {
        assertThat(text(passing.get())).doesNotContain(objectionable());
      } catch (Refused refused) {
        assertThat(refused.refusal().toString()).doesNotContain(objectionable());
      }
    }
  }

  @Test
  default void escapesDoNotHideIt() {
    var escaped = new StringBuilder();
    objectionable().chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
    assertThat(passesOf(answer(escaped.toString()))).doesNotContain(escaped);
  }

  @Test
  default void namesIdsAndMethodsStayWhatTheyAre() {
    var text = objectionable();
    var message =
        "{\"jsonrpc\":\"2.0\",\"id\":\"" + text + "\",\"method\":\"" + text + "\",\"params\":{}}";
    assertThat(passesOf(message)).isEqualTo(message);
  }

  @Test
  default void findingsDoNotRepeatWhatWasFound() {
    try {
      var inspected = house().answer(permit(), bytes(answer(objectionable())));
      assertThat(inspected.findings()).isNotEmpty();
      assertThat(inspected.findings().toString()).doesNotContain(objectionable());
      assertThat(inspected.toString()).doesNotContain(objectionable());
    } catch (Refused refused) {
      assertThat(refused.refusal().toString()).doesNotContain(objectionable());
    }
  }

  @Test
  default void askedAgainItSaysTheSame() {
    var message = answer(objectionable());
    assertThat(passesOf(message)).isEqualTo(passesOf(message));
  }

  /** What is sent on: the message, or nothing when it is refused. */
  private String passesOf(String message) {
    try {
      return text(house().answer(permit(), bytes(message)));
    } catch (Refused refused) {
      return "";
    }
  }

  private Guardrails house() {
    return Guardrails.of(List.of(guardrail()));
  }

  private static String answer(String text) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\""
        + text
        + "\"}]}}";
  }

  private static String text(Inspected inspected) {
    return new String(inspected.message(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
