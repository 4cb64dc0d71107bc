package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.cli.screen.Table;
import dev.gatehouse.cli.screen.Table.Cell;
import dev.gatehouse.cli.screen.Table.Column;
import dev.gatehouse.cli.screen.Tone;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** API keys: make, list, revoke. */
final class KeyCommands {
  private KeyCommands() {}

  @Command(name = "key", description = "Makes, lists and revokes API keys.", footer = "key list")
  static final class Noun {}

  @Command(
      name = "create",
      description = "Makes an API key and shows it this once.",
      footer = "key create --name my-agent --role coder --expires 90d")
  static final class Create implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    @Option(
        names = "--name",
        description = "Name of the key, unique among those in use. Without it, made of the role.")
    private Optional<String> name = Optional.empty();

    @Option(
        names = "--role",
        required = true,
        completionCandidates = Names.Roles.class,
        description = "A role that it has; may be given more than once.")
    private List<String> roles = new ArrayList<>();

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        description = "When it ends: in 12h, 90d, or at 2027-01-01T00:00:00Z. Never without it.")
    private Optional<String> expires = Optional.empty();

    @Option(
        names = "--attribute",
        paramLabel = "NAME=VALUE",
        description = "A fact for conditions (caller.attributes.NAME): JSON, or else text.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    Create(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var remote = reaching.remote(here);
      var made = remote.post("keys", wanted(remote));
      var answer = made.facts().orElseThrow();
      var screen = printing.screen(here);
      if (printing.json()) {
        printing.object(screen, answer);
        return Exit.YES.code();
      }
      if (screen.isQuiet()) {
        screen.raw(answer.text("secret"));
        return Exit.YES.code();
      }
      var key = answer.at("key");
      var facts = new ArrayList<String>();
      facts.add("roles " + String.join(", ", key.texts("roles")));
      facts.add(key.optional("expires").map(at -> "expires " + at).orElse("never expires"));
      facts.add("id " + key.text("id"));
      made.record().ifPresent(record -> facts.add("recorded as " + record));
      screen.line("made " + key.text("name") + "   " + String.join("   ", facts));
      screen.line(screen.paint(Tone.STRONG, answer.text("secret")) + "   (shown this once)");
      if (!key.texts("roles").contains("administrator")) {
        screen.next(
            "Next, for the client that it is for (also cursor, vscode, codex, gemini-cli, kiro):",
            List.of("connect claude-code --key -     # and paste the key"));
      }
      return Exit.YES.code();
    }

    private ObjectNode wanted(Remote remote) {
      var body = Remote.JSON.createObjectNode();
      body.put("name", name.orElseGet(() -> unused(remote)));
      var list = body.putArray("roles");
      roles.forEach(list::add);
      expires.map(Create::instant).ifPresent(at -> body.put("expires", at.toString()));
      if (!attributes.isEmpty()) {
        var object = body.putObject("attributes");
        attributes.forEach((key, value) -> put(object, key, value));
      }
      return body;
    }

    private String unused(Remote remote) {
      var taken = Names.KEYS.of(remote);
      var wish = roles.getFirst();
      for (var number = 2; taken.contains(wish); number++) {
        wish = roles.getFirst() + "-" + number;
      }
      return wish;
    }

    private static void put(ObjectNode object, String name, String value) {
      try {
        object.set(name, Remote.JSON.readTree(value));
      } catch (JacksonException _) {
        object.put(name, value);
      }
    }

    private static Instant instant(String written) {
      var length = written.matches("[0-9]{1,6}[mhd]");
      try {
        return length
            ? Instant.now()
                .plus(
                    Duration.parse(
                        written.endsWith("d")
                            ? "P" + written.toUpperCase(java.util.Locale.ROOT)
                            : "PT" + written.toUpperCase(java.util.Locale.ROOT)))
            : Instant.parse(written);
      } catch (DateTimeParseException _) {
        throw Failure.usage(
            "\"" + written + "\" is no time", "write 12h, 90d or 2027-01-01T00:00:00Z");
      }
    }
  }

  @Command(name = "list", description = "Lists API keys.", footer = "key list --all")
  static final class ListKeys implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    @Option(names = "--all", description = "Revoked and expired ones too.")
    private boolean all;

    ListKeys(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var screen = printing.screen(here);
      var keys =
          reaching.remote(here).all("keys", Map.of()).stream()
              .filter(key -> all || key.text("state").equals("active"))
              .toList();
      return new Listing(
              key -> key.text("name"),
              at -> at.aside("There is no key. Make one: " + at.command("key create --role ROLE")),
              new Table(
                  Column.words("name"),
                  Column.whole("key"),
                  Column.whole("state"),
                  Column.words("roles"),
                  Column.whole("created"),
                  Column.whole("expires"),
                  Column.whole("id")),
              ListKeys::row)
          .print(printing, screen, keys);
    }

    private static List<Cell> row(Facts key) {
      var state = key.text("state");
      return List.of(
          Cell.of(key.text("name")),
          Cell.of(key.text("prefix")),
          new Cell(state, state.equals("active") ? Tone.GOOD : Tone.CAUTION),
          Cell.of(key.texts("roles").stream().collect(Collectors.joining(", "))),
          Cell.of(Times.date(key.text("created"))),
          Cell.of(key.optional("expires").map(Times::date).orElse("never")),
          Cell.of(key.text("id")));
    }
  }

  @Command(
      name = "revoke",
      description = {"Revokes an API key.", "The next call with it is refused."},
      footer = "key revoke my-agent")
  static final class Revoke implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    @Parameters(
        paramLabel = "KEY",
        completionCandidates = Names.Keys.class,
        description = "Its name, its id, or what is shown of it.")
    private String key = "";

    Revoke(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var remote = reaching.remote(here);
      var screen = printing.screen(here);
      var gone = Names.KEYS.meant(remote, key, () -> remote.delete("keys/" + Remote.part(key)));
      Done.say(printing, screen, "revoked " + key, gone);
      return Exit.YES.code();
    }
  }
}
