package dev.gatehouse.server.exports;

import dev.gatehouse.server.http.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Server Cards, as drafted in 2026: what a server is and where, without its tools, which differ by
 * caller, and without packages.
 *
 * @see <a
 *     href="https://github.com/modelcontextprotocol/modelcontextprotocol/pull/2127">SEP-2127</a>
 */
final class ServerCards {
  static final String MEDIA_TYPE = "application/mcp-server-card+json";

  private static final String SCHEMA =
      "https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json";
  private static final List<String> COPIED = List.of("icons", "repository", "websiteUrl");

  private ServerCards() {}

  /** Whether a server is one that cards are for. */
  static boolean has(Offer offer) {
    return !offer.document().path("remotes").isEmpty();
  }

  /** The card of a server. */
  static ObjectNode card(Offer offer) {
    var card =
        card(offer.version().name(), offer.version().version(), offer.title(), offer.description());
    for (var member : COPIED) {
      if (offer.document().has(member)) {
        card.set(member, offer.document().get(member));
      }
    }
    card.set("remotes", offer.document().path("remotes"));
    return card;
  }

  /** The card of the gateway itself, behind which all servers are that a caller may use. */
  static ObjectNode ofGateway(String name, String gateway) {
    var card =
        card(name, "1.0.0", "Gatehouse", "All MCP servers that a caller may use, side by side");
    card.putArray("remotes")
        .addObject()
        .put("type", "streamable-http")
        .put("url", gateway + "/mcp");
    return card;
  }

  private static ObjectNode card(String name, String version, String title, String description) {
    return Json.MAPPER
        .createObjectNode()
        .put("$schema", SCHEMA)
        .put("name", name)
        .put("version", version)
        .put("title", title)
        .put("description", description);
  }
}
