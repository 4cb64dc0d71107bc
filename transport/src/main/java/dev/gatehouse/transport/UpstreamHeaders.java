package dev.gatehouse.transport;

import dev.gatehouse.core.upstream.Outgoing;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers that a request to a server carries: this list and no other. What a client sent
 * reaches a server only as MCP's own headers; its credentials, cookies and addresses never do.
 */
final class UpstreamHeaders {
  static final CharSequence SESSION = HttpHeaders.createOptimized("Mcp-Session-Id");
  private static final CharSequence ACCEPT = HttpHeaders.ACCEPT;
  private static final CharSequence CONTENT_TYPE = HttpHeaders.CONTENT_TYPE;
  private static final CharSequence USER_AGENT = HttpHeaders.USER_AGENT;
  private static final CharSequence GATEHOUSE = HttpHeaders.createOptimized("gatehouse");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream");
  private static final CharSequence EITHER =
      HttpHeaders.createOptimized("application/json, text/event-stream");
  private static final CharSequence VERSION = HttpHeaders.createOptimized("MCP-Protocol-Version");
  private static final CharSequence METHOD = HttpHeaders.createOptimized("Mcp-Method");
  private static final CharSequence NAME = HttpHeaders.createOptimized("Mcp-Name");
  private static final CharSequence LAST_EVENT = HttpHeaders.createOptimized("Last-Event-ID");
  private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");

  private UpstreamHeaders() {}

  /**
   * Puts them all.
   *
   * @throws IllegalArgumentException when a value cannot stand in a header
   */
  static void put(HttpClientRequest request, Outgoing outgoing, Readiness.Ready ready) {
    var headers = outgoing.headers();
    request.putHeader(USER_AGENT, GATEHOUSE);
    request.putHeader(ACCEPT, outgoing.accepts() == Outgoing.Accepts.EVENTS ? EVENTS : EITHER);
    if (outgoing.verb() == Outgoing.Verb.POST) {
      request.putHeader(CONTENT_TYPE, JSON);
    }
    put(request, VERSION, headers.protocolVersion());
    put(request, METHOD, headers.method());
    put(request, NAME, headers.name());
    put(request, SESSION, headers.sessionId());
    put(request, LAST_EVENT, headers.lastEventId());
    put(request, TRACEPARENT, outgoing.traceparent());
    for (var param : headers.params()) {
      request.putHeader("Mcp-Param-" + param.name(), param.value());
    }
    var use = ready.connection().credential().orElse(null);
    if (use != null && ready.credential() != null) {
      request.putHeader(use.header(), ready.credential());
    }
  }

  private static void put(HttpClientRequest request, CharSequence name, @Nullable String value) {
    if (value != null) {
      request.putHeader(name, value);
    }
  }
}
