package dev.gatehouse.server.command;

import dev.gatehouse.cli.Cli;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.server.Version;
import java.util.List;

/** The program: the commands that ask a running gateway, and those that are one. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    var cli =
        new Cli(Surroundings.ofProcess(), Version.TEXT, new EditedSettings(), new JournalFiles());
    var own = List.of(new UpCommand(), new CheckCommand(), new DemoCommand(), new AotTraining());
    System.exit(cli.run(List.of(args), own));
  }
}
