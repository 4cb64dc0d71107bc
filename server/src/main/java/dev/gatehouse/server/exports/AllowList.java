package dev.gatehouse.server.exports;

import dev.gatehouse.server.http.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Managed settings with a list of what may be used: addresses and whole commands, never names,
 * which users choose themselves. The list is there even when it is empty, which allows nothing; no
 * list would allow everything.
 *
 * @see <a href="https://code.claude.com/docs/en/managed-mcp">managed MCP</a>
 */
enum AllowList implements Export {
  /** Of Claude Code, where the user's own list must be told to count for nothing. */
  CLAUDE("claude-managed-settings.json"),
  /** Of GitHub Copilot and VS Code. */
  COPILOT("copilot-managed-settings.json");

  private final String file;

  AllowList(String file) {
    this.file = file;
  }

  @Override
  public String file() {
    return file;
  }

  @Override
  public ObjectNode of(Stock stock) {
    var settings = Json.MAPPER.createObjectNode();
    var allowed = settings.putArray("allowedMcpServers");
    urls(stock).forEach(url -> allowed.addObject().put("serverUrl", url));
    for (var offer : stock.offers()) {
      if (offer.way() instanceof Way.Launch(var command, var _)) {
        var words = allowed.addObject().putArray("serverCommand");
        command.forEach(words::add);
      }
    }
    return this == CLAUDE ? settings.put("allowManagedMcpServersOnly", true) : settings;
  }

  /** With everything allowed, all routes of the gateway: it decides for each call itself. */
  private static Set<String> urls(Stock stock) {
    var urls = new LinkedHashSet<String>();
    if (stock.isDefault() && stock.hasOwn()) {
      urls.addAll(List.of(stock.gateway() + "/mcp", stock.gateway() + "/mcp/*"));
    }
    for (var offer : stock.offers()) {
      if (offer.way() instanceof Way.Remote remote && !(stock.isDefault() && offer.isOwn())) {
        urls.add(remote.url());
      }
    }
    return urls;
  }
}
