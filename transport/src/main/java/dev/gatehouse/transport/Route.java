package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.Endpoint;
import org.jspecify.annotations.Nullable;

/** Where a request goes, read from its path alone. */
sealed interface Route {
  /** To the gateway. */
  record Mcp(Endpoint endpoint) implements Route {}

  /** To the gateway over HTTP+SSE, where that is served; else to the control plane. */
  record Events(Endpoint endpoint) implements Route {}

  /** To the control plane: all that is not MCP, and the cards that describe the servers. */
  record Control() implements Route {}

  /** Below {@code /mcp}, but to no name that could exist. */
  record Nowhere() implements Route {}

  /** Not a path at all, for example an absolute URL or {@code *}. */
  record Malformed() implements Route {}

  /** The route of all servers, made once. */
  Route ALL_SERVERS = new Mcp(new Endpoint.AllServers());

  /** The route of everything else, made once. */
  Route CONTROL = new Control();

  /** What stands behind the route of a server, where the card that describes it is. */
  String CARD = "/server-card";

  /**
   * Reads a request target.
   *
   * @param target as it stands in the request line, with or without a query
   */
  static Route of(String target) {
    if (target.isEmpty() || target.charAt(0) != '/' || target.indexOf('#') >= 0) {
      return new Malformed();
    }
    var query = target.indexOf('?');
    var path = query < 0 ? target : target.substring(0, query);
    if (path.equals("/mcp")) {
      return ALL_SERVERS;
    }
    if (path.startsWith("/mcp/")) {
      var endpoint = named(path.substring(5));
      if (endpoint != null) {
        return new Mcp(endpoint);
      }
      return path.endsWith(CARD) ? CONTROL : new Nowhere();
    }
    if (path.equals("/sse")) {
      return new Events(new Endpoint.AllServers());
    }
    if (path.startsWith("/sse/")) {
      var endpoint = named(path.substring(5));
      return endpoint == null ? CONTROL : new Events(endpoint);
    }
    return CONTROL;
  }

  /** What a path names below one of the roots; null when nothing could have that name. */
  private static @Nullable Endpoint named(String below) {
    var isToolset = below.startsWith("t/");
    var name = PathPart.decode(isToolset ? below.substring(2) : below);
    if (name.isEmpty()) {
      return null;
    }
    return isToolset ? new Endpoint.Toolset(name) : new Endpoint.OneServer(name);
  }
}
