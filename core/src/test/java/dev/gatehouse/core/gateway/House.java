package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditKey;
import dev.gatehouse.core.audit.AuditReader;
import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.audit.Journal;
import dev.gatehouse.core.audit.Level;
import dev.gatehouse.core.bridges.BridgedUpstreams;
import dev.gatehouse.core.bridges.Later;
import dev.gatehouse.core.bridges.ModernFaces;
import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.egress.FetchFailed;
import dev.gatehouse.core.gateway.Gateway.Threads;
import dev.gatehouse.core.guardrails.Guardrail;
import dev.gatehouse.core.guardrails.Guardrails;
import dev.gatehouse.core.identity.ApiKey;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.IdentitySettings;
import dev.gatehouse.core.identity.KeyIndex;
import dev.gatehouse.core.identity.StoredKey;
import dev.gatehouse.core.kind.ByteSize;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.limits.Counts;
import dev.gatehouse.core.limits.FloodBound;
import dev.gatehouse.core.limits.FloodSettings;
import dev.gatehouse.core.limits.LimitRules;
import dev.gatehouse.core.limits.Limits;
import dev.gatehouse.core.pins.Definitions;
import dev.gatehouse.core.pins.Drift;
import dev.gatehouse.core.pins.Pins;
import dev.gatehouse.core.pins.TextScan;
import dev.gatehouse.core.policy.LimitRule;
import dev.gatehouse.core.policy.Rules;
import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.Catalogue;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.core.sessions.ClientSessions;
import dev.gatehouse.core.sessions.SessionSeals;
import dev.gatehouse.core.telemetry.Telemetry;
import dev.gatehouse.core.views.Views;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with everything real but the wire: servers are scripted, clients write to {@link
 * CapturedReply}, and time stands still until it is moved. Opened by its first request.
 */
final class House implements AutoCloseable {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  final Rules rules = Rules.rules();
  final List<ServerName> news = new CopyOnWriteArrayList<>();
  final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  private final Path directory;
  private final Map<ScriptedServer, Approval> servers = new LinkedHashMap<>();
  private final List<LimitRule> limits = new ArrayList<>();
  private final List<Guardrail> guardrails = new ArrayList<>();
  private final Map<String, String> keys = new HashMap<>();
  private final List<StoredKey> stored = new ArrayList<>();
  private final Authentication authentication =
      new Authentication(
          (_, _, _, _) -> {
            throw new FetchFailed("there is no network here");
          },
          () -> this.time,
          Runnable::run);
  private volatile Instant time = NOON;
  private @Nullable Snapshot current;
  private Threads threads = Threads.EVENT_LOOP_FIRST;
  private FloodSettings flood = FloodSettings.DEFAULT;
  private Level level = Level.PROCESS;
  private AuditSettings.OnFailure onFailure = AuditSettings.OnFailure.REFUSE;
  private @Nullable Open open;

  /** What is there once the first request has come. */
  private record Open(
      Gateway gateway, Journal journal, ClientSessions sessions, Views views, ModernFaces faces) {}

  private House(Path directory) {
    this.directory = directory;
  }

  static House in(Path directory) {
    return new House(directory);
  }

  House with(ScriptedServer server) {
    servers.put(server, new Approval.Approved("ana", NOON));
    return this;
  }

  House withUnapproved(ScriptedServer server) {
    servers.put(server, new Approval.Pending("nobody has looked at it"));
    return this;
  }

  /** Lets the caller use these tools. */
  House allowing(String caller, String... tools) {
    for (var tool : tools) {
      rules.grant(caller, tool);
    }
    return this;
  }

  House limited(int calls, Duration per) {
    return limited(Optional.of(calls), Optional.of(per), Optional.empty());
  }

  House limitedAtOnce(int concurrent) {
    return limited(Optional.empty(), Optional.empty(), Optional.of(concurrent));
  }

  private House limited(Optional<Integer> calls, Optional<Duration> per, Optional<Integer> many) {
    var source = new Source("limits[" + limits.size() + "]", "");
    limits.add(new LimitRule(calls, per, many, List.of(), Optional.empty(), source));
    return this;
  }

  House guardedBy(Guardrail guardrail) {
    guardrails.add(guardrail);
    return this;
  }

  House flood(FloodSettings settings) {
    flood = settings;
    return this;
  }

  House on(Threads where) {
    threads = where;
    return this;
  }

  House recordingAt(Level durability) {
    level = durability;
    return this;
  }

  House allowingUnrecorded() {
    onFailure = AuditSettings.OnFailure.ALLOW;
    return this;
  }

  /** The credential of a caller, whose only role has its own name. */
  String key(String caller) {
    if (!keys.containsKey(caller)) {
      var made =
          ApiKey.create(
              caller, Set.of(caller), Map.of(), NOON, Optional.empty(), new SecureRandom());
      keys.put(caller, "Bearer " + made.text().reveal());
      stored.add(made.stored());
      authentication.use(IdentitySettings.NONE, KeyIndex.of(stored));
    }
    return Objects.requireNonNull(keys.get(caller));
  }

  /** Fetches the lists of a server, so that calls need not wait for them. Opens the house. */
  House knowing(ScriptedServer server) {
    views().of(server.declared(), Waiting.ALLOWED);
    return this;
  }

  /** Approves what the server offers now. Opens the house. */
  House pinning(ScriptedServer server) {
    var declared = server.declared();
    var view = views().refreshNow(declared);
    var pin =
        Pin.bounded(
            declared.name(),
            declared.connection().fingerprint(),
            Definitions.of(view),
            "ana",
            NOON);
    var now = Objects.requireNonNull(current);
    var pins = new ArrayList<>(now.pins().all().stream().flatMap(p -> p.pin().stream()).toList());
    pins.removeIf(each -> each.server().equals(pin.server()));
    pins.add(pin);
    current =
        new Snapshot(
            now.catalogue(),
            now.policy(),
            now.limits(),
            now.guardrails(),
            now.pins().next(now.catalogue().reachable(), pins, TextScan.NONE, news::add));
    return this;
  }

  /** Asks the server what it offers now, and holds that against the pin. */
  Drift looksAt(ScriptedServer server) {
    var view = views().refreshNow(server.declared());
    return Objects.requireNonNull(current).pins().of(server.name).look(view).orElseThrow();
  }

  /** Takes the caller's key back. */
  House revoking(String caller) {
    return changing(caller, Optional.empty(), Optional.of(NOON));
  }

  /** Gives the caller's key an end. */
  House expiring(String caller, Instant when) {
    return changing(caller, Optional.of(when), Optional.empty());
  }

  private House changing(String caller, Optional<Instant> expires, Optional<Instant> revoked) {
    key(caller);
    stored.replaceAll(key ->
        key.name().equals(caller)
            ? new StoredKey(
                key.id(),
                key.name(),
                key.prefix(),
                key.hash(),
                key.roles(),
                key.created(),
                expires,
                revoked,
                key.attributes())
            : key);
    authentication.use(IdentitySettings.NONE, KeyIndex.of(stored));
    return this;
  }

  /** Swaps the policy for other rules. */
  House ruledBy(Rules others) {
    opened();
    var now = Objects.requireNonNull(current);
    current =
        new Snapshot(now.catalogue(), others.policy(), now.limits(), now.guardrails(), now.pins());
    return this;
  }

  /** Moves the time of day, which starts at noon. */
  House at(Instant now) {
    time = now;
    return this;
  }

  /** Sends a request and returns at once. */
  CapturedReply send(Arrival arrival) {
    var reply = new CapturedReply();
    opened().gateway().handle(arrival, reply);
    return reply;
  }

  /** Sends a request of the modern era and waits for its whole answer. */
  CapturedReply modern(String caller, String path, String method, String params) {
    return send(Request.modern(key(caller), path, "7", method, params)).complete();
  }

  /** Calls a tool in the modern era, without arguments. */
  CapturedReply calls(String caller, String path, String tool) {
    return modern(caller, path, "tools/call", "{\"name\":\"" + tool + "\"}");
  }

  /** Begins a session of the legacy era and returns its id. */
  String session(String caller, String path) {
    return initialize(caller, path).sessionId();
  }

  CapturedReply initialize(String caller, String path) {
    return send(Request.initialize(key(caller), path)).complete();
  }

  /** Sends a request in a session and waits for its whole answer. */
  CapturedReply legacy(String caller, String path, String session, String method, String params) {
    return send(Request.legacy(key(caller), path, session, "7", method, params)).complete();
  }

  /** What the journal holds, one line each, oldest first. */
  List<String> journal() {
    try {
      var lines = new ArrayList<String>();
      for (var record : new AuditReader(directory.resolve("audit")).tail(100)) {
        var line = inWords(record.event());
        if (!line.isEmpty()) {
          lines.add(line);
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String inWords(AuditEvent event) {
    return switch (event) {
      case AuditEvent.Intent(var call, var rule, _, _) ->
          "intent " + call.method() + " " + call.server() + "/" + call.target() + " by " + rule;
      case AuditEvent.Outcome outcome ->
          "outcome "
              + outcome.status()
              + (outcome.refusal() == null ? "" : " " + outcome.refusal())
              + (outcome.findings() == null ? "" : " " + outcome.findings());
      case AuditEvent.Denied denied ->
          "denied "
              + denied.call().method()
              + " "
              + denied.refusal()
              + (denied.rule() == null ? "" : " by " + denied.rule())
              + ": "
              + denied.reason();
      case AuditEvent.Change _, AuditEvent.System _ -> "";
    };
  }

  /** By what names the journal knows sessions. */
  List<String> sessionsInJournal() {
    try {
      var names = new ArrayList<String>();
      for (var record : new AuditReader(directory.resolve("audit")).tail(100)) {
        if (record.event() instanceof AuditEvent.Intent(var call, _, _, _)
            && call.session() != null) {
          names.add(call.session());
        }
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the journal refuse whatever comes from now on. */
  void closeJournal() {
    try {
      opened().journal().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ClientSessions sessions() {
    return opened().sessions();
  }

  Views views() {
    return opened().views();
  }

  Gateway gateway() {
    return opened().gateway();
  }

  private Open opened() {
    var already = open;
    if (already != null) {
      return already;
    }
    try {
      var made = make();
      open = made;
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Open make() throws IOException {
    var audit =
        new AuditSettings(
            level,
            Duration.ofDays(400),
            ByteSize.of("256KiB"),
            onFailure,
            AuditSettings.KeptArguments.DIGEST);
    Files.createDirectories(directory);
    var journal =
        Journal.open(
            directory.resolve("audit"), audit, AuditKey.in(directory), () -> time, text -> text);
    var connections = new Connections((server, _) -> scripted(server), nanos::get, 100);
    var eras = new Eras(connections, nanos::get);
    var views = new Views(connections, eras, nanos::get);
    var bounds = new ClientSessions.Bounds(8, 100, Duration.ofHours(1), Duration.ofMinutes(10));
    var upstreams = new BridgedUpstreams(eras, new ViewedTools(views), Later.REAL);
    var sealer = new Sealer(new byte[Sealer.KEY_BYTES]);
    var seals = new SessionSeals(sealer, Duration.ofDays(7), () -> NOON);
    var sessions = new ClientSessions(connections, upstreams, bounds, seals, nanos::get);
    var faces =
        new ModernFaces(
            connections,
            new ModernFaces.Bounds(
                4, 100, Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(10)),
            nanos::get);
    var snapshot =
        new Snapshot(
            catalogue(),
            rules.policy(),
            Limits.of(new LimitRules(limits, Map.of(), Map.of()), new Counts(nanos::get)),
            Guardrails.of(guardrails),
            Pins.NONE);
    current = snapshot;
    var gateway =
        new Gateway(
            new GatewayParts(
                () -> Objects.requireNonNull(current),
                authentication,
                new FloodBound(flood, nanos::get),
                sessions,
                connections,
                eras,
                faces,
                views,
                journal,
                journal::shared,
                audit,
                sealer,
                Duration.ofMinutes(10),
                endpoint -> "http://gatehouse.test" + endpoint.path(),
                (_, scopes) -> "Bearer resource_metadata=\"http://gatehouse.test/x\"" + scopes,
                new Telemetry("test"),
                StrictJson.Bounds.DEFAULT,
                threads,
                () -> time,
                nanos::get));
    return new Open(gateway, journal, sessions, views, faces);
  }

  private Catalogue catalogue() {
    return new Catalogue(
        servers.entrySet().stream().map(each -> each.getKey().declared(each.getValue())).toList());
  }

  private ScriptedServer scripted(Server server) {
    return servers.keySet().stream()
        .filter(each -> each.name.equals(server.name()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    if (open != null) {
      open.views().close();
      open.sessions().close();
      open.faces().close();
      closeJournal();
    }
  }
}
