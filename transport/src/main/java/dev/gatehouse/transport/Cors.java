package dev.gatehouse.transport;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Lets pages of allowed origins read answers. An origin is never answered with a wildcard. */
final class Cors {
  private static final CharSequence ALLOW_ORIGIN = HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN;
  private static final CharSequence EXPOSE = HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS;
  private static final CharSequence VARY = HttpHeaders.VARY;
  private static final CharSequence ORIGIN = HttpHeaders.createOptimized("Origin");
  private static final CharSequence EXPOSED =
      HttpHeaders.createOptimized(
          "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, Retry-After, ETag");
  private static final String METHODS = "GET, POST, PUT, PATCH, DELETE";
  private static final String HEADERS =
      "Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Method, Mcp-Name,"
          + " Mcp-Session-Id, Last-Event-ID, If-None-Match, traceparent";
  private static final int MOST_ASKED = 2_000;

  private Cors() {}

  /**
   * @param origin already found to be allowed
   */
  static void onAnswer(HttpServerResponse response, String origin) {
    response.putHeader(ALLOW_ORIGIN, origin);
    response.putHeader(EXPOSE, EXPOSED);
    response.putHeader(VARY, ORIGIN);
  }

  /** Answers a preflight: what may be sent, for ten minutes. */
  static void onPreflight(HttpServerResponse response, String origin, @Nullable String asked) {
    response.setStatusCode(204);
    response.putHeader(ALLOW_ORIGIN, origin);
    response.putHeader(VARY, ORIGIN);
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS + params(asked));
    response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
  }

  /** Those of the asked headers that are {@code Mcp-Param-*}, whose names nobody knows before. */
  private static String params(@Nullable String asked) {
    if (asked == null || asked.length() > MOST_ASKED) {
      return "";
    }
    var params = new StringBuilder();
    for (var name : asked.split(",", 64)) {
      var header = name.strip();
      if (header.regionMatches(true, 0, "mcp-param-", 0, 10)
          && header.chars().allMatch(Cors::isToken)) {
        params.append(", ").append(header);
      }
    }
    return params.toString();
  }

  private static boolean isToken(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '-'
        || character == '_';
  }
}
