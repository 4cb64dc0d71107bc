package dev.gatehouse.server;

import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.policy.Grant;
import dev.gatehouse.core.policy.PolicyRules;
import dev.gatehouse.core.policy.StoredGrant;
import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.ApprovalDecision;
import dev.gatehouse.core.registry.Catalogue;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.store.Stores;
import dev.gatehouse.server.settings.Settings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    Map<String, ApprovalDecision> decisions =
        stores.approvals().all().stream()
            .collect(Collectors.toMap(decision -> decision.server().text(), Function.identity()));
    var servers = new LinkedHashMap<String, Server>();
    for (var server : settings.catalogue(at)) {
      servers.put(server.name().text(), decided(server, decisions));
    }
    for (var stored : stores.servers().all()) {
      var pending =
          new Approval.Pending(
              "nobody has approved it yet: gatehouse server approve " + stored.name());
      servers.putIfAbsent(stored.name().text(), decided(stored.server(pending), decisions));
    }
    return new Catalogue(servers.values());
  }

  private static Server decided(Server server, Map<String, ApprovalDecision> decisions) {
    var decision = decisions.get(server.name().text());
    if (decision == null || server.isReachable()) {
      return server;
    }
    Approval approval =
        decision.fingerprint().equals(server.connection().fingerprint())
            ? new Approval.Approved(decision.by(), decision.at())
            : new Approval.Pending(
                "it is reached in another way than the one that "
                    + decision.by()
                    + " approved: look at it and approve it again");
    return new Server(
        server.name(),
        server.connection(),
        server.origin(),
        approval,
        server.era(),
        server.sessions(),
        server.deadline());
  }

  /** The rules of both. */
  static PolicyRules rules(Settings settings, Stores stores) {
    var rules = settings.policy();
    for (var stored : stores.grants().all()) {
      rules = rules.plus(stored.role(), grant(stored));
    }
    return rules;
  }

  private static Grant grant(StoredGrant stored) {
    var globs = List.of(stored.glob());
    var source = new Source("store grants/" + stored.id(), "");
    return switch (stored.primitive()) {
      case TOOL ->
          new Grant(globs, List.of(), List.of(), Optional.empty(), Optional.empty(), source);
      case RESOURCE ->
          new Grant(List.of(), globs, List.of(), Optional.empty(), Optional.empty(), source);
      case PROMPT ->
          new Grant(List.of(), List.of(), globs, Optional.empty(), Optional.empty(), source);
    };
  }
}
