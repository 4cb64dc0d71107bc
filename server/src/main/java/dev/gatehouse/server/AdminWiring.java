package dev.gatehouse.server;

import dev.gatehouse.core.audit.AuditKey;
import dev.gatehouse.core.audit.AuditReader;
import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.UpstreamOpener;
import dev.gatehouse.server.admin.AdminApi;
import dev.gatehouse.server.admin.Desks;
import dev.gatehouse.server.admin.JournalChangeLog;
import dev.gatehouse.server.admin.JournalDesk;
import dev.gatehouse.server.admin.StoredArtifactDesk;
import dev.gatehouse.server.admin.StoredGrantDesk;
import dev.gatehouse.server.admin.StoredInventoryDesk;
import dev.gatehouse.server.admin.StoredKeyDesk;
import dev.gatehouse.server.admin.StoredServerDesk;
import dev.gatehouse.server.desk.DecisionDesk;
import dev.gatehouse.server.desk.DeclaredGrants;
import dev.gatehouse.server.desk.KnownServers;
import dev.gatehouse.server.desk.RunningState;
import dev.gatehouse.server.desk.ServerProbes;
import dev.gatehouse.server.http.Door;
import dev.gatehouse.server.settings.Loaded;
import dev.gatehouse.server.settings.Problem;
import java.util.List;
import java.util.Optional;

/** Puts the admin API together from the parts of a house. */
final class AdminWiring {
  private final House house;
  private final UpstreamOpener opener;
  private final Connections connections;
  private final AuditKey auditKey;

  AdminWiring(House house, UpstreamOpener opener, Connections connections, AuditKey auditKey) {
    this.house = house;
    this.opener = opener;
    this.connections = connections;
    this.auditKey = auditKey;
  }

  AdminApi api(Door door) {
    return new AdminApi(door, new JournalChangeLog(house.journal()), desks());
  }

  private Desks desks() {
    var clock = house.clock();
    var stores = house.stores();
    var reader = new AuditReader(house.data().resolve(House.AUDIT));
    var probes =
        new ServerProbes(
            opener,
            connections,
            house.eras(),
            house.views(),
            house.drifts(),
            clock,
            System::nanoTime);
    var known =
        new KnownServers(
            () -> house.decisions().get().catalogue().servers(),
            stores.artifacts(),
            () -> List.of(house.publicUrl().toString(), house.address().toString()),
            () -> house.settings().inventory().rules());
    return new Desks(
        new StoredKeyDesk(stores.keys(), clock),
        new StoredServerDesk(
            stores, () -> house.decisions().get().catalogue().servers(), probes, clock),
        new StoredGrantDesk(
            stores.grants(), () -> DeclaredGrants.of(house.settings().policy()), clock),
        new DecisionDesk(
            new DecisionDesk.Sources(
                house.decisions(),
                () -> Declared.rules(house.settings(), stores),
                house.decisions()::rulesSince,
                stores.keys(),
                house.views(),
                house.eras(),
                reader,
                house.gateway(),
                clock)),
        new JournalDesk(reader, auditKey.publicKey(), clock),
        new StoredArtifactDesk(house.artifacts()),
        new StoredInventoryDesk(stores.inventory(), known::now, clock),
        new RunningState(Version.TEXT, clock.instant(), house.data(), this::settings));
  }

  private RunningState.State settings() {
    var from = house.decisions().loaded().from();
    return new RunningState.State(
        Optional.of(from).filter(name -> !name.equals(Loaded.NO_FILE)),
        house.decisions().loadedAt(),
        house
            .settingsRefusal()
            .map(problems -> problems.list().stream().map(Problem::toString).toList())
            .orElse(List.of()));
  }
}
