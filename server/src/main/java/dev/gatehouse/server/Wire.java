package dev.gatehouse.server;

import dev.gatehouse.core.connections.UpstreamOpener;
import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.Fetcher;
import dev.gatehouse.core.egress.NameService;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.secrets.Secrets;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.server.settings.Settings;
import dev.gatehouse.transport.Outside;
import dev.gatehouse.transport.StdioUpstream;
import dev.gatehouse.transport.Transport;
import dev.gatehouse.transport.UpstreamSettings;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens connections to servers over the wire, as the settings in force allow it. */
record Wire(Transport transport, Secrets secrets, Supplier<Settings> settings)
    implements UpstreamOpener {
  @Override
  public Upstream open(Server server, Sharing sharing) {
    var outside = outside(server.origin());
    return switch (server.connection()) {
      case Connection.Http http -> transport.open(http, outside);
      case Connection.Stdio stdio ->
          transport.open(
              stdio,
              sharing == Sharing.SHARED
                  ? StdioUpstream.Sharing.SHARED
                  : StdioUpstream.Sharing.PRIVATE,
              outside);
    };
  }

  /** What the owner of the file has named may be a private address; what the API named may not. */
  private Outside outside(Server.Origin origin) {
    var now = settings.get();
    var rules = origin == Server.Origin.FILE ? rules(now) : now.egress().rules();
    return new Outside(bounds(now), rules, NameService.SYSTEM, secrets);
  }

  /** Fetches documents from where the owner of the file says, and from public addresses. */
  Fetcher fetcher() {
    return transport.fetcher(
        () -> rules(settings.get()), NameService.SYSTEM, bounds(settings.get()));
  }

  private static AddressRules rules(Settings settings) {
    return settings.egress().rules().trusting(settings.ownHosts());
  }

  private static UpstreamSettings bounds(Settings settings) {
    var usual = UpstreamSettings.DEFAULT;
    return new UpstreamSettings(
        settings.bounds().connect(),
        usual.keepAlive(),
        usual.maxConnections(),
        usual.maxWaiting(),
        settings.bounds().answer().asInt(),
        Math.min(usual.maxEventBytes(), settings.bounds().answer().asInt()),
        Optional.empty());
  }
}
