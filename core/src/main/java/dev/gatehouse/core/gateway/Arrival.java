package dev.gatehouse.core.gateway;

import dev.gatehouse.protocol.McpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One request on an MCP route as the listener hands it over: Host and Origin checked, body whole
 * and within its bound, nothing parsed.
 *
 * @param endpoint the route
 * @param verb the HTTP verb
 * @param headers MCP's own headers
 * @param authorization the one {@code Authorization} header, null when there is none
 * @param acceptsEvents whether the client takes {@code text/event-stream}
 * @param acceptsJson whether the client takes {@code application/json}
 * @param traceparent W3C trace context header, null for none
 * @param connection names the connection for flood bounds and records, for example its peer address
 * @param body the whole body, empty for GET and DELETE
 */
public record Arrival(
    Endpoint endpoint,
    Verb verb,
    McpHeaders headers,
    @Nullable String authorization,
    boolean acceptsEvents,
    boolean acceptsJson,
    @Nullable String traceparent,
    String connection,
    byte[] body) {
  /** HTTP verbs of the MCP endpoint; others are refused by the listener with 405. */
  public enum Verb {
    POST,
    GET,
    DELETE
  }

  /** Leaves the credential and the body out. */
  @Override
  public String toString() {
    return "Arrival[" + verb + " " + endpoint + " from " + connection + "]";
  }
}
