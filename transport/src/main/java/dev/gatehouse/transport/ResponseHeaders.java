package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.Reply;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Names and values of response headers, encoded once, and how they are put together. */
final class ResponseHeaders {
  static final CharSequence CONTENT_TYPE = HttpHeaders.CONTENT_TYPE;
  static final CharSequence ALLOW = HttpHeaders.createOptimized("Allow");
  static final CharSequence CONNECTION = HttpHeaders.CONNECTION;
  static final CharSequence CLOSE = HttpHeaders.createOptimized("close");
  static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream");
  private static final CharSequence CACHE_CONTROL = HttpHeaders.CACHE_CONTROL;
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence BUFFERING = HttpHeaders.createOptimized("X-Accel-Buffering");
  private static final CharSequence NO = HttpHeaders.createOptimized("no");
  private static final CharSequence SNIFFING =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence SESSION = HttpHeaders.createOptimized("Mcp-Session-Id");
  private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("WWW-Authenticate");

  private ResponseHeaders() {}

  /** Puts what every answer carries. */
  static void general(HttpServerResponse response, @Nullable String origin) {
    response.putHeader(CACHE_CONTROL, NO_STORE);
    response.putHeader(SNIFFING, NOSNIFF);
    if (origin != null) {
      Cors.onAnswer(response, origin);
    }
  }

  /** Puts status and headers of an answer of the gateway. */
  static void of(Reply.Head head, HttpServerResponse response, @Nullable String origin) {
    response.setStatusCode(head.status());
    general(response, origin);
    if (head.sessionId() != null) {
      response.putHeader(SESSION, head.sessionId());
    }
    if (head.wwwAuthenticate() != null) {
      response.putHeader(CHALLENGE, head.wwwAuthenticate());
    }
    if (head.retryAfterSeconds() > 0) {
      response.putHeader(RETRY_AFTER, Long.toString(head.retryAfterSeconds()));
    }
  }

  /** Puts what makes an answer a stream of events that nothing on the way holds back. */
  static void events(HttpServerResponse response) {
    response.putHeader(CONTENT_TYPE, EVENTS);
    response.putHeader(BUFFERING, NO);
  }
}
