package dev.gatehouse.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers that MCP defines, raw as they came or will be sent; absent ones are null.
 *
 * @param protocolVersion {@code MCP-Protocol-Version}
 * @param method {@code Mcp-Method}
 * @param name {@code Mcp-Name}, still encoded
 * @param sessionId {@code Mcp-Session-Id}
 * @param lastEventId {@code Last-Event-ID}
 * @param params {@code Mcp-Param-*}, names without the prefix, values still encoded
 */
public record McpHeaders(
    @Nullable String protocolVersion,
    @Nullable String method,
    @Nullable String name,
    @Nullable String sessionId,
    @Nullable String lastEventId,
    List<Param> params) {
  /** No header at all. */
  public static final McpHeaders NONE = new McpHeaders(null, null, null, null, null, List.of());

  public McpHeaders {
    params = List.copyOf(params);
  }

  /** One {@code Mcp-Param-{name}} header. */
  public record Param(String name, String value) {}
}
