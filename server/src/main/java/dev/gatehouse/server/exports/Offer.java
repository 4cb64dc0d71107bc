package dev.gatehouse.server.exports;

import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.server.exports.Way.Need;
import dev.gatehouse.server.exports.Way.Value;
import dev.gatehouse.server.http.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One approved server as exports see it.
 *
 * @param slug its name for clients that take no slash
 * @param document its {@code server.json}
 * @param way how a client gets to it
 */
record Offer(String slug, ArtifactVersion version, JsonNode document, Way way) {
  private static final Need KEY =
      new Need("Authorization", new Value.Asked("Bearer ", "GATEHOUSE_KEY", true));

  /**
   * @param needsKey whether clients of the gateway have nothing but a key to show
   */
  static Offer of(ArtifactVersion version, boolean needsKey) {
    var document = Json.MAPPER.readTree(version.document());
    if (!isOwn(version)) {
      var slug = Slug.of(version.name());
      return new Offer(slug, version, document, Ways.of(document, slug));
    }
    var slug = Slug.ofOwn(version.name());
    var url = Ways.text(document.path("remotes").path(0), "url");
    var way = new Way.Remote("streamable-http", url, needsKey ? List.of(KEY) : List.of());
    return new Offer(slug, version, document, way);
  }

  private static boolean isOwn(ArtifactVersion version) {
    return version.source().equals(ArtifactVersion.GATEWAY);
  }

  /** Whether the gateway stands before it. */
  boolean isOwn() {
    return isOwn(version);
  }

  /** Its name for people: the title, or else the name. */
  String title() {
    var title = Ways.text(document, "title");
    return title.isBlank() ? version.name() : title;
  }

  /** What it is, never empty. */
  String description() {
    var description = Ways.text(document, "description");
    return description.isBlank() ? version.name() : description;
  }
}
