package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Discovery;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.LegacyForm;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.ModernForm;
import dev.gatehouse.protocol.StrictJson;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A handshake that the server knows nothing of: {@code server/discover} to it, and its answer as
 * that to {@code initialize}. Told by one thread at a time.
 */
final class Hello implements Answering {
  private static final String ASK = "\"gatehouse-hello\"";

  private final FaceLine line;
  private final Guest guest;
  private final String idText;
  private final Telling telling;
  private final Consumer<JsonNode> whenKnown;
  private final Upstream upstream;
  private @Nullable AnswerHead head;
  private byte[] foreign = new byte[0];
  private boolean hasAnswered;

  /**
   * @param idText JSON text of the id of {@code initialize}
   * @param whenKnown takes the capabilities of the server, before the client hears of them
   */
  Hello(FaceLine line, Guest guest, String idText, Telling telling, Consumer<JsonNode> whenKnown) {
    this.line = line;
    this.guest = guest;
    this.idText = idText;
    this.telling = telling;
    this.whenKnown = whenKnown;
    this.upstream = line.line().shared();
  }

  Exchange begin(Outgoing initialize) {
    var params = "{\"_meta\":" + ModernForm.meta(guest.said(), null) + "}";
    var body = JsonRpc.request(ASK, Discovery.METHOD, params);
    return upstream.send(
        new Outgoing(
            Outgoing.Verb.POST,
            ModernForm.headers(body, List.of()),
            body,
            Outgoing.Accepts.JSON_OR_EVENTS,
            initialize.traceparent(),
            initialize.deadlines()),
        this);
  }

  @Override
  public void head(AnswerHead answerHead) {
    head = answerHead;
  }

  @Override
  public void message(byte[] message, @Nullable String eventId) {
    if (hasAnswered) {
      return;
    }
    try {
      var said = Envelope.scan(message, StrictJson.Bounds.DEFAULT);
      switch (said.shape()) {
        case RESULT -> introduced(said);
        case ERROR -> {
          hasAnswered = true;
          telling.last(LegacyForm.error(said, idText, "initialize"));
        }
        case REQUEST, NOTIFICATION -> {
          // Nothing that a discovery brings.
        }
      }
    } catch (Malformed e) {
      foreign = message;
    }
  }

  private void introduced(Envelope said) {
    hasAnswered = true;
    try {
      greet(said);
    } catch (Malformed e) {
      telling.last(JsonRpc.error(idText, JsonRpc.INTERNAL, String.valueOf(e.getMessage())));
    }
  }

  private void greet(Envelope said) throws Malformed {
    var hello = LegacyForm.hello(said, idText, guest.version(), line.server().name().text());
    var offered = Discovery.read(said.bytes(), StrictJson.Bounds.DEFAULT).capabilitiesJson();
    whenKnown.accept(Guest.read(offered));
    telling.last(hello);
  }

  @Override
  public void end() {
    var how = head;
    if (!hasAnswered && how != null) {
      hasAnswered = true;
      telling.foreign(how, foreign);
    }
  }

  @Override
  public void failed(UpstreamFailure failure) {
    line.line().renewWhenEnded(upstream, failure);
    if (!hasAnswered) {
      hasAnswered = true;
      telling.failed(failure);
    }
  }
}
