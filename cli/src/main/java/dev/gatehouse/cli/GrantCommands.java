package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.cli.screen.Table;
import dev.gatehouse.cli.screen.Table.Cell;
import dev.gatehouse.cli.screen.Table.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Grants: who may use what. */
final class GrantCommands {
  private GrantCommands() {}

  @Command(
      name = "grant",
      description = "Lets a role use tools; also lists grants and takes them back.",
      footer = "grant coder files/read_*")
  static final class Give implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "ROLE",
        completionCandidates = Names.Roles.class,
        description = "Who may.")
    private Optional<String> role = Optional.empty();

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "SERVER/NAME",
        completionCandidates = Names.Tools.class,
        description = "What they may use; * stands for any letters. Quote it.")
    private Optional<String> glob = Optional.empty();

    @Option(names = "--prompts", description = "Prompts of that name, not tools.")
    private boolean prompts;

    @Option(names = "--resources", description = "Resources of that name, not tools.")
    private boolean resources;

    Give(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var wanted = glob.filter(text -> text.contains("/"));
      if (role.isEmpty() || wanted.isEmpty() || (prompts && resources)) {
        throw Failure.usage(
            "a grant takes a role and a server/name",
            "write it like: " + here.command() + " grant coder 'files/read_*'");
      }
      var body = Remote.JSON.createObjectNode();
      body.put("role", role.get());
      body.put(prompts ? "prompts" : resources ? "resources" : "tools", wanted.get());
      var given = reaching.remote(here).post("grants", body);
      var screen = printing.screen(here);
      Done.say(
          printing,
          screen,
          "granted " + role.get() + " " + wanted.get() + "   id " + id(given.facts()),
          given);
      screen.next(
          "Next, for somebody without a key of that role:",
          List.of("key create --name my-agent --role " + role.get()));
      return Exit.YES.code();
    }

    private static String id(Optional<Facts> grant) {
      return grant.map(facts -> facts.text("id")).orElse("?");
    }
  }

  @Command(name = "list", description = "Lists grants.", footer = "grant list --role coder")
  static final class ListGrants implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    @Option(
        names = "--role",
        completionCandidates = Names.Roles.class,
        description = "Of this role alone.")
    private Optional<String> role = Optional.empty();

    ListGrants(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var screen = printing.screen(here);
      var grants =
          reaching.remote(here).all("grants", Map.of()).stream()
              .filter(grant -> role.isEmpty() || role.get().equals(grant.exact("role")))
              .toList();
      return new Listing(
              grant -> grant.text("id"),
              at -> at.next("Nothing is granted. Next:", List.of("grant ROLE 'SERVER/TOOL'")),
              new Table(
                  Column.words("role"),
                  Column.words("may use"),
                  Column.words("when"),
                  Column.words("given by"),
                  Column.whole("id")),
              ListGrants::row)
          .print(printing, screen, grants);
    }

    private static List<Cell> row(Facts grant) {
      var what =
          grant
              .optional("tools")
              .or(() -> grant.optional("prompts").map(name -> "prompt " + name))
              .or(() -> grant.optional("resources").map(name -> "resource " + name));
      return List.of(
          Cell.of(grant.text("role")),
          Cell.of(what.orElse("")),
          Cell.of(grant.text("condition")),
          Cell.of(grant.optional("place").or(() -> grant.optional("by")).orElse("")),
          Cell.of(grant.text("id")));
    }
  }

  @Command(
      name = "remove",
      description = {"Takes a grant back.", "Those of the settings file are removed there."},
      footer = "grant remove 17")
  static final class Remove implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    @Parameters(
        paramLabel = "ID",
        completionCandidates = Names.Grants.class,
        description = "As grant list shows it.")
    private String id = "";

    Remove(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var remote = reaching.remote(here);
      var gone = Names.GRANTS.meant(remote, id, () -> remote.delete("grants/" + Remote.part(id)));
      Done.say(printing, printing.screen(here), "took back grant " + id, gone);
      return Exit.YES.code();
    }
  }
}
