package dev.gatehouse.core.gateway;

import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.protocol.JsonRpc;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way in a session: what its client can cancel or keep waiting, also while it is
 * sent once more in a new session. Thread-safe; holds its lock only while it looks at its own
 * fields.
 */
final class InFlight implements ClientSession.Call {
  private final String idText;
  private @Nullable UpstreamSession session;
  private @Nullable AnswerRelay relay;
  private boolean cancelled;

  InFlight(String idText) {
    this.idText = idText;
  }

  /**
   * The request goes this way now.
   *
   * @return false when the client has cancelled it in the meantime
   */
  synchronized boolean goes(UpstreamSession inSession, AnswerRelay answers) {
    session = inSession;
    relay = answers;
    return !cancelled;
  }

  @Override
  public void cancel() {
    ends("the client cancelled", AnswerRelay::cancelled);
  }

  @Override
  public boolean waitsForTheClient() {
    AnswerRelay asked;
    synchronized (this) {
      asked = relay;
    }
    return asked != null && asked.waitsForTheClient();
  }

  @Override
  public void clientStaysAway() {
    ends("the client does not answer", AnswerRelay::clientStaysAway);
  }

  private void ends(String reason, Consumer<AnswerRelay> ending) {
    UpstreamSession told;
    AnswerRelay ended;
    synchronized (this) {
      cancelled = true;
      told = session;
      ended = relay;
    }
    if (told != null && ended != null) {
      told.post(JsonRpc.cancelled(idText, reason));
      ending.accept(ended);
    }
  }
}
