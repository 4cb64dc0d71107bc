package dev.gatehouse.server;

import dev.gatehouse.core.policy.PolicyRules;
import dev.gatehouse.core.registry.Approvals;
import dev.gatehouse.core.registry.Catalogue;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.store.Stores;
import dev.gatehouse.server.settings.Loaded;
import dev.gatehouse.server.settings.Settings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * What settings file and store declare together. The file comes first: what it declares, the store
 * cannot declare again.
 */
final class Declared {
  private Declared() {}

  /**
   * The servers of both, each with what was decided about it.
   *
   * @param at when the file was taken up
   */
  static Catalogue catalogue(Settings settings, Stores stores, Instant at) {
    var approvals = Approvals.of(stores.approvals().all());
    var servers = new LinkedHashMap<String, Server>();
    for (var server : settings.catalogue(at)) {
      servers.put(server.name().text(), decided(server, settings, approvals));
    }
    for (var stored : stores.servers().all()) {
      var approval = approvals.of(stored.name(), stored.connection());
      var drift = approvals.drift(stored.name(), stored.connection(), DriftMode.BLOCK);
      servers.putIfAbsent(stored.name().text(), stored.server(approval, drift));
    }
    return new Catalogue(servers.values());
  }

  /** What the file says of changes holds; else what was decided; else nobody has seen anything. */
  private static Server decided(Server server, Settings settings, Approvals approvals) {
    var written =
        Optional.ofNullable(settings.servers().get(server.name())).flatMap(it -> it.drift());
    return server.decided(
        server.isReachable() ? server.approval() : approvals.of(server.name(), server.connection()),
        written.orElseGet(
            () -> approvals.drift(server.name(), server.connection(), DriftMode.WARN)));
  }

  /** Which settings they are, and whom their owner vouches for, for the records. */
  static String inWords(Loaded loaded) {
    var approved =
        loaded.settings().servers().entrySet().stream()
            .filter(entry -> entry.getValue().approved())
            .map(entry -> entry.getKey().text())
            .toList();
    return approved.isEmpty()
        ? loaded.from()
        : loaded.from() + ", whose owner approves " + String.join(", ", approved);
  }

  /** The rules of both. */
  static PolicyRules rules(Settings settings, Stores stores) {
    var rules = settings.policy();
    for (var stored : stores.grants().all()) {
      rules = rules.plus(stored.role(), stored.grant());
    }
    return rules;
  }
}
