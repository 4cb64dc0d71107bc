package dev.gatehouse.server.exports;

import dev.gatehouse.server.http.Json;
import java.net.URI;
import tools.jackson.databind.node.ObjectNode;

/**
 * An AI Catalog, as drafted in 2026: servers that can be reached, each by its Server Card. It says
 * nothing of trust, since nothing here is proved yet.
 */
final class AiCatalog implements Export {
  @Override
  public String file() {
    return "ai-catalog.json";
  }

  @Override
  public String mediaType() {
    return "application/ai-catalog+json";
  }

  @Override
  public ObjectNode of(Stock stock) {
    var host = URI.create(stock.gateway()).getHost();
    var file = Json.MAPPER.createObjectNode().put("specVersion", "1.0");
    file.putObject("host").put("displayName", "MCP servers of " + host).put("identifier", host);
    var entries = file.putArray("entries");
    for (var offer : stock.offers()) {
      if (ServerCards.has(offer)) {
        entries
            .addObject()
            .put("identifier", "urn:air:" + host + ":mcp:" + offer.slug())
            .put("type", ServerCards.MEDIA_TYPE)
            .put("url", stock.cardUrl(offer))
            .put("displayName", offer.title())
            .put("description", offer.description())
            .put("version", offer.version().version())
            .put("updatedAt", offer.version().updatedAt().toString());
      }
    }
    return file;
  }
}
