package dev.gatehouse.cli;

import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Surroundings;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The program's command line. The program that starts it may add commands of its own; those print
 * by {@code Screen} and fail by {@code Failure}, like the ones here.
 */
public final class Cli {
  private final Surroundings here;
  private final String version;
  private final SettingsFiles files;
  private final JournalOnDisk journal;

  /**
   * A command line over these ports.
   *
   * @param version of the program
   * @param files edits settings files, or {@link SettingsFiles#NONE}
   * @param journal reads journals, or {@link JournalOnDisk#NONE}
   */
  public Cli(Surroundings here, String version, SettingsFiles files, JournalOnDisk journal) {
    this.here = here;
    this.version = version;
    this.files = files;
    this.journal = journal;
  }

  /**
   * Runs one command.
   *
   * @param more objects with picocli's {@code @Command}, each a command below the root
   * @return the exit code, see {@link Exit}
   */
  public int run(List<String> arguments, List<?> more) {
    var complaints = new Complaints(here, arguments.contains("--json"));
    try {
      return commandLine(more)
          .setParameterExceptionHandler((e, _) -> complaints.wrong(e))
          .setExecutionExceptionHandler((e, _, _) -> complaints.failed(e))
          .execute(arguments.toArray(new String[0]));
    } finally {
      here.out().flush();
      here.errors().flush();
    }
  }

  /** All commands. */
  public CommandLine commandLine(List<?> more) {
    var top = new Root(version);
    var root = new CommandLine(top);
    root.getCommandSpec().versionProvider(top);
    root.getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version of this program.")
                .build());
    root.setCommandName("gatehouse");
    more.forEach(root::addSubcommand);
    root.addSubcommand(servers())
        .addSubcommand(
            new CommandLine(new GrantCommands.Give(here))
                .addSubcommand(new GrantCommands.ListGrants(here))
                .addSubcommand(new GrantCommands.Remove(here)))
        .addSubcommand(
            new CommandLine(new KeyCommands.Noun())
                .addSubcommand(new KeyCommands.Create(here))
                .addSubcommand(new KeyCommands.ListKeys(here))
                .addSubcommand(new KeyCommands.Revoke(here)))
        .addSubcommand(new ConnectCommand(here))
        .addSubcommand(new ExportCommand(here))
        .addSubcommand(new StdioCommand(here))
        .addSubcommand(new ToolsCommand(here))
        .addSubcommand(new CallCommand(here))
        .addSubcommand(new ExplainCommand(here))
        .addSubcommand(
            new CommandLine(new AuditCommands.Noun())
                .addSubcommand(new AuditCommands.Tail(here))
                .addSubcommand(new AuditCommands.Show(here))
                .addSubcommand(new AuditVerify(here, journal)))
        .addSubcommand(
            new CommandLine(new InventoryCommands.Noun())
                .addSubcommand(new InventoryScan(here, version))
                .addSubcommand(new InventoryCommands.ListServers(here))
                .addSubcommand(new InventoryCommands.Devices(here))
                .addSubcommand(new InventoryCommands.Forget(here)))
        .addSubcommand(new LoginCommands.Login(here))
        .addSubcommand(new LoginCommands.Logout(here))
        .addSubcommand(new VersionCommand(here, version))
        .addSubcommand(new CompletionCommand(here))
        .addSubcommand(new CompleteCommand(here));
    root.setOut(here.out());
    root.setErr(here.errors());
    root.setExpandAtFiles(false);
    ManPage.layOut(root, here.width(), here.coloured());
    return root;
  }

  private CommandLine servers() {
    return new CommandLine(new ServerCommands.Noun())
        .addSubcommand(new ServerAdd(here, files))
        .addSubcommand(new ServerCommands.ListServers(here))
        .addSubcommand(new ServerCommands.Show(here))
        .addSubcommand(new ServerApprove(here))
        .addSubcommand(new ServerCommands.Disapprove(here))
        .addSubcommand(new ServerCommands.Refresh(here))
        .addSubcommand(new ServerCommands.Remove(here, files));
  }
}
