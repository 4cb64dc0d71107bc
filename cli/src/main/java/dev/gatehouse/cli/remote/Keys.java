package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which key to call with: that of {@code GATEHOUSE_KEY}, else the login for the address, else, on
 * the same machine, the one that {@code up} left in the data directory, for the very gateway that
 * runs on that directory. Keys are no option of commands, so that none lands in the history of a
 * shell.
 */
public final class Keys {
  /** The file in the data directory in which {@code up} leaves the first key. */
  public static final String FIRST = "admin.key";

  /** The data directory, where none is named. */
  public static final String USUAL_DATA = "gatehouse-data";

  private static final String VARIABLE = "GATEHOUSE_KEY";

  private Keys() {}

  /**
   * The key for an address, when there is one.
   *
   * @param data the data directory
   * @throws Failure when there is only a key that is for another gateway
   */
  public static Optional<Key> find(Surroundings here, Address address, Path data) {
    return here.variable(VARIABLE)
        .map(text -> Key.of(text, VARIABLE))
        .or(() -> Credentials.of(here).find(address))
        .or(() -> address.isLoopback() ? first(here, address, data) : Optional.empty());
  }

  /**
   * Where the gateway of a data directory listens, when one wrote that down and it is on this
   * machine alone. Empty when {@code GATEHOUSE_KEY} is set: a key that somebody set is not sent to
   * where a file says.
   */
  public static Optional<Address> localAddress(Surroundings here, Path data) {
    return here.variable(VARIABLE).isPresent()
        ? Optional.empty()
        : LocalGateway.of(data).map(LocalGateway::address).filter(Address::isLoopback);
  }

  private static Optional<Key> first(Surroundings here, Address address, Path data) {
    var file = data.resolve(FIRST);
    var key = Credentials.secretFile(file).map(text -> Key.of(text, file.toString()));
    if (key.isEmpty()) {
      return key;
    }
    var running = LocalGateway.of(data);
    if (running.isEmpty()) {
      throw Failure.failed(
          "no gateway runs on " + data + ", and its key is for no other",
          "start it with: " + here.command() + " up   or " + remedy(here));
    }
    if (!running.get().address().equals(address)) {
      throw Failure.failed(
          "there is no key for "
              + address
              + ": the one in "
              + file
              + " is for "
              + running.get().address()
              + " alone",
          "leave out --at and GATEHOUSE_URL, or " + remedy(here));
    }
    return key.map(found -> found.onlyFor(running.get()));
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
