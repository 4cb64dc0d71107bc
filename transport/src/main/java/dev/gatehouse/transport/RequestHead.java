package dev.gatehouse.transport;

import dev.gatehouse.protocol.McpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one request that Gatehouse reads, gathered in one pass, with those that may stand
 * there once only counted. All others are never looked at and never travel on.
 */
final class RequestHead implements BiConsumer<String, String> {
  private static final String PARAM = "mcp-param-";
  private static final int MAX_PARAMS = 64;

  private @Nullable String fault;
  private @Nullable List<McpHeaders.Param> params;
  private @Nullable String protocolVersion;
  private @Nullable String method;
  private @Nullable String name;
  private @Nullable String sessionId;
  private @Nullable String lastEventId;
  @Nullable String host;
  @Nullable String origin;
  @Nullable String authorization;
  @Nullable String contentType;
  @Nullable String contentLength;
  @Nullable String transferEncoding;
  @Nullable String accept;
  @Nullable String acceptEncoding;
  @Nullable String ifNoneMatch;
  @Nullable String traceparent;
  @Nullable String expect;
  @Nullable String corsMethod;
  @Nullable String corsHeaders;

  private RequestHead() {}

  static RequestHead of(HttpServerRequest request) {
    var head = new RequestHead();
    request.headers().forEach(head);
    if (request.version() == HttpVersion.HTTP_2) {
      var authority = request.authority(true);
      var named = authority == null ? null : authority.toString();
      if (head.host != null && named != null && !head.host.equals(named)) {
        head.fault = "Host and :authority differ";
      }
      head.host = named == null ? head.host : named;
      if (head.transferEncoding != null) {
        head.fault = "HTTP/2 knows no Transfer-Encoding";
      }
    }
    return head;
  }

  /** What makes this head one that no two readers would agree on, null when nothing does. */
  @Nullable String fault() {
    return fault;
  }

  McpHeaders mcp() {
    if (protocolVersion == null
        && method == null
        && name == null
        && sessionId == null
        && lastEventId == null
        && params == null) {
      return McpHeaders.NONE;
    }
    return new McpHeaders(
        protocolVersion, method, name, sessionId, lastEventId, params == null ? List.of() : params);
  }

  /** Takes one header. Told apart by length first, so that most are passed over at once. */
  @Override
  public void accept(String key, String value) {
    switch (key.length()) {
      case 0 -> fault = "a header has no name";
      case 4 -> host = is(key, "host") ? once(host, value, "Host") : host;
      case 6 -> {
        if (is(key, "accept")) {
          accept = accept == null ? value : accept + "," + value;
        } else if (is(key, "origin")) {
          origin = once(origin, value, "Origin");
        } else if (is(key, "expect")) {
          expect = once(expect, value, "Expect");
        }
      }
      case 8 -> name = is(key, "mcp-name") ? once(name, value, "Mcp-Name") : name;
      case 10 -> method = is(key, "mcp-method") ? once(method, value, "Mcp-Method") : method;
      case 11 -> traceparent = is(key, "traceparent") ? value : traceparent;
      case 12 ->
          contentType =
              is(key, "content-type") ? once(contentType, value, "Content-Type") : contentType;
      case 13 -> takeOfThirteen(key, value);
      case 14 -> {
        if (is(key, "mcp-session-id")) {
          sessionId = once(sessionId, value, "Mcp-Session-Id");
        } else if (is(key, "content-length")) {
          contentLength = once(contentLength, value, "Content-Length");
        }
      }
      case 15 -> {
        if (is(key, "accept-encoding")) {
          acceptEncoding = acceptEncoding == null ? value : acceptEncoding + "," + value;
        }
      }
      case 17 ->
          transferEncoding =
              is(key, "transfer-encoding")
                  ? once(transferEncoding, value, "Transfer-Encoding")
                  : transferEncoding;
      case 20 ->
          protocolVersion =
              is(key, "mcp-protocol-version")
                  ? once(protocolVersion, value, "MCP-Protocol-Version")
                  : protocolVersion;
      case 29 -> corsMethod = is(key, "access-control-request-method") ? value : corsMethod;
      case 30 -> corsHeaders = is(key, "access-control-request-headers") ? value : corsHeaders;
      default -> {}
    }
    if (key.length() > PARAM.length() && key.regionMatches(true, 0, PARAM, 0, PARAM.length())) {
      takeParam(key.substring(PARAM.length()), value);
    }
  }

  private void takeOfThirteen(String key, String value) {
    if (is(key, "authorization")) {
      authorization = once(authorization, value, "Authorization");
    } else if (is(key, "last-event-id")) {
      lastEventId = once(lastEventId, value, "Last-Event-ID");
    } else if (is(key, "if-none-match")) {
      ifNoneMatch = ifNoneMatch == null ? value : ifNoneMatch + "," + value;
    }
  }

  private void takeParam(String param, String value) {
    var known = params == null ? new ArrayList<McpHeaders.Param>(4) : params;
    params = known;
    for (var other : known) {
      if (other.name().equalsIgnoreCase(param)) {
        fault = "an Mcp-Param header stands there twice";
      }
    }
    if (known.size() == MAX_PARAMS) {
      fault = "there are more than " + MAX_PARAMS + " Mcp-Param headers";
    } else {
      known.add(new McpHeaders.Param(param, value));
    }
  }

  private String once(@Nullable String before, String value, String header) {
    if (before != null) {
      fault = header + " stands there twice";
    }
    return value;
  }

  private static boolean is(String key, String name) {
    return key.equalsIgnoreCase(name);
  }
}
