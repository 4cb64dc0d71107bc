package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Address;
import dev.gatehouse.cli.remote.ClientKey;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.cli.stdio.Carrier;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The gateway as a program that a client starts, for clients that speak over pipes only. */
@Command(
    name = "stdio",
    description = {
      "Is a gateway to a client that only starts programs.",
      "Reads MCP messages from standard input, one a line, and writes answers to standard output;"
          + " the end of its input ends the session. Troubles are told on standard error.",
      "The key comes from GATEHOUSE_KEY or --key-file. It is the client's own: a login or the"
          + " gateway's first key is not used."
    },
    footer = "stdio --server files --key-file ~/.gatehouse/my-agent.key")
final class StdioCommand implements Callable<Integer> {
  private final Surroundings here;

  @Mixin private Reaching reaching = new Reaching();

  @Option(
      names = "--server",
      paramLabel = "NAME",
      completionCandidates = Names.Servers.class,
      description = "One server, its names unchanged. Without it all that the key may use.")
  private Optional<String> server = Optional.empty();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "File with the client's key, readable by its owner only.")
  private Optional<String> keyFile = Optional.empty();

  StdioCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    var key = ClientKey.find(here, keyFile.map(here::path));
    var address =
        key.isPresent() ? reaching.safe(reaching.forTypedKey(here)) : reaching.address(here);
    try (var carrier = new Carrier(endpoint(address), key, here.out(), here.errors())) {
      var atExit = new Thread(carrier::close, "end of the session");
      Runtime.getRuntime().addShutdownHook(atExit);
      try {
        carrier.run(here.input());
      } finally {
        forget(atExit);
      }
      return Exit.YES.code();
    } catch (IOException e) {
      throw Failure.failed("standard input cannot be read", "let an MCP client start this command");
    }
  }

  private java.net.URI endpoint(Address address) {
    return address.below("/mcp" + server.map(name -> "/" + Remote.part(name)).orElse(""));
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // it runs already
    }
  }
}
