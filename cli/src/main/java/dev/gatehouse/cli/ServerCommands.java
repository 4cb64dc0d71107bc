package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.screen.Amounts;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.cli.screen.Table;
import dev.gatehouse.cli.screen.Table.Cell;
import dev.gatehouse.cli.screen.Table.Column;
import dev.gatehouse.cli.screen.Tone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Servers: list, show, refresh, take back, remove. Adding and approving have their own files. */
final class ServerCommands {
  private ServerCommands() {}

  @Command(
      name = "server",
      description = "Declares, approves and looks at MCP servers.",
      footer = "server list")
  static final class Noun {}

  @Command(name = "list", description = "Lists servers.", footer = "server list")
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
      var servers = reaching.remote(here).all("servers", Map.of());
      return new Listing(
              server -> server.text("name"),
              at ->
                  at.next(
                      "There is no server. Next:",
                      List.of("server add NAME URL", "server add NAME --stdio \"COMMAND\"")),
              new Table(
                  Column.whole("name"),
                  Column.whole("approval"),
                  Column.whole("speaks"),
                  Column.number("tools"),
                  Column.words("reached by"),
                  Column.words("trouble")),
              ListServers::row)
          .print(printing, screen, servers);
    }

    private static List<Cell> row(Facts server) {
      var state = server.at("approval").text("state");
      var seen = server.at("seen");
      var tools = server.has("seen") ? Amounts.count(seen.number("tools")) : "?";
      return List.of(
          Cell.of(server.text("name")),
          new Cell(state, state.equals("approved") ? Tone.GOOD : Tone.CAUTION),
          Cell.of((server.text("transport") + " " + seen.text("era")).strip()),
          Cell.of(tools),
          Cell.of(ServerStory.where(server)),
          new Cell(
              seen.optional("trouble").or(() -> ServerStory.drifted(server)).orElse(""), Tone.BAD));
    }
  }

  @Command(
      name = "show",
      description = {
        "Shows one server.",
        "How it is reached, who approved it, what it offers, what looks dangerous, and what has"
            + " changed since it was approved."
      },
      footer = "server show crm")
  static final class Show implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private OneServer of = new OneServer();

    Show(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var remote = of.reaching().remote(here);
      var screen = of.printing().screen(here);
      var server = of.known(remote);
      if (of.printing().json()) {
        of.printing().object(screen, server);
      } else {
        ServerStory.tell(screen, server);
      }
      return Exit.YES.code();
    }
  }

  @Command(
      name = "refresh",
      description = "Asks a server again what it is and offers.",
      footer = "server refresh crm")
  static final class Refresh implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private OneServer of = new OneServer();

    Refresh(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var remote = of.reaching().remote(here);
      var screen = of.printing().screen(here);
      Facts server;
      try (var _ = screen.progress("asking " + of.name())) {
        server = of.refreshed(remote);
      }
      if (of.printing().json()) {
        of.printing().object(screen, server);
      } else if (!screen.isQuiet()) {
        ServerStory.tell(screen, server);
      }
      return server.at("seen").optional("trouble").isPresent()
          ? Exit.FAILURE.code()
          : Exit.YES.code();
    }
  }

  @Command(
      name = "disapprove",
      description = {"Takes an approval back.", "Nobody reaches the server any more."},
      footer = "server disapprove crm")
  static final class Disapprove implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private OneServer of = new OneServer();

    Disapprove(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var remote = of.reaching().remote(here);
      var gone = of.forgotten(remote, "/approval");
      Done.say(
          of.printing(),
          of.printing().screen(here),
          "took back the approval of " + of.name(),
          gone);
      return Exit.YES.code();
    }
  }

  @Command(
      name = "remove",
      description = "Forgets a server, and the approval of it.",
      footer = "server remove crm")
  static final class Remove implements Callable<Integer> {
    private final Surroundings here;
    private final SettingsFiles files;

    @Mixin private OneServer of = new OneServer();

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "Remove it from this settings file; no gateway needs to run for that.")
    private Optional<String> config = Optional.empty();

    Remove(Surroundings here, SettingsFiles files) {
      this.here = here;
      this.files = files;
    }

    @Override
    public Integer call() {
      var screen = of.printing().screen(here);
      if (config.isPresent()) {
        var file = here.path(config.get());
        files.remove(file, of.name());
        screen.aside("removed " + of.name() + " from " + file);
        return Exit.YES.code();
      }
      var remote = of.reaching().remote(here);
      var gone = of.forgotten(remote, "");
      Done.say(of.printing(), screen, "removed " + of.name(), gone);
      return Exit.YES.code();
    }
  }
}
