package dev.gatehouse.cli;

import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script with which a shell completes commands, options and the gateway's names. */
@Command(
    name = "completion",
    description = {
      "Prints the completion script of a shell.",
      "It completes commands, options, and the names of servers, tools, roles and keys, which it"
          + " asks the gateway for.",
      "In bash: source <(gatehouse completion bash)",
      "In zsh: source <(gatehouse completion zsh)",
      "In fish: gatehouse completion fish | source"
    },
    footer = "completion bash")
final class CompletionCommand implements Callable<Integer> {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  private final Surroundings here;

  @Mixin private Printing printing = new Printing();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private String shell = "";

  CompletionCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    if (spec == null || !SHELLS.contains(shell)) {
      throw Failure.usage(
          "there is no completion for \"" + shell + "\"",
          "there is for " + String.join(", ", SHELLS));
    }
    var root = spec.root().commandLine();
    var script = shell.equals("fish") ? new FishScript(root).text() : bash(root);
    printing.screen(here).raw(script.stripTrailing());
    return Exit.YES.code();
  }

  /** For bash, and for zsh, which the script tells to complete as bash does. */
  private static String bash(CommandLine root) {
    var script = AutoComplete.bash(root.getCommandName(), root);
    for (var names : Names.values()) {
      script =
          script.replace(
              "(\"" + names.marker() + "\")",
              "($(\"${COMP_WORDS[0]}\" complete " + names.word() + " 2>/dev/null))");
    }
    return script;
  }
}
