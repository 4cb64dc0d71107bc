package dev.gatehouse.server;

import dev.gatehouse.core.artifacts.Artifacts;
import dev.gatehouse.core.audit.AuditKey;
import dev.gatehouse.core.audit.Journal;
import dev.gatehouse.core.audit.Lane;
import dev.gatehouse.core.bridges.BridgedUpstreams;
import dev.gatehouse.core.bridges.Later;
import dev.gatehouse.core.bridges.ModernFaces;
import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.gateway.Endpoint;
import dev.gatehouse.core.gateway.Gateway;
import dev.gatehouse.core.gateway.GatewayParts;
import dev.gatehouse.core.gateway.Snapshot;
import dev.gatehouse.core.gateway.ViewedTools;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Challenges;
import dev.gatehouse.core.identity.ResourceMetadata;
import dev.gatehouse.core.identity.StoredKey;
import dev.gatehouse.core.leaks.Redactor;
import dev.gatehouse.core.limits.Counts;
import dev.gatehouse.core.limits.FloodBound;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.core.secrets.LocalSecrets;
import dev.gatehouse.core.secrets.Secret;
import dev.gatehouse.core.sessions.ClientSessions;
import dev.gatehouse.core.sessions.SessionSeals;
import dev.gatehouse.core.store.Stores;
import dev.gatehouse.core.telemetry.Telemetry;
import dev.gatehouse.core.views.Views;
import dev.gatehouse.protocol.StrictJson;
import dev.gatehouse.server.settings.BuiltInKinds;
import dev.gatehouse.server.settings.Loaded;
import dev.gatehouse.server.settings.Problem;
import dev.gatehouse.server.settings.Problems;
import dev.gatehouse.server.settings.Settings;
import dev.gatehouse.server.settings.SettingsLoader;
import dev.gatehouse.server.settings.SettingsWatch;
import dev.gatehouse.store.sqlite.SqliteStores;
import dev.gatehouse.transport.HttpListener;
import dev.gatehouse.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One running Gatehouse: everything is made here, top to bottom, and closed in reverse. Nothing
 * else knows how the parts fit together.
 */
public final class House implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(House.class.getName());
  private static final Duration TICK = Duration.ofSeconds(10);

  /**
   * How to run it.
   *
   * @param base what relative paths are relative to
   * @param settingsFile the file that is watched for changes; nothing is, when it is absent
   * @param overrides what holds whatever the settings say
   * @param threads where calls run
   * @param eventLoops how many, 0 for one per processor
   */
  public record Options(
      Path base,
      Optional<Path> settingsFile,
      Overrides overrides,
      Gateway.Threads threads,
      int eventLoops) {
    /** The usual way: nothing watched, nothing overridden, one event loop per processor. */
    public static Options in(Path base) {
      return new Options(
          base, Optional.empty(), Overrides.NONE, Gateway.Threads.EVENT_LOOP_FIRST, 0);
    }
  }

  /** Where the journal is, in the data directory. */
  static final String AUDIT = "audit";

  private static final int MOST_RESOURCES = 10_000;

  private final ConcurrentHashMap<Endpoint, String> resources = new ConcurrentHashMap<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final InstantSource clock = InstantSource.system();
  private final Loaded first;
  private final Path data;
  private final Stores stores;
  private final Journal journal;
  private final Transport transport;
  private final Decisions decisions;
  private final Connections connections;
  private final Eras eras;
  private final Views views;
  private final Sealer sealer;
  private final Artifacts artifacts;
  private final ClientSessions sessions;
  private final ModernFaces modernFaces;
  private final Authentication authentication;
  private final Telemetry telemetry = new Telemetry(Version.TEXT);
  private final Gateway gateway;
  private final DriftWatch drifts;
  private final Behind lookAtAll = new Behind("drift", this::lookAtAll);
  private final Behind recheck = new Behind("recheck", this::recheck);
  private final HttpListener listener;
  private final AtomicReference<Optional<Secret>> firstKey;
  private final Optional<SettingsWatch> watch;

  /**
   * Opens everything; calls are answered when this returns.
   *
   * @throws Problems when the settings cannot be used
   * @throws IOException when data directory, journal or port cannot be opened; the message says why
   *     and what to do
   */
  public static House open(Loaded loaded, Options options) throws Problems, IOException {
    return new House(loaded, options);
  }

  private House(Loaded loaded, Options options) throws Problems, IOException {
    this.first = options.overrides().over(loaded);
    try {
      var settings = first.settings();
      this.data = PrivateFolder.make(options.base().resolve(settings.data()).normalize());
      var audit = PrivateFolder.narrow(PrivateFolder.make(data.resolve(AUDIT)));
      this.stores = opens(new SqliteStores(data));
      stores.open();
      var auditKey = AuditKey.in(data);
      this.journal =
          opens(Journal.open(audit, settings.audit(), auditKey, clock, Redactor::redact));
      var moments = new Moments(journal);
      this.transport = opens(Transport.open(options.eventLoops()));
      var secrets = LocalSecrets.ofThisProcess(options.base(), House::warn);
      var wire = new Wire(transport, secrets, this::settings);
      this.authentication = new Authentication(wire.fetcher());
      this.connections =
          opens(new Connections(wire, System::nanoTime, settings.bounds().processes()));
      this.eras = new Eras(connections, System::nanoTime);
      this.views = opens(new Views(connections, eras, System::nanoTime));
      this.sealer = new Sealer(SealingKey.in(data));
      this.artifacts = new Artifacts(stores.artifacts(), clock);
      this.sessions = opens(sessions(settings));
      this.modernFaces =
          opens(new ModernFaces(connections, modernBounds(settings), System::nanoTime));
      this.decisions =
          new Decisions(
              stores,
              authentication,
              catalogue -> KnownSchemas.of(catalogue, views),
              new Counts(System::nanoTime),
              clock,
              this::drifted,
              this::swapped);
      this.drifts = new DriftWatch(decisions, stores.pins(), views, journal, telemetry, clock);
      this.gateway = new Gateway(parts(settings, options));
      opens(gateway::settle);
      stores.onChange(decisions::again);
      views.onChange(drifts::look);
      views.onChange(_ -> decisions.again());
      requireNone(decisions.take(first));
      moments.started(Version.TEXT + ", settings " + Declared.inWords(first));
      opens(moments);
      this.firstKey = new AtomicReference<>(FirstKey.in(data, stores.keys(), clock));
      var presence = opens(new Presence(data));
      var admin = new AdminWiring(this, wire, connections, auditKey);
      this.listener =
          opens(
              transport.listen(
                  settings.listener(), gateway, new ControlRoutes(this, admin, presence)));
      presence.write(listener.address(), clock.instant());
      showLevels();
      keepTidy();
      this.watch = options.settingsFile().map(file -> watch(file, loaded, options));
    } catch (Problems | IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private GatewayParts parts(Settings settings, Options options) throws IOException {
    return new GatewayParts(
        decisions,
        authentication,
        new FloodBound(settings.flood(), System::nanoTime),
        sessions,
        connections,
        eras,
        modernFaces,
        views,
        journal,
        this::lane,
        settings.audit(),
        sealer,
        settings.bounds().requestState(),
        this::resource,
        this::challenge,
        telemetry,
        new StrictJson.Bounds(
            settings.bounds().jsonDepth(),
            StrictJson.Bounds.DEFAULT.maxStringBytes(),
            StrictJson.Bounds.DEFAULT.maxNumberDigits(),
            StrictJson.Bounds.DEFAULT.maxNameBytes()),
        options.threads(),
        clock,
        System::nanoTime);
  }

  private ClientSessions sessions(Settings settings) {
    var bounds = settings.bounds();
    return new ClientSessions(
        connections,
        new BridgedUpstreams(eras, new ViewedTools(views), Later.REAL),
        new ClientSessions.Bounds(
            bounds.sessionsPerCaller(),
            bounds.sessions(),
            bounds.idleSession(),
            bounds.idleProcess()),
        new SessionSeals(sealer, bounds.sessionAge(), clock),
        System::nanoTime);
  }

  private static ModernFaces.Bounds modernBounds(Settings settings) {
    return new ModernFaces.Bounds(
        settings.bounds().sessionsPerCaller(),
        settings.bounds().sessions(),
        settings.bounds().idleSession(),
        settings.bounds().idleProcess(),
        settings.bounds().requestState());
  }

  private Lane lane() {
    var loop = transport.currentLoop();
    return loop < 0 ? journal.shared() : journal.lane(loop + 1);
  }

  /** The URL of a route, made once for each. */
  private String resource(Endpoint endpoint) {
    var known = resources.get(endpoint);
    if (known != null) {
      return known;
    }
    var url = publicUrl() + endpoint.path();
    if (resources.size() < MOST_RESOURCES) {
      resources.put(endpoint, url);
    }
    return url;
  }

  private String challenge(Endpoint endpoint, List<String> missingScopes) {
    var resource = URI.create(resource(endpoint));
    return missingScopes.isEmpty()
        ? authentication.challenge(resource)
        : Challenges.insufficientScope(ResourceMetadata.url(resource), missingScopes);
  }

  private void swapped(Snapshot snapshot) {
    var servers = snapshot.catalogue().reachable();
    connections.retain(servers);
    eras.retain(servers);
    modernFaces.retain(servers);
    views.retain(servers.stream().map(Server::name).toList());
    for (var server : servers) {
      if (views.known(server.name()).isEmpty()) {
        views.refresh(server);
      }
    }
    if (gateway != null) {
      gateway.listsChanged();
      recheck.ask();
      lookAtAll.ask();
    }
  }

  private void drifted(ServerName name) {
    drifts.heard(name);
  }

  private void lookAtAll() {
    drifts.lookAtAll();
  }

  private void showLevels() {
    telemetry.level("gatehouse_sessions", "Sessions of legacy clients.", sessions::count);
    telemetry.level(
        "gatehouse_bridged_sessions",
        "Sessions at legacy servers for modern clients.",
        modernFaces::count);
    telemetry.level(
        "gatehouse_parked_calls",
        "Calls of modern clients that wait for input.",
        modernFaces::parked);
    telemetry.level(
        "gatehouse_client_connections", "Open connections of clients.", listener::connections);
    telemetry.level(
        "gatehouse_servers_reachable",
        "Servers that are approved.",
        () -> decisions.get().catalogue().reachable().size());
    telemetry.level(
        "gatehouse_servers_drifting",
        "Servers that do not offer what was pinned.",
        drifts::drifting);
  }

  private SettingsWatch watch(Path file, Loaded loaded, Options options) {
    var watching =
        opens(
            new SettingsWatch(
                new SettingsLoader(BuiltInKinds.ALL),
                file,
                options.base(),
                loaded,
                new Reload(decisions, options.overrides(), journal, resources::clear)));
    watching.start(SettingsWatch.USUAL_PERIOD);
    return watching;
  }

  private void keepTidy() {
    var ticks = new Ticker(TICK, this::tidy);
    opens(ticks);
    ticks.start();
  }

  private void recheck() {
    gateway.recheck();
  }

  private void tidy() {
    recheck.ask();
    drifts.askAgain(settings().bounds().lookAgain());
    sessions.reap();
    modernFaces.reap();
    connections.reap(settings().bounds().idleProcess());
  }

  private static void requireNone(List<Problem> problems) throws Problems {
    if (!problems.isEmpty()) {
      throw new Problems(problems);
    }
  }

  private static void warn(String message) {
    LOG.log(System.Logger.Level.WARNING, message);
  }

  private <T extends AutoCloseable> T opens(T part) {
    opened.push(part);
    return part;
  }

  /** The settings in force. */
  public Settings settings() {
    return decisions == null || !decisions.isLoaded()
        ? first.settings()
        : decisions.loaded().settings();
  }

  /** Where clients reach it. */
  public URI publicUrl() {
    return settings().publicUrl().orElseGet(() -> listener.address());
  }

  /** Where it listens. */
  public URI address() {
    return listener.address();
  }

  /** Its data directory. */
  public Path data() {
    return data;
  }

  /**
   * The key of the first administrator, when this start has made it: given out once. It also stands
   * in the file {@code admin.key} of the data directory.
   */
  public Optional<Secret> firstKey() {
    var made = firstKey.getAndSet(Optional.empty());
    return made == null ? Optional.empty() : made;
  }

  /** Why the settings file as it is now is not in use. */
  Optional<Problems> settingsRefusal() {
    return watch == null ? Optional.empty() : watch.flatMap(SettingsWatch::refusal);
  }

  /** What watches the settings file, when something does. */
  Optional<SettingsWatch> watch() {
    return watch;
  }

  /** Whether any server is approved. */
  public boolean isAnythingReachable() {
    return !decisions.get().catalogue().reachable().isEmpty();
  }

  /** Keeps an API key; it holds when this returns. */
  public void addKey(StoredKey key) {
    stores.keys().add(key);
  }

  Artifacts artifacts() {
    return artifacts;
  }

  Sealer sealer() {
    return sealer;
  }

  Stores stores() {
    return stores;
  }

  Journal journal() {
    return journal;
  }

  Decisions decisions() {
    return decisions;
  }

  Views views() {
    return views;
  }

  DriftWatch drifts() {
    return drifts;
  }

  Eras eras() {
    return eras;
  }

  Authentication authentication() {
    return authentication;
  }

  Telemetry telemetry() {
    return telemetry;
  }

  Gateway gateway() {
    return gateway;
  }

  InstantSource clock() {
    return clock;
  }

  /** Takes no new calls, lets those under way end within the time, then closes everything. */
  public void drain() {
    listener.drain(settings().bounds().drain());
    close();
  }

  /** Closes everything at once, last opened first. */
  @Override
  public void close() {
    var failures = new ArrayList<Exception>();
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        failures.add(e);
      }
    }
    failures.forEach(e -> LOG.log(System.Logger.Level.WARNING, "closing: " + e.getMessage(), e));
  }
}
