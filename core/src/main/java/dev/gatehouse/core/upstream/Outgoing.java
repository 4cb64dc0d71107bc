package dev.gatehouse.core.upstream;

import dev.gatehouse.protocol.McpHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One message for an upstream.
 *
 * @param verb the HTTP verb; pipes know {@link Verb#POST} only
 * @param headers MCP's own headers, sent as they stand; pipes ignore them
 * @param body the JSON-RPC message, empty for GET and DELETE
 * @param accepts what the answer may be
 * @param traceparent W3C trace context header, null for none
 * @param deadlines how long each part may take
 */
public record Outgoing(
    Verb verb,
    McpHeaders headers,
    byte[] body,
    Accepts accepts,
    @Nullable String traceparent,
    Deadlines deadlines) {
  /** HTTP verbs of the MCP endpoint. */
  public enum Verb {
    POST,
    GET,
    DELETE
  }

  /** What the sender can take. Over HTTP servers are offered both, as the protocol demands. */
  public enum Accepts {
    JSON_OR_EVENTS,
    EVENTS,
    /** One message and nothing before it: whoever waits for it cannot be asked anything. */
    JSON
  }

  /**
   * Bounds in time.
   *
   * @param head from sending to the head of the answer
   * @param idle between two pieces of a streamed answer, comments count
   * @param whole from sending to the end; {@link Duration#ZERO} for no bound (long-lived streams)
   */
  public record Deadlines(Duration head, Duration idle, Duration whole) {}
}
