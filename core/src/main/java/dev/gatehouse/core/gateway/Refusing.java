package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.protocol.JsonRpc;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Brings a refusal to the client, in the form that its request can take. */
final class Refusing {
  private static final String META = "dev.gatehouse/refusal";
  private static final byte[] NOTHING = new byte[0];

  private final BiFunction<Endpoint, List<String>, String> challenge;

  /**
   * @param challenge the {@code WWW-Authenticate} value of a route, given the missing scopes
   */
  Refusing(BiFunction<Endpoint, List<String>, String> challenge) {
    this.challenge = challenge;
  }

  /** Answers with the refusal, on the stream when one has begun. */
  void answer(Visit visit, Refusal refusal, String reference, Reply.@Nullable EventStream stream) {
    var wording = Wording.of(refusal);
    var message = message(visit, refusal, wording, reference);
    if (stream != null) {
      stream.event(message, null);
      stream.end();
      return;
    }
    var forModel = wording.forModel() && isToolCall(visit);
    visit.reply().whole(head(visit, refusal, wording, forModel), message);
  }

  /** The message that says so. */
  static byte[] message(Visit visit, Refusal refusal, Wording wording, String reference) {
    if (wording.text().isEmpty()) {
      return NOTHING;
    }
    var id = visit.isAnswer() ? null : visit.idText();
    var detail = wording.detail(refusal.kind(), reference);
    if (wording.forModel() && isToolCall(visit) && id != null) {
      var meta = "{\"" + META + "\":" + detail + "}";
      return JsonRpc.toolRefusal(id, wording.text(), meta, visit.era());
    }
    return JsonRpc.error(id, wording.code(), wording.text(), data(refusal, wording, detail));
  }

  private static @Nullable String data(Refusal refusal, Wording wording, String detail) {
    if (!wording.data().isEmpty()) {
      return wording.data();
    }
    return switch (refusal) {
      // One answer for what is not there and what is hidden: nothing else may differ.
      case Refusal.Unknown _, Refusal.BadMessage _ -> null;
      default -> "{\"" + META + "\":" + detail + "}";
    };
  }

  private static boolean isToolCall(Visit visit) {
    return visit.method().equals("tools/call");
  }

  private Reply.Head head(Visit visit, Refusal refusal, Wording wording, boolean forModel) {
    var endpoint = visit.arrival().endpoint();
    var challenges =
        switch (refusal) {
          case Refusal.Unauthenticated _ -> challenge.apply(endpoint, List.of());
          case Refusal.InsufficientScope(var scopes) -> challenge.apply(endpoint, scopes);
          default -> null;
        };
    var waits = wording.status() == 429 || wording.status() == 503;
    var after = Math.max(1, (wording.retryAfter().toMillis() + 999) / 1000);
    var status = forModel ? 200 : wording.status();
    // An answer that is not taken is told by the status alone: nothing waits for a message.
    var shown = status == 200 && visit.isAnswer() ? 400 : status;
    return new Reply.Head(shown, null, challenges, waits ? after : 0);
  }
}
