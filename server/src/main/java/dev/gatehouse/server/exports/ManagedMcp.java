package dev.gatehouse.server.exports;

import dev.gatehouse.server.http.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code managed-mcp.json} of Claude Code: these servers, and no others.
 *
 * @see <a href="https://code.claude.com/docs/en/managed-mcp">managed MCP</a>
 */
final class ManagedMcp implements Export {
  @Override
  public String file() {
    return "managed-mcp.json";
  }

  @Override
  public ObjectNode of(Stock stock) {
    var file = Json.MAPPER.createObjectNode();
    var servers = file.putObject("mcpServers");
    for (var offer : stock.offers()) {
      ClientEntry.CLAUDE_CODE.of(offer.way()).ifPresent(entry -> servers.set(offer.slug(), entry));
    }
    return file;
  }
}
