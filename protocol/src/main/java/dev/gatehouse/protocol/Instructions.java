package dev.gatehouse.protocol;

import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a server says to models when it introduces itself. */
public final class Instructions {
  private Instructions() {}

  /**
   * The answer to {@code initialize} or {@code server/discover} with other instructions.
   *
   * @param with the instructions to say instead of those given; empty for none
   * @return the very bytes given when nothing is different
   * @throws Malformed when the message is no result
   */
  public static byte[] replaced(byte[] answer, UnaryOperator<Optional<String>> with)
      throws Malformed {
    var result = Results.read(answer, Bounds.DEFAULT);
    var span = result.span("instructions");
    if (!span.isPresent()) {
      return answer;
    }
    var said = Optional.ofNullable(result.string("instructions"));
    var say = with.apply(said);
    if (said.isPresent() && say.equals(said)) {
      return answer;
    }
    var edits = new Splice(answer);
    return say.isPresent()
        ? edits.replace(span, JsonRpc.quote(say.get())).apply()
        : edits.removeField(span).apply();
  }
}
