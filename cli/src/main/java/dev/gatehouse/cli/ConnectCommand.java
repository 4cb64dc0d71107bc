package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Key;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.core.spelling.Nearest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what an MCP client needs in its settings. Asks no gateway. */
@Command(
    name = "connect",
    description = {
      "Prints the settings of an MCP client.",
      "They are printed alone on standard output; where they go is said beside it."
    },
    footer = "connect claude-code --key gth_…")
final class ConnectCommand implements Callable<Integer> {
  private static final String PLACEHOLDER = "YOUR_KEY";
  private static final int LONGEST = 8 * 1024;

  private final Surroundings here;

  @Mixin private Printing printing = new Printing();
  @Mixin private Reaching reaching = new Reaching();

  @Parameters(
      paramLabel = "CLIENT",
      completionCandidates = Words.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String client = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The client's key, not yours; - reads it from standard input.")
  private Optional<String> key = Optional.empty();

  ConnectCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    var known = client();
    var gateway = reaching.address(here).toString();
    var text = known.text(gateway, key.map(this::key).orElse(PLACEHOLDER), program());
    var screen = printing.screen(here);
    if (printing.json()) {
      screen.raw(
          Remote.JSON
              .createObjectNode()
              .put("client", known.word())
              .put("file", known.file())
              .put("format", known.format())
              .put("settings", text)
              .toString());
      return Exit.YES.code();
    }
    screen.aside("For " + known.title() + ", in " + known.file() + ":");
    screen.flush();
    text.lines().forEach(screen::raw);
    if (key.isEmpty()) {
      screen.next(
          "Put a key in the place of " + PLACEHOLDER + ". To make one:",
          List.of("key create --name my-agent --role ROLE"));
    }
    if (reaching.address(here).isOpenToListeners()) {
      screen.aside("Anybody on the network can read this key on its way: put TLS before it.");
    }
    return Exit.YES.code();
  }

  /** A client stands in another directory than whoever asks. */
  private String program() {
    return here.command().contains("/") ? here.path(here.command()).toString() : here.command();
  }

  private ClientSettings client() {
    return Arrays.stream(ClientSettings.values())
        .filter(one -> one.word().equals(client))
        .findFirst()
        .orElseThrow(() ->
            Failure.usage(
                "the settings of \"" + client + "\" are not known",
                Nearest.to(client, ClientSettings.words())
                    .map(near -> "Did you mean \"" + near + "\"?")
                    .orElse("known are " + String.join(", ", ClientSettings.words()))));
  }

  private String key(String given) {
    if (!given.equals("-")) {
      return Key.of(given, "--key").reveal();
    }
    try {
      var bytes = here.input().readNBytes(LONGEST);
      return Key.of(new String(bytes, StandardCharsets.UTF_8), "standard input").reveal();
    } catch (IOException e) {
      throw Failure.failed("standard input cannot be read", "give the key with --key");
    }
  }

  /** What can be completed. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ClientSettings.words().iterator();
    }
  }
}
