package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.artifacts.Artifacts;
import dev.gatehouse.core.identity.ApiKey;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.IdentitySettings;
import dev.gatehouse.core.identity.KeyIndex;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.server.admin.RememberedChanges;
import dev.gatehouse.server.http.Door;
import dev.gatehouse.server.http.Json;
import dev.gatehouse.testkit.InMemoryArtifactStore;
import dev.gatehouse.testkit.InMemoryStores;
import dev.gatehouse.transport.ControlPlane.Answer;
import dev.gatehouse.transport.ControlPlane.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A registry with everything behind it in memory, as its clients meet it. */
final class Registry {
  static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
  private static final String TEAM = "crm-team";

  final List<Server> servers = new ArrayList<>();
  final RememberedChanges changes = new RememberedChanges();
  final Artifacts artifacts = new Artifacts(new InMemoryArtifactStore(), InstantSource.fixed(NOW));

  private final InMemoryStores stores = new InMemoryStores();
  private final Authentication authentication =
      new Authentication(
          (url, accept, mostBytes, deadline) -> {
            throw new AssertionError("nothing is fetched");
          },
          InstantSource.fixed(NOW),
          Runnable::run);
  private final RegistryApi api;

  Registry() {
    this(Visibility.ofEverybody(), _ -> Optional.empty());
  }

  Registry(Visibility visibility, Function<ServerName, Optional<String>> descriptions) {
    this((_, _) -> visibility, descriptions, Map.of());
  }

  Registry(
      Catalogues.Sights sights,
      Function<ServerName, Optional<String>> descriptions,
      Map<CatalogueName, CatalogueSettings> named) {
    var settings =
        new RegistrySettings(
            Optional.empty(),
            RegistrySettings.Readers.EVERYBODY,
            List.of(new PublisherSettings(TEAM, List.of("com.example/*", "com.acme/crm"))),
            named);
    var door =
        new Door(authorization -> authentication.authenticate(authorization, Waiting.ALLOWED));
    authentication.use(IdentitySettings.NONE, KeyIndex.of(List.of()));
    this.api =
        new RegistryApi(
            new Catalogues(
                () -> servers,
                descriptions,
                artifacts.kept(),
                sights,
                settings,
                URI.create("https://mcp.example.com")),
            new Publishing(artifacts, door, changes, settings),
            new Sealer(new byte[Sealer.KEY_BYTES]));
  }

  /** The key of somebody with these roles. */
  String key(String... roles) {
    var name = "key-" + stores.keys().all().size();
    var created =
        ApiKey.create(name, Set.of(roles), Map.of(), NOW, Optional.empty(), new SecureRandom());
    stores.keys().add(created.stored());
    authentication.use(IdentitySettings.NONE, KeyIndex.of(stores.keys().all()));
    return created.text().reveal();
  }

  /** The key of a publisher. */
  String publisher() {
    return key(TEAM);
  }

  Answer get(String target) {
    return ask("GET", target, null, null, "");
  }

  Answer ask(
      String method,
      String target,
      @Nullable String authorization,
      @Nullable String ifNoneMatch,
      String body) {
    return ask(method, target, authorization, ifNoneMatch, null, body);
  }

  Answer ask(
      String method,
      String target,
      @Nullable String authorization,
      @Nullable String ifNoneMatch,
      @Nullable String acceptEncoding,
      String body) {
    var question = target.indexOf('?');
    return api.answer(
        new Request(
            method,
            question < 0 ? target : target.substring(0, question),
            question < 0 ? "" : target.substring(question + 1),
            authorization,
            null,
            ifNoneMatch,
            null,
            acceptEncoding,
            body.getBytes(StandardCharsets.UTF_8)));
  }

  static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  static JsonNode json(Answer answer) {
    return Json.MAPPER.readTree(answer.body());
  }
}
