package dev.gatehouse.core.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** All servers that are declared, at one moment. Immutable, in the order of their names. */
public final class Catalogue {
  private final SequencedMap<String, Server> servers;
  private final java.util.List<Server> reachable;

  /**
   * @throws IllegalArgumentException when two servers have one name
   */
  public Catalogue(Collection<Server> servers) {
    var byName = new TreeMap<String, Server>();
    for (var server : servers) {
      if (byName.put(server.name().text(), server) != null) {
        throw new IllegalArgumentException("two servers are called " + server.name());
      }
    }
    this.servers = Collections.unmodifiableSequencedMap(byName);
    this.reachable = byName.values().stream().filter(Server::isReachable).toList();
  }

  /** The server of that name, reachable or not. */
  public Optional<Server> server(String name) {
    return Optional.ofNullable(servers.get(name));
  }

  /** The server of that name when calls may go to it. */
  public Optional<Server> reachable(String name) {
    var server = servers.get(name);
    return server != null && server.isReachable() ? Optional.of(server) : Optional.empty();
  }

  /** All servers. */
  public Collection<Server> servers() {
    return servers.values();
  }

  /** Those that calls may go to. */
  public java.util.List<Server> reachable() {
    return reachable;
  }
}
