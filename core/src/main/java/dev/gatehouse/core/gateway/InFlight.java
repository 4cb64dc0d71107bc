package dev.gatehouse.core.gateway;

import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.protocol.JsonRpc;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way in a session: what its client can cancel, also while it is sent once more in
 * a new session. Thread-safe; holds its lock only while it looks at its own fields.
 */
final class InFlight {
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

  /** The client does not want the answer any more. */
  void cancel() {
    UpstreamSession told;
    AnswerRelay ended;
    synchronized (this) {
      cancelled = true;
      told = session;
      ended = relay;
    }
    if (told != null && ended != null) {
      told.post(JsonRpc.cancelled(idText, "the client cancelled"));
      ended.cancelled();
    }
  }
}
