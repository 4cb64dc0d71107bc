package dev.gatehouse.core.upstream;

import org.jspecify.annotations.Nullable;

/**
 * How an answer begins.
 *
 * @param status HTTP status, 200 for pipes
 * @param form what follows
 * @param sessionId the upstream's {@code Mcp-Session-Id}, null when it sent none
 */
public record AnswerHead(int status, Form form, @Nullable String sessionId) {
  /** What follows a head. */
  public enum Form {
    /** One JSON body: exactly one message. */
    JSON,
    /** Server-sent events: any number of messages. */
    EVENTS,
    /** Nothing, as with 202. */
    EMPTY,
    /** A body of another media type: heard as one message, bounded, for the record only. */
    OTHER
  }
}
