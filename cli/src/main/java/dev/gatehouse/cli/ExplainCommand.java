package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says why: of a call that was made, or of one that might be. */
@Command(
    name = "explain",
    description = {
      "Tells why a call was or would be allowed or refused.",
      "Of a call that was made, by the reference of its record; or, with --as, of one that somebody"
          + " might make.",
      "With --as it ends with 0 for yes, whatever the arguments, and 3 for no and for what depends on"
          + " arguments."
    },
    footer = "explain r-7f3k2m")
final class ExplainCommand implements Callable<Integer> {
  private final Surroundings here;

  @Mixin private Printing printing = new Printing();
  @Mixin private Reaching reaching = new Reaching();

  @Parameters(
      paramLabel = "REF|SERVER/TOOL",
      completionCandidates = Names.Tools.class,
      description = "A reference like r-7f3k2m, or with --as a tool.")
  private String what = "";

  @Option(
      names = "--as",
      paramLabel = "WHO",
      completionCandidates = Names.Callers.class,
      description = "A role or a key: role:NAME, key:NAME, or the name alone.")
  private Optional<String> as = Optional.empty();

  ExplainCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    if (as.isEmpty() && what.contains("/")) {
      throw Failure.usage(
          "it takes somebody to say whether " + what + " is allowed",
          "write: " + here.command() + " explain --as ROLE_OR_KEY " + what);
    }
    var remote = reaching.remote(here);
    var screen = printing.screen(here);
    return as.map(who -> possible(remote, screen, who))
        .orElseGet(() -> made(remote, screen))
        .code();
  }

  private Exit made(Remote remote, Screen screen) {
    var story = remote.get("explain/" + Remote.part(what));
    if (printing.json()) {
      printing.object(screen, story);
    } else {
      CallStory.made(screen, story);
    }
    return Exit.YES;
  }

  private Exit possible(Remote remote, Screen screen, String who) {
    var story =
        Names.CALLERS.meant(
            remote,
            who,
            () ->
                Names.TOOLS.meant(
                    remote, what, () -> remote.get("explain", Map.of("as", who, "target", what))));
    if (printing.json()) {
      printing.object(screen, story);
    } else if (!screen.isQuiet()) {
      CallStory.possible(screen, story);
      next(screen, story);
    }
    return story.says("allowed") ? Exit.YES : Exit.REFUSED;
  }

  private void next(Screen screen, Facts story) {
    if (!story.says("allowed")
        && story.optional("rule").isEmpty()
        && story.optional("forbid").isEmpty()) {
      screen.next("To allow it:", List.of("grant ROLE " + story.text("target")));
    }
  }
}
