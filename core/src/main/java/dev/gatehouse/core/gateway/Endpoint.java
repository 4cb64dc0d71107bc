package dev.gatehouse.core.gateway;

/** Which of the MCP routes a request came to. */
public sealed interface Endpoint {
  /** The path as records and conditions know it. */
  String path();

  /** {@code /mcp}: all servers that the caller may use, as one virtual server. */
  record AllServers() implements Endpoint {
    @Override
    public String path() {
      return "/mcp";
    }
  }

  /** {@code /mcp/{server}}: one server, names and bytes unchanged. */
  record OneServer(String server) implements Endpoint {
    @Override
    public String path() {
      return "/mcp/" + server;
    }
  }

  /** {@code /mcp/t/{toolset}}: a named selection of tools as one virtual server. */
  record Toolset(String toolset) implements Endpoint {
    @Override
    public String path() {
      return "/mcp/t/" + toolset;
    }
  }
}
