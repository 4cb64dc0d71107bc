package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Plain;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.cli.screen.Table;
import dev.gatehouse.cli.screen.Table.Cell;
import dev.gatehouse.cli.screen.Table.Column;
import dev.gatehouse.cli.screen.Tone;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What runs where, from the reports that devices have sent. Scanning has its own file. */
final class InventoryCommands {
  private InventoryCommands() {}

  @Command(
      name = "inventory",
      description = "Finds the MCP servers that clients run, and shows what runs where.",
      footer = "inventory scan")
  static final class Noun {}

  @Command(
      name = "list",
      description = {
        "Lists the servers that run on any device.",
        "What is said of them holds now: by today's catalogue, also of older reports."
      },
      footer = "inventory list")
  static final class ListServers implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    ListServers(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var screen = printing.screen(here);
      var servers = reaching.remote(here).all("inventory", Map.of());
      return new Listing(
              server -> server.text("server"),
              InventoryCommands::nothing,
              new Table(
                  Column.words("server"),
                  Column.words("known as"),
                  Column.whole("reached"),
                  Column.number("devices"),
                  Column.words("clients"),
                  Column.words("versions"),
                  Column.words("findings")),
              ListServers::row)
          .print(printing, screen, servers);
    }

    private static List<Cell> row(Facts server) {
      var isGoverned = server.says("governed");
      return List.of(
          Cell.of(server.text("server")),
          Cell.of(server.text("catalogueName")),
          new Cell(isGoverned ? "gateway" : "direct", isGoverned ? Tone.GOOD : Tone.NORMAL),
          Cell.of(server.text("devices")),
          Cell.of(String.join(", ", server.texts("clients"))),
          Cell.of(String.join(", ", server.texts("versions"))),
          findings(server));
    }
  }

  @Command(
      name = "devices",
      description = "Lists the devices that have reported.",
      footer = "inventory devices")
  static final class Devices implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    Devices(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var screen = printing.screen(here);
      var devices = reaching.remote(here).all("inventory/devices", Map.of());
      return new Listing(
              device -> device.text("device"),
              InventoryCommands::nothing,
              new Table(
                  Column.whole("device"),
                  Column.whole("reported"),
                  Column.number("servers"),
                  Column.number("by gateway"),
                  Column.words("findings")),
              Devices::row)
          .print(printing, screen, devices);
    }

    private static List<Cell> row(Facts device) {
      return List.of(
          Cell.of(device.text("device")),
          Cell.of(Times.moment(device.text("at"))),
          Cell.of(device.text("servers")),
          Cell.of(device.text("governed")),
          findings(device));
    }
  }

  @Command(
      name = "forget",
      description = "Forgets a device and its report.",
      footer = "inventory forget ana-laptop")
  static final class Forget implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    @Parameters(paramLabel = "DEVICE", description = "As inventory devices shows it.")
    private String device = "";

    Forget(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var gone = reaching.remote(here).delete("inventory/devices/" + Remote.part(device));
      Done.say(printing, printing.screen(here), "forgot " + Plain.text(device), gone);
      return Exit.YES.code();
    }
  }

  private static Cell findings(Facts of) {
    var words =
        of.json().path("findings").properties().stream()
            .map(entry -> entry.getValue().asInt(0) + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return new Cell(Plain.text(words), words.isEmpty() ? Tone.NORMAL : Tone.BAD);
  }

  private static void nothing(Screen screen) {
    screen.next(
        "No device has reported yet. On each of them:",
        List.of("inventory scan --upload --at URL"));
  }
}
