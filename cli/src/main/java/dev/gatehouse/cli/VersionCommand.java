package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which program this is, and which one answers. */
@Command(
    name = "version",
    description = "Shows the version of this program and of the gateway, when one answers.",
    footer = "version")
final class VersionCommand implements Callable<Integer> {
  private static final Duration QUICK = Duration.ofSeconds(3);

  private final Surroundings here;
  private final String version;

  @Mixin private Printing printing = new Printing();
  @Mixin private Reaching reaching = new Reaching();

  VersionCommand(Surroundings here, String version) {
    this.here = here;
    this.version = version;
  }

  @Override
  public Integer call() {
    var screen = printing.screen(here);
    if (screen.isQuiet() && !printing.json()) {
      screen.raw(version);
      return Exit.YES.code();
    }
    var json = Remote.JSON.createObjectNode().put("version", version);
    try {
      var gateway = reaching.remote(here).within(QUICK).get("version");
      json.set("gateway", gateway.json());
      if (!printing.json()) {
        screen.facts("program", List.of("Gatehouse " + version, "Java " + Runtime.version()));
        screen.facts("gateway", told(gateway));
      }
    } catch (Failure failure) {
      if (!printing.json()) {
        screen.facts("program", List.of("Gatehouse " + version, "Java " + Runtime.version()));
        screen.fact("gateway", failure.detail());
      }
    }
    if (printing.json()) {
      screen.raw(json.toString());
    }
    return Exit.YES.code();
  }

  private List<String> told(Facts gateway) {
    return List.of(
        "Gatehouse " + gateway.text("version"),
        "Java " + gateway.text("java"),
        "at " + reaching.address(here),
        "since " + Times.moment(gateway.text("startedAt")),
        "data " + gateway.text("data"));
  }
}
