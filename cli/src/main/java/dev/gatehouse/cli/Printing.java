package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.screen.Plain;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Surroundings;
import java.util.List;
import picocli.CommandLine.Option;

/** How every command answers: for a person, for a script, or hardly at all. */
public final class Printing {
  @Option(
      names = "--json",
      description = "Answer in JSON: the admin API's own objects, one a line.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Answer with the bare names or values, and give no advice.")
  private boolean quiet;

  /** Whether JSON is wanted. */
  public boolean json() {
    return json;
  }

  /** Where to print. JSON comes without advice beside it. */
  public Screen screen(Surroundings here) {
    return new Screen(here, quiet || json);
  }

  /** Prints an object of the API as it came. */
  public void object(Screen screen, Facts facts) {
    screen.raw(Plain.json(facts.json().toString()));
  }

  /** Prints objects of the API, one a line. */
  public void objects(Screen screen, List<Facts> all) {
    all.forEach(one -> object(screen, one));
  }
}
