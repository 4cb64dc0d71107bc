package dev.gatehouse.core.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The way back to one client, used once: either one whole answer or one stream of events. May be
 * called from any thread; the listener brings it to the loop that owns the connection, in order.
 */
public interface Reply {
  /**
   * Answers at once and for all.
   *
   * @param body the JSON body, empty for answers without one
   */
  void whole(Head head, byte[] body);

  /** Begins a stream of server-sent events; its head goes out at once, before the first event. */
  EventStream stream(Head head);

  /**
   * Runs the action, on the connection's loop, when the client leaves before the answer is
   * complete.
   */
  void onGone(Runnable action);

  /**
   * How an answer begins; null leaves the header out.
   *
   * @param status HTTP status
   * @param sessionId {@code Mcp-Session-Id}
   * @param wwwAuthenticate challenge of a 401 or 403
   * @param retryAfterSeconds {@code Retry-After}, 0 leaves it out
   */
  record Head(
      int status,
      @Nullable String sessionId,
      @Nullable String wwwAuthenticate,
      long retryAfterSeconds) {
    /** A head with nothing but its status. */
    public static Head of(int status) {
      return new Head(status, null, null, 0);
    }
  }

  /** Server-sent events to one client. May be called from any thread, in order. */
  interface EventStream {
    /**
     * Sends one message.
     *
     * @param eventId the event's {@code id}, null for none
     */
    void event(byte[] message, @Nullable String eventId);

    /**
     * Says from where the client can read on, should this stream end early; no message.
     *
     * @param retryMillis how long it should wait before, 0 says nothing of that
     */
    default void mark(String eventId, long retryMillis) {}

    /** Whether the client does not keep up: the sender should hold until {@link #onDrained}. */
    boolean isFull();

    /** Runs the action each time a full stream has room again. */
    void onDrained(Runnable action);

    /** Completes the answer. */
    void end();
  }
}
