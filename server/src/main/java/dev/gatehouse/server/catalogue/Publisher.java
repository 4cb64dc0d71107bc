package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who may publish under some names.
 *
 * @param by who
 * @param names what it may publish under: whole names, or all of a namespace as {@code
 *     com.example/*}
 */
record Publisher(Caller by, List<String> names) {
  Publisher {
    names = List.copyOf(names);
  }

  /** The publisher that a caller is, by its roles. */
  static Publisher of(Caller caller, RegistrySettings settings) {
    return new Publisher(
        caller,
        settings.publishers().stream()
            .filter(one -> caller.roles().contains(one.role()))
            .flatMap(one -> one.names().stream())
            .distinct()
            .toList());
  }

  /**
   * Checks that it may publish under a name.
   *
   * @throws Declined with 403, which says under which names it may
   */
  void mayPublish(String name) {
    if (names.stream().noneMatch(pattern -> fits(pattern, name))) {
      throw new Declined(
          new Problem(
              "Forbidden",
              403,
              names.isEmpty()
                  ? "this credential may publish nothing"
                  : "this credential may publish " + String.join(", ", names) + ", and not " + name,
              Optional.of(
                  "ask whoever keeps the settings to list your role under registry.publishers")));
    }
  }

  private static boolean fits(String pattern, String name) {
    return pattern.endsWith("/*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
