package dev.gatehouse.server;

import dev.gatehouse.core.policy.PolicyRules;
import dev.gatehouse.core.registry.Approvals;
import dev.gatehouse.core.registry.Catalogue;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.store.Stores;
import dev.gatehouse.server.settings.Loaded;
import dev.gatehouse.server.settings.Settings;
import java.time.Instant;
import java.util.LinkedHashMap;

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
      servers.put(server.name().text(), server.isReachable() ? server : decided(server, approvals));
    }
    for (var stored : stores.servers().all()) {
      var approval = approvals.of(stored.name(), stored.connection());
      servers.putIfAbsent(stored.name().text(), stored.server(approval));
    }
    return new Catalogue(servers.values());
  }

  private static Server decided(Server server, Approvals approvals) {
    return new Server(
        server.name(),
        server.connection(),
        server.origin(),
        approvals.of(server.name(), server.connection()),
        server.era(),
        server.sessions(),
        server.deadline());
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
