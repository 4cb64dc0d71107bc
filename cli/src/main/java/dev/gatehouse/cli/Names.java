package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.core.spelling.Nearest;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The names that a gateway knows, for completing them and for guessing what was meant. */
enum Names {
  SERVERS,
  TOOLS,
  ROLES,
  KEYS,
  GRANTS,
  CALLERS;

  /** As it is written on the command line of {@code complete}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What scripts for shells replace by the names at that time. */
  String marker() {
    return "@gatehouse-" + word() + "@";
  }

  /** All of them, sorted. */
  List<String> of(Remote remote) {
    return (switch (this) {
          case SERVERS -> remote.all("servers", Map.of()).stream().map(one -> one.text("name"));
          case TOOLS ->
              remote.all("tools", Map.of()).stream()
                  .map(one -> one.text("server") + "/" + one.text("tool"));
          case ROLES -> roles(remote);
          case KEYS -> keys(remote);
          case GRANTS ->
              remote.all("grants", Map.of()).stream()
                  .filter(one -> one.text("origin").equals("store"))
                  .map(one -> one.text("id"));
          case CALLERS -> Stream.concat(roles(remote), keys(remote));
        })
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Does something with a name, and when there is nothing of that name says which one may have been
   * meant.
   */
  <T> T meant(Remote remote, String written, Supplier<T> doing) {
    try {
      return doing.get();
    } catch (Failure failure) {
      if (failure.status() != 404 && failure.status() != 422) {
        throw failure;
      }
      throw better(remote, written, failure);
    }
  }

  private Failure better(Remote remote, String written, Failure failure) {
    try {
      var known = of(remote);
      return known.contains(written)
          ? failure
          : Nearest.to(written, known)
              .map(near -> failure.withRemedy("Did you mean \"" + near + "\"?"))
              .orElse(failure);
    } catch (Failure _) {
      return failure;
    }
  }

  private static Stream<String> roles(Remote remote) {
    return Stream.concat(
        remote.all("grants", Map.of()).stream().map(grant -> grant.text("role")),
        keyFacts(remote).flatMap(key -> key.texts("roles").stream()));
  }

  private static Stream<String> keys(Remote remote) {
    return keyFacts(remote).map(key -> key.text("name"));
  }

  private static Stream<Facts> keyFacts(Remote remote) {
    return remote.all("keys", Map.of()).stream().filter(key -> key.text("state").equals("active"));
  }

  private Iterator<String> standIn() {
    return List.of(marker()).iterator();
  }

  /** Completes to servers. */
  static final class Servers implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SERVERS.standIn();
    }
  }

  /** Completes to {@code server/tool}. */
  static final class Tools implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return TOOLS.standIn();
    }
  }

  /** Completes to roles. */
  static final class Roles implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ROLES.standIn();
    }
  }

  /** Completes to keys. */
  static final class Keys implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return KEYS.standIn();
    }
  }

  /** Completes to grants of the store. */
  static final class Grants implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return GRANTS.standIn();
    }
  }

  /** Completes to roles and keys. */
  static final class Callers implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return CALLERS.standIn();
    }
  }
}
