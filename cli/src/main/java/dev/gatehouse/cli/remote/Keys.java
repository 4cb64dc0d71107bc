package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which key to call with: that of {@code GATEHOUSE_KEY}, else the login for the address, else, on
 * the same machine, the one that {@code up} left in the data directory. Keys are no option of
 * commands, so that none lands in the history of a shell.
 */
public final class Keys {
  /** The file in the data directory in which {@code up} leaves the first key. */
  public static final String FIRST = "admin.key";

  private static final String VARIABLE = "GATEHOUSE_KEY";

  private Keys() {}

  /**
   * The key for an address, when there is one.
   *
   * @param data the data directory, where one was named; {@code ./gatehouse-data} otherwise
   */
  public static Optional<Key> find(Surroundings here, Address address, Optional<Path> data) {
    return here.variable(VARIABLE)
        .map(text -> Key.of(text, VARIABLE))
        .or(() -> Credentials.of(here).find(address))
        .or(() -> address.isLoopback() ? first(here, data) : Optional.empty());
  }

  private static Optional<Key> first(Surroundings here, Optional<Path> data) {
    var places = data.map(List::of).orElseGet(() -> List.of(here.path("gatehouse-data")));
    return places.stream()
        .map(place -> place.resolve(FIRST))
        .flatMap(file ->
            Credentials.secretFile(file).map(text -> Key.of(text, file.toString())).stream())
        .findFirst();
  }

  /** All ways to give a key, for a person who gave none. */
  static String remedy(Surroundings here) {
    return Stream.of(
            "set GATEHOUSE_KEY",
            "run " + here.command() + " login",
            "or stand beside the gatehouse-data of a local gateway (or name it with --data)")
        .reduce((one, other) -> one + ", " + other)
        .orElseThrow();
  }
}
