package dev.gatehouse.server.exports;

import dev.gatehouse.server.http.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/**
 * Links that put a server into a client, for pages of one's own. The client asks its user first.
 *
 * @see <a href="https://cursor.com/docs/mcp/install-links">Cursor</a>
 * @see <a href="https://code.visualstudio.com/api/extension-guides/ai/mcp">VS Code</a>
 */
enum InstallLinks implements Export {
  /** For Cursor: the entry as Base64 of its JSON. */
  CURSOR("cursor-links.json", ClientEntry.CURSOR),
  /** For VS Code: the JSON itself, percent-encoded. */
  VSCODE("vscode-links.json", ClientEntry.VSCODE);

  private final String file;
  private final ClientEntry words;

  InstallLinks(String file, ClientEntry words) {
    this.file = file;
    this.words = words;
  }

  @Override
  public String file() {
    return file;
  }

  @Override
  public ObjectNode of(Stock stock) {
    var all = Json.MAPPER.createObjectNode();
    var servers = all.putArray("servers");
    for (var offer : stock.offers()) {
      words
          .of(offer.way())
          .ifPresent(entry ->
              servers
                  .addObject()
                  .put("name", offer.slug())
                  .put("title", offer.title())
                  .put("link", link(offer.slug(), entry)));
    }
    return all;
  }

  private String link(String slug, ObjectNode entry) {
    return switch (this) {
      case CURSOR ->
          "cursor://anysphere.cursor-deeplink/mcp/install?name="
              + encoded(slug)
              + "&config="
              + encoded(
                  Base64.getEncoder()
                      .encodeToString(entry.toString().getBytes(StandardCharsets.UTF_8)));
      case VSCODE -> {
        var named = Json.MAPPER.createObjectNode().put("name", slug);
        named.setAll(entry);
        yield "vscode:mcp/install?" + encoded(named.toString());
      }
    };
  }

  /** As {@code encodeURIComponent} does, with blanks as {@code %20}. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
