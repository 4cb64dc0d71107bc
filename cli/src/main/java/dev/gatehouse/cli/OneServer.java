package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.remote.Reply;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What each command about one server takes, and how it asks for that server. */
final class OneServer {
  @Mixin private Printing printing = new Printing();
  @Mixin private Reaching reaching = new Reaching();

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Names.Servers.class,
      description = "The server.")
  private String name = "";

  String name() {
    return name;
  }

  Printing printing() {
    return printing;
  }

  Reaching reaching() {
    return reaching;
  }

  /** The server as the gateway knows it. */
  Facts known(Remote remote) {
    return meant(remote, remote::get);
  }

  /** The server as it answers now. */
  Facts refreshed(Remote remote) {
    return meant(remote, path -> remote.post(path + "/refresh", Remote.JSON.createObjectNode()))
        .facts()
        .orElseThrow();
  }

  /** Forgets what stands at this path below the server, all of it when the path is empty. */
  Reply forgotten(Remote remote, String below) {
    return meant(remote, path -> remote.delete(path + below));
  }

  private <T> T meant(Remote remote, Function<String, T> asking) {
    return Names.SERVERS.meant(remote, name, () -> asking.apply("servers/" + Remote.part(name)));
  }
}
