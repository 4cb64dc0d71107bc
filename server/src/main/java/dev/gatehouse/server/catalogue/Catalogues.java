package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.artifacts.ArtifactStore;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.server.catalogue.RegistrySettings.Readers;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The catalogues of the registry: the default one, which shows everything, and those of the
 * settings, each a part of it with readers of its own. Thread-safe; blocks where the store does.
 */
public final class Catalogues {
  /** The catalogue that is always there. */
  public static final String DEFAULT = "default";

  private final Supplier<? extends Collection<Server>> reachable;
  private final Function<ServerName, Optional<String>> descriptions;
  private final ArtifactStore kept;
  private final Sights sights;
  private final RegistrySettings settings;
  private final Namespace namespace;
  private final String gateway;

  /** What readers see, by who may read. */
  @FunctionalInterface
  public interface Sights {
    /**
     * What they see.
     *
     * @param roles of which a caller must have one; any caller will do when there is none
     */
    Visibility of(Readers readers, Set<String> roles);
  }

  /**
   * @param reachable the servers of the gateway as they are now
   * @param descriptions what to say of a server, where somebody said something
   * @param kept what was published or imported
   * @param publicUrl under which clients reach this gateway
   */
  public Catalogues(
      Supplier<? extends Collection<Server>> reachable,
      Function<ServerName, Optional<String>> descriptions,
      ArtifactStore kept,
      Sights sights,
      RegistrySettings settings,
      URI publicUrl) {
    this.reachable = reachable;
    this.descriptions = descriptions;
    this.kept = kept;
    this.sights = sights;
    this.settings = settings;
    this.namespace = Namespace.of(settings, publicUrl);
    this.gateway = withoutSlash(publicUrl.toString());
  }

  /**
   * What a reader sees of a catalogue; empty when there is none of that name, or none for this
   * reader. The credential is looked at in either case, so that the time tells as little as the
   * answer. The default catalogue is there for everybody, if with nothing in it.
   *
   * @param authorization the {@code Authorization} header, null when there is none
   */
  public Optional<Shelf> open(String catalogue, @Nullable String authorization) {
    var isDefault = catalogue.equals(DEFAULT);
    var named = named(catalogue);
    var rules =
        isDefault
            ? CatalogueSettings.ofAll(settings.readers())
            : named.orElseGet(() -> CatalogueSettings.ofAll(Readers.CALLERS));
    var sight = sights.of(rules.readers(), Set.copyOf(rules.roles())).of(authorization);
    if (!isDefault && (named.isEmpty() || sight.isOfNothing())) {
      return Optional.empty();
    }
    return Optional.of(shelf(sight, Selection.of(rules)));
  }

  private Optional<CatalogueSettings> named(String catalogue) {
    return settings.catalogues().entrySet().stream()
        .filter(entry -> entry.getKey().text().equals(catalogue))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private Shelf shelf(Visibility.Sight sight, Selection selection) {
    var reached =
        reachable.get().stream()
            .filter(server -> sight.servers().test(server.name()))
            .flatMap(server ->
                Entry.of(server, namespace, gateway, descriptions.apply(server.name())).stream())
            .filter(selection::takes)
            .toList();
    return new Shelf(reached, sight.versions() ? Optional.of(kept) : Optional.empty(), selection);
  }

  /** Whether anybody reads a catalogue, without a credential. */
  public boolean isForEverybody(String catalogue) {
    var readers =
        catalogue.equals(DEFAULT)
            ? Optional.of(settings.readers())
            : named(catalogue).map(CatalogueSettings::readers);
    return readers.equals(Optional.of(Readers.EVERYBODY));
  }

  /** Where clients reach the gateway, without a slash at the end. */
  public String gateway() {
    return gateway;
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** The name in the registry of something that the gateway has itself. */
  public String ownName(String name) {
    return namespace.name(name);
  }
}
