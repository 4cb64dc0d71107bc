package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.Endpoint;

/** Where a request goes, read from its path alone. */
sealed interface Route {
  /** To the gateway. */
  record Mcp(Endpoint endpoint) implements Route {}

  /** To the control plane. */
  record Control() implements Route {}

  /** Below {@code /mcp}, but to no name that could exist. */
  record Nowhere() implements Route {}

  /** Not a path at all, for example an absolute URL or {@code *}. */
  record Malformed() implements Route {}

  /** The route of all servers, made once. */
  Route ALL_SERVERS = new Mcp(new Endpoint.AllServers());

  /** The route of everything else, made once. */
  Route CONTROL = new Control();

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
    if (!path.startsWith("/mcp/")) {
      return CONTROL;
    }
    if (path.startsWith("/mcp/t/")) {
      return named(path.substring(7), Endpoint.Toolset::new);
    }
    return named(path.substring(5), Endpoint.OneServer::new);
  }

  private static Route named(
      String raw, java.util.function.Function<String, ? extends Endpoint> endpoint) {
    var name = PathPart.decode(raw);
    return name.isEmpty() ? new Nowhere() : new Mcp(endpoint.apply(name));
  }
}
