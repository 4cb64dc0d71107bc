package dev.gatehouse.server.exports;

import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.core.artifacts.Artifacts;
import dev.gatehouse.core.artifacts.Listing;
import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.server.catalogue.CatalogueName;
import dev.gatehouse.server.catalogue.CatalogueSettings;
import dev.gatehouse.server.catalogue.Catalogues;
import dev.gatehouse.server.catalogue.RegistrySettings;
import dev.gatehouse.server.catalogue.RegistrySettings.Readers;
import dev.gatehouse.server.catalogue.Visibility;
import dev.gatehouse.server.http.Json;
import dev.gatehouse.testkit.InMemoryArtifactStore;
import dev.gatehouse.transport.ControlPlane.Answer;
import dev.gatehouse.transport.ControlPlane.Header;
import dev.gatehouse.transport.ControlPlane.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is approved somewhere, and the exports of it. */
final class Approved {
  static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
  static final String READER = "Bearer reader";

  private final List<Server> servers = new ArrayList<>();
  private final Artifacts artifacts =
      new Artifacts(new InMemoryArtifactStore(), InstantSource.fixed(NOW));
  private final ExportApi api;

  private Approved(boolean needsKey, Readers readers, Map<CatalogueName, CatalogueSettings> named) {
    var url = URI.create("https://mcp.example.com");
    var settings = new RegistrySettings(Optional.empty(), readers, List.of(), named);
    this.api =
        new ExportApi(
            new Catalogues(
                () -> servers,
                _ -> Optional.empty(),
                artifacts.kept(),
                Approved::sight,
                settings,
                url),
            needsKey);
  }

  /** A default catalogue that everybody reads; clients can get tokens. */
  static Approved forEverybody() {
    return new Approved(false, Readers.EVERYBODY, Map.of());
  }

  /** The same where clients have keys only. */
  static Approved withKeys() {
    return new Approved(true, Readers.EVERYBODY, Map.of());
  }

  /** Whatever is there is there for one reader only. */
  static Approved forOneReader(Map<CatalogueName, CatalogueSettings> named) {
    return new Approved(false, Readers.CALLERS, named);
  }

  /** A default catalogue for everybody and others beside it. */
  static Approved beside(Map<CatalogueName, CatalogueSettings> named) {
    return new Approved(false, Readers.EVERYBODY, named);
  }

  private static Visibility sight(Readers readers, Set<String> roles) {
    return readers == Readers.EVERYBODY
        ? Visibility.ofEverybody()
        : authorization ->
            READER.equals(authorization) ? Visibility.Sight.OF_ALL : Visibility.Sight.OF_NOTHING;
  }

  /** A server of the gateway. */
  Approved server(String name) {
    servers.add(server(name, new Approval.Approved("ana", NOW)));
    return this;
  }

  /** A server of the gateway that nobody approved. */
  Approved pending(String name) {
    servers.add(server(name, new Approval.Pending("nobody has approved it yet")));
    return this;
  }

  private static Server server(String name, Approval approval) {
    return new Server(
        new ServerName(name),
        new Connection.Http(
            URI.create("https://" + name + ".internal.example/mcp"), Optional.empty()),
        Server.Origin.FILE,
        approval,
        Optional.empty(),
        Server.Sessions.PER_CLIENT,
        Duration.ofSeconds(60),
        DriftMode.WARN,
        false);
  }

  /**
   * A version from elsewhere, reviewed and approved.
   *
   * @param rest what stands in its document beside name and version
   */
  Approved imported(String name, String version, String rest) throws Exception {
    var document =
        """
        {"$schema":"https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
         "name":"%s","version":"%s"%s}\
        """
            .formatted(name, version, rest.isEmpty() ? "" : "," + rest);
    artifacts.take("official", List.of(Listing.read(document.getBytes(StandardCharsets.UTF_8))));
    review(name, version, ReviewState.SUBMITTED);
    review(name, version, ReviewState.IN_REVIEW);
    review(name, version, ReviewState.APPROVED);
    return this;
  }

  void review(String name, String version, ReviewState state) {
    var outcome = artifacts.review(name, version, state);
    if (!(outcome instanceof Artifacts.Outcome.Done(ArtifactVersion _))) {
      throw new AssertionError(name + " " + version + " is not " + state + ": " + outcome);
    }
  }

  Answer get(String path) {
    return ask("GET", path, null, null);
  }

  Answer ask(
      String method, String path, @Nullable String authorization, @Nullable String ifNoneMatch) {
    return api.answer(
        new Request(method, path, "", authorization, null, ifNoneMatch, null, null, new byte[0]));
  }

  /** A file of the default catalogue. */
  JsonNode file(String name) {
    return json(get("/export/default/" + name));
  }

  static JsonNode json(Answer answer) {
    if (answer.status() != 200) {
      throw new AssertionError(answer.status() + " " + text(answer));
    }
    return Json.MAPPER.readTree(answer.body());
  }

  static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  static String header(Answer answer, String name) {
    return answer.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(Header::value)
        .collect(Collectors.joining(", "));
  }
}
