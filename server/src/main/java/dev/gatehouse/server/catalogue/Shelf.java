package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All entries in the order of the list: by name, as text. Immutable. */
record Shelf(List<Entry> entries) {
  Shelf {
    entries = List.copyOf(entries);
  }

  /** The approved ones of these servers. */
  static Shelf of(
      Collection<Server> servers,
      Namespace namespace,
      URI publicUrl,
      Function<ServerName, Optional<String>> descriptions) {
    return new Shelf(
        servers.stream()
            .flatMap(server ->
                Entry.of(server, namespace, publicUrl, descriptions.apply(server.name())).stream())
            .sorted(Comparator.comparing(Entry::name))
            .toList());
  }

  /** The entry of this name, of those that the reader sees. */
  Optional<Entry> named(String name, Predicate<ServerName> seen) {
    return visible(seen).filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** One page: what the search asks for, of what the reader sees. */
  Page page(Search search, Predicate<ServerName> seen) {
    var found =
        visible(seen)
            .filter(entry -> entry.name().compareTo(search.after()) > 0)
            .filter(search::wants)
            .limit(search.limit() + 1L)
            .toList();
    return found.size() <= search.limit()
        ? new Page(found, Optional.empty())
        : new Page(
            found.subList(0, search.limit()),
            Optional.of(search.from(found.get(search.limit() - 1).name())));
  }

  private Stream<Entry> visible(Predicate<ServerName> seen) {
    return entries.stream().filter(entry -> seen.test(entry.server()));
  }

  /** Some entries, and the search that goes on behind them. */
  record Page(List<Entry> entries, Optional<Search> next) {}
}
