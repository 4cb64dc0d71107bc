package dev.gatehouse.server.command;

import dev.gatehouse.server.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. */
@Command(
    name = "gatehouse",
    mixinStandardHelpOptions = true,
    version = Version.TEXT,
    subcommands = {UpCommand.class, CheckCommand.class, DemoCommand.class, AotTraining.class})
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
