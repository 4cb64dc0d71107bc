package dev.gatehouse.server.desk;

import static dev.gatehouse.core.artifacts.ArtifactKind.SERVER;

import dev.gatehouse.core.artifacts.ArtifactQuery;
import dev.gatehouse.core.artifacts.ArtifactStore;
import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.core.artifacts.NotReadable;
import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.core.artifacts.ServerDocument;
import dev.gatehouse.core.artifacts.Status;
import dev.gatehouse.core.inventory.DenyRule;
import dev.gatehouse.core.inventory.Identity;
import dev.gatehouse.core.inventory.Known;
import dev.gatehouse.core.inventory.Known.Entry;
import dev.gatehouse.core.inventory.Known.Holder;
import dev.gatehouse.core.inventory.Known.Standing;
import dev.gatehouse.core.inventory.StartCommand;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Server;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the inventory is held against: the servers of the gateway, all versions in the registry, and
 * the deny list. What is read of the registry is kept until the registry changes. Thread-safe;
 * blocks on the store.
 */
public final class KnownServers {
  private static final int PAGE = 1_000;

  /** Of a registry with more versions, those that come later in the order of names are unknown. */
  private static final int MOST_VERSIONS = 200_000;

  private final Supplier<? extends Collection<Server>> servers;
  private final ArtifactStore artifacts;
  private final Supplier<List<String>> urls;
  private final Supplier<List<DenyRule>> denied;
  private volatile @Nullable Registry registry;

  /** What the registry had when it had changed last at that moment and held so many versions. */
  private record Registry(Optional<Instant> changed, long count, List<Entry> entries) {}

  /**
   * @param urls of the gateway itself
   * @param denied the deny list in force
   */
  public KnownServers(
      Supplier<? extends Collection<Server>> servers,
      ArtifactStore artifacts,
      Supplier<List<String>> urls,
      Supplier<List<DenyRule>> denied) {
    this.servers = servers;
    this.artifacts = artifacts;
    this.urls = urls;
    this.denied = denied;
  }

  /** What is known now. */
  public Known now() {
    var entries =
        Stream.concat(
                servers.get().stream().map(KnownServers::entry).flatMap(Optional::stream),
                registry().entries().stream())
            .toList();
    return Known.of(entries, urls.get(), denied.get());
  }

  private Registry registry() {
    var changed = artifacts.newestChange();
    var count = artifacts.count(SERVER);
    var last = registry;
    if (last != null && last.changed.equals(changed) && last.count == count) {
      return last;
    }
    var read = new Registry(changed, count, read());
    registry = read;
    return read;
  }

  private List<Entry> read() {
    var entries = new ArrayList<Entry>();
    var query =
        new ArtifactQuery(
            "",
            "",
            PAGE,
            "",
            Optional.empty(),
            new ArtifactQuery.Which.All(),
            true,
            EnumSet.allOf(ReviewState.class));
    for (var seen = 0; seen < MOST_VERSIONS; seen += PAGE) {
      var page = artifacts.list(SERVER, query);
      page.forEach(version -> entries.addAll(entries(version)));
      if (page.size() < PAGE) {
        break;
      }
      query = query.behind(page.getLast().name(), page.getLast().version());
    }
    return entries;
  }

  private static List<Entry> entries(ArtifactVersion version) {
    ServerDocument document;
    try {
      document = ServerDocument.read(version.document().getBytes(StandardCharsets.UTF_8));
    } catch (NotReadable _) {
      // Kept by another version of this program; it offers nothing that could be matched.
      return List.of();
    }
    var packages =
        document.packages().stream()
            .map(
                pack -> Identity.ofPackage(pack.registryType(), pack.identifier(), pack.version()));
    var remotes = document.remoteUrls().stream().map(Identity::ofUrl);
    var named = Stream.of(Optional.of(Identity.of(Identity.Kind.LISTED, version.name())));
    return Stream.of(packages, remotes, named)
        .flatMap(all -> all)
        .flatMap(Optional::stream)
        .map(identity -> new Entry(identity, version.name(), Holder.REGISTRY, standing(version)))
        .toList();
  }

  private static Standing standing(ArtifactVersion version) {
    if (version.status() == Status.DELETED) {
      return Standing.UNDECIDED;
    }
    return switch (version.review()) {
      case APPROVED -> Standing.APPROVED;
      case REJECTED, QUARANTINED -> Standing.DENIED;
      case CANDIDATE, DRAFT, SUBMITTED, IN_REVIEW, RETIRED -> Standing.UNDECIDED;
    };
  }

  private static Optional<Entry> entry(Server server) {
    var identity =
        switch (server.connection()) {
          case Connection.Http http -> Identity.ofUrl(http.url().toString());
          case Connection.Stdio stdio ->
              Optional.of(StartCommand.of(stdio.command(), stdio.environment()).identity());
        };
    var standing = server.isReachable() ? Standing.APPROVED : Standing.UNDECIDED;
    return identity.map(one -> new Entry(one, server.name().text(), Holder.GATEWAY, standing));
  }
}
