package dev.gatehouse.server.exports;

import dev.gatehouse.server.http.Json;
import tools.jackson.databind.node.ObjectNode;

/** Which slug stands for which name, how clients get there, and why a server is in no file. */
final class NameList implements Export {
  @Override
  public String file() {
    return "names.json";
  }

  @Override
  public ObjectNode of(Stock stock) {
    var file = Json.MAPPER.createObjectNode().put("catalogue", stock.catalogue());
    var names = file.putArray("names");
    for (var offer : stock.offers()) {
      var name =
          names
              .addObject()
              .put("slug", offer.slug())
              .put("name", offer.version().name())
              .put("version", offer.version().version());
      switch (offer.way()) {
        case Way.Remote remote -> name.put("url", remote.url());
        case Way.Launch(var command, var _) -> name.put("command", String.join(" ", command));
        case Way.None(var why) -> name.put("leftOut", why);
      }
    }
    return file;
  }
}
