package dev.gatehouse.core.upstream;

import org.jspecify.annotations.Nullable;

/**
 * Hears what an upstream answers: a head, then any number of messages, then either the end or a
 * failure. A failure may come at any point, even before the head, and is the last thing heard.
 */
public interface Answering {
  /** The answer begins. */
  void head(AnswerHead head);

  /**
   * One whole body, or the data of one server-sent event; not yet checked to be JSON.
   *
   * @param message the bytes, owned by the hearer
   * @param eventId the event's {@code id}, null when it has none
   */
  void message(byte[] message, @Nullable String eventId);

  /**
   * Nothing yet, but a place from which the answer can be read on, should its stream end early.
   *
   * @param eventId the id of an event without data
   * @param retryMillis how long to wait before, as the server says; not checked against any bound,
   *     0 when it says nothing
   */
  default void mark(String eventId, long retryMillis) {}

  /** The answer is complete. */
  void end();

  /** The answer will not be completed. */
  void failed(UpstreamFailure failure);
}
