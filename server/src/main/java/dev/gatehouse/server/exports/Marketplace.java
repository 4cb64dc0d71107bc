package dev.gatehouse.server.exports;

import dev.gatehouse.server.http.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plugin marketplace of Claude Code, with one plugin for each server. Plugins come out of the
 * directory that the file is in, so it belongs into a repository, as {@code
 * .claude-plugin/marketplace.json}: from a URL alone, clients see the list and can install nothing.
 *
 * @see <a href="https://code.claude.com/docs/en/plugins/marketplace-reference">marketplaces</a>
 */
final class Marketplace implements Export {
  @Override
  public String file() {
    return "marketplace.json";
  }

  @Override
  public ObjectNode of(Stock stock) {
    var file = Json.MAPPER.createObjectNode();
    file.put("name", stock.isDefault() ? "gatehouse" : "gatehouse-" + stock.catalogue());
    file.putObject("owner").put("name", "Gatehouse at " + stock.gateway());
    var plugins = file.putArray("plugins");
    for (var offer : stock.offers()) {
      ClientEntry.CLAUDE_CODE
          .of(offer.way())
          .ifPresent(entry -> {
            var plugin =
                plugins
                    .addObject()
                    .put("name", offer.slug())
                    .put("source", "./")
                    .put("description", offer.description())
                    .put("version", offer.version().version())
                    .put("strict", false); // nothing in the directory says more than this entry
            plugin.putObject("mcpServers").set(offer.slug(), entry);
          });
    }
    return file;
  }
}
