package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Address;
import dev.gatehouse.cli.remote.Keys;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How every command that asks a gateway finds it. */
final class Reaching {
  private static final String VARIABLE = "GATEHOUSE_URL";

  @Option(
      names = "--at",
      paramLabel = "URL",
      description =
          "The gateway. Without it GATEHOUSE_URL, then the one that runs on the data directory, then"
              + " port 8080 of this machine.")
  private Optional<String> at = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data directory of a gateway on this machine, for its first key. Without it"
              + " ./gatehouse-data.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--plain-http",
      description = "Send the key unencrypted over the network. Only where nobody can listen.")
  private boolean plainHttp;

  /** The gateway's address. */
  Address address(Surroundings here) {
    return named(here)
        .or(() -> Keys.localAddress(here, data(here)))
        .orElseGet(() -> Address.of(Address.USUAL));
  }

  private Optional<Address> named(Surroundings here) {
    return at.or(() -> here.variable(VARIABLE)).map(Address::of);
  }

  private Path data(Surroundings here) {
    return here.path(data.orElse(Keys.USUAL_DATA));
  }

  /**
   * The gateway, with the key for it.
   *
   * @throws Failure when the key would go over the network in the clear
   */
  Remote remote(Surroundings here) {
    var address = safe(address(here));
    return new Remote(here, address, Keys.find(here, address, data(here)));
  }

  /** The address for a key that a person types or typed: no file has a say in where it goes. */
  Address forTypedKey(Surroundings here) {
    return named(here).orElseGet(() -> Address.of(Address.USUAL));
  }

  /** The same address, when a key may be sent there. */
  Address safe(Address address) {
    if (address.isOpenToListeners() && !plainHttp) {
      throw Failure.usage(
          address + " is neither https nor this machine: the key could be read on its way",
          "use https, or say --plain-http where nobody can listen");
    }
    return address;
  }
}
