package dev.gatehouse.server.command;

import dev.gatehouse.server.demo.Demo;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows in a minute what a gateway does, on real servers. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Starts three real MCP servers behind a gateway of its own, and shows what two agents with"
            + " different roles can do. Leaves nothing behind.",
    footer = {"", "Example:", "  gatehouse demo"})
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    var home = Path.of(System.getProperty("gatehouse.home", "."));
    return Demo.run(home, spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
