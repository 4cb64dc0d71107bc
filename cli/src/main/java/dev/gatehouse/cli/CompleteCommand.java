package dev.gatehouse.cli;

import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints names for the shell's completion, quickly, and nothing when there is any trouble. */
@Command(
    name = "complete",
    hidden = true,
    description = "Prints the names that a gateway knows, one a line.",
    footer = "complete servers")
final class CompleteCommand implements Callable<Integer> {
  private static final Duration QUICK = Duration.ofSeconds(2);

  private final Surroundings here;

  @Mixin private Printing printing = new Printing();
  @Mixin private Reaching reaching = new Reaching();

  @Parameters(paramLabel = "WHAT", description = "servers, tools, roles, keys, grants or callers.")
  private String what = "";

  CompleteCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    var screen = printing.screen(here);
    try {
      var remote = reaching.remote(here).within(QUICK);
      Arrays.stream(Names.values())
          .filter(names -> names.word().equals(what))
          .flatMap(names -> names.of(remote).stream())
          .filter(CompleteCommand::isHarmless)
          .forEach(screen::raw);
    } catch (Failure _) {
      // A complaint in the middle of a line that somebody types helps nobody.
    }
    return Exit.YES.code();
  }

  /** Names go into a shell's word list; what a shell could take for more than a name stays out. */
  private static boolean isHarmless(String name) {
    return name.matches("[A-Za-z0-9_@%+=:,./~-]+");
  }
}
