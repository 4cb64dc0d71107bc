package dev.gatehouse.server.admin;

import dev.gatehouse.core.artifacts.Artifacts;
import dev.gatehouse.core.egress.FetchFailed;
import dev.gatehouse.core.egress.Fetcher;
import dev.gatehouse.core.identity.ApiKey;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.IdentitySettings;
import dev.gatehouse.core.identity.KeyIndex;
import dev.gatehouse.core.inventory.Known;
import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.Approvals;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.store.Stores;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.server.http.Door;
import dev.gatehouse.server.http.Json;
import dev.gatehouse.testkit.InMemoryStores;
import dev.gatehouse.transport.ControlPlane.Answer;
import dev.gatehouse.transport.ControlPlane.Request;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The admin API over stores in memory and real authentication, with what a test asks of it. */
final class FakeGatehouse {
  static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  static final String FILES = "files";

  final Stores stores = new InMemoryStores();
  final RememberedChanges changes = new RememberedChanges();
  final List<String> record = changes.lines();
  final List<String> probed = new ArrayList<>();
  Known known = Known.NOTHING;
  private Optional<List<Pin.Item>> offered = Optional.empty();
  private Optional<ServerDesk.SeenView> seen = Optional.empty();
  final String administrator = keyWith("root", AdminApi.ROLE);
  final AdminApi api;

  private final Authentication authentication =
      new Authentication(
          new NoFetcher(), InstantSource.fixed(NOW), task -> Thread.ofVirtual().start(task));

  FakeGatehouse() {
    stores.onChange(this::useKeys);
    useKeys();
    api =
        new AdminApi(
            new Door(authorization -> authentication.authenticate(authorization, Waiting.ALLOWED)),
            changes,
            new Desks(
                new StoredKeyDesk(stores.keys(), InstantSource.fixed(NOW)),
                new StoredServerDesk(
                    stores, this::catalogue, new Probing(), InstantSource.fixed(NOW)),
                new StoredGrantDesk(
                    stores.grants(), FakeGatehouse::declared, InstantSource.fixed(NOW)),
                new CannedAnswers(),
                new CannedRecords(),
                new StoredArtifactDesk(new Artifacts(stores.artifacts(), InstantSource.fixed(NOW))),
                new StoredInventoryDesk(stores.inventory(), () -> known, InstantSource.fixed(NOW)),
                new CannedState()));
  }

  /** What the server offers from now on: one tool, described like this. */
  String offers(String words) {
    var definition =
        ("{\"description\":\"" + words + "\",\"name\":\"get\"}").getBytes(StandardCharsets.UTF_8);
    var items = List.of(Pin.Item.of(Pin.Kind.TOOL, "get", definition));
    offered = Optional.of(items);
    return Pin.definitionsHash(items);
  }

  /** The server has been looked at, as it is now. */
  void seen() {
    seen = Optional.of(new Probing().view());
  }

  /** Makes a key and returns its text. */
  String keyWith(String name, String... roles) {
    var created =
        ApiKey.create(name, Set.of(roles), Map.of(), NOW, Optional.empty(), new SecureRandom());
    stores.keys().add(created.stored());
    return created.text().reveal();
  }

  Answer ask(String method, String path) {
    return ask(method, path, "");
  }

  Answer ask(String method, String path, String body) {
    return ask(administrator, method, path, body);
  }

  Answer ask(@Nullable String key, String method, String target, String body) {
    var question = target.indexOf('?');
    return api.answer(
        new Request(
            method,
            question < 0 ? target : target.substring(0, question),
            question < 0 ? "" : target.substring(question + 1),
            key == null ? null : "Bearer " + key,
            null,
            null,
            null,
            null,
            body.getBytes(StandardCharsets.UTF_8)));
  }

  static JsonNode json(Answer answer) {
    return Json.MAPPER.readTree(answer.body());
  }

  private void useKeys() {
    authentication.use(IdentitySettings.NONE, KeyIndex.of(stores.keys().all()));
  }

  private List<Server> catalogue() {
    var approvals = Approvals.of(stores.approvals().all());
    var servers = new ArrayList<Server>();
    var connection =
        new Connection.Stdio(List.of("npx", "-y", "files-server"), Map.of("TOKEN", "env:HIDDEN"));
    servers.add(
        new Server(
            new ServerName(FILES),
            connection,
            Server.Origin.FILE,
            new Approval.Approved("owner of the settings file, gatehouse.yaml:9", NOW),
            Optional.empty(),
            Server.Sessions.PER_CLIENT,
            Duration.ofSeconds(60),
            DriftMode.WARN,
            false));
    stores.servers().all().stream()
        .map(stored ->
            stored.server(
                approvals.of(stored.name(), stored.connection()),
                approvals.drift(stored.name(), stored.connection(), DriftMode.BLOCK)))
        .forEach(servers::add);
    return servers;
  }

  private static List<GrantDesk.GrantView> declared() {
    return List.of(
        new GrantDesk.GrantView(
            "roles.coder.grants[0]",
            "coder",
            Optional.of("files/read_*"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ServerDesk.Origin.FILE,
            Optional.of("gatehouse.yaml:23"),
            Optional.empty(),
            Optional.empty()));
  }

  private final class Probing implements Probes {
    @Override
    public Optional<ServerDesk.SeenView> seen(Server server) {
      return seen;
    }

    @Override
    public DriftView drift(Server server) {
      return new DriftView("block", Optional.empty(), 0, Optional.empty(), List.of());
    }

    @Override
    public Look probe(Server server) {
      probed.add(server.name().text());
      return new Look(view(), offered);
    }

    private ServerDesk.SeenView view() {
      return new ServerDesk.SeenView(
          NOW,
          Optional.of("modern"),
          Optional.of("2026-07-28"),
          Optional.of("crm 1.4"),
          12,
          0,
          3,
          Optional.empty(),
          offered.map(Pin::definitionsHash),
          List.of(),
          List.of());
    }
  }

  private static final class NoFetcher implements Fetcher {
    @Override
    public byte[] get(java.net.URI url, String accept, int mostBytes, Duration deadline)
        throws FetchFailed {
      throw new FetchFailed("no way out in this test");
    }
  }
}
