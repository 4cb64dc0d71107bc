package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.artifacts.ArtifactKind;
import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.core.artifacts.Status;
import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.server.http.Json;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A server that the gateway reaches, as the registry shows it: one version of what is reachable
 * now, and where clients connect is this gateway, never the server itself.
 */
final class Entry {
  /** The registry shows what is reachable now, under one version. */
  static final String VERSION = "1.0.0";

  private static final int MOST_CHARACTERS = 100;

  private Entry() {}

  /** The entry of an approved server, or empty for one that nobody approved. */
  static Optional<ArtifactVersion> of(
      Server server, Namespace namespace, String gateway, Optional<String> description) {
    if (!(server.approval() instanceof Approval.Approved(var _, var at))) {
      return Optional.empty();
    }
    var name = namespace.name(server.name().text());
    var words = shortened(description.orElse(server.name() + ", through Gatehouse"));
    var url = URI.create(gateway + "/mcp/" + server.name());
    var document =
        new Shown.Document(
            Shown.SCHEMA,
            name,
            server.name().text(),
            words,
            VERSION,
            List.of(new Shown.Remote("streamable-http", url)));
    return Optional.of(
        new ArtifactVersion(
            ArtifactKind.SERVER,
            name,
            VERSION,
            Json.MAPPER.writeValueAsString(document),
            (name + "\n" + words).toLowerCase(Locale.ROOT),
            ArtifactVersion.GATEWAY,
            ReviewState.APPROVED,
            Status.ACTIVE,
            Optional.empty(),
            at,
            at,
            at,
            true));
  }

  private static String shortened(String text) {
    var line = text.strip();
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS - 1) + "…";
  }
}
