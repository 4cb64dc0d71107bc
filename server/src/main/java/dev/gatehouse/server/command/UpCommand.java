package dev.gatehouse.server.command;

import dev.gatehouse.core.gateway.Gateway;
import dev.gatehouse.server.House;
import dev.gatehouse.server.Overrides;
import dev.gatehouse.server.Version;
import dev.gatehouse.server.settings.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts registry and gateway, and says what to do next. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts registry and gateway; Ctrl-C stops them.",
    footer = {"", "Example:", "  gatehouse up --port 9090 --data /var/lib/gatehouse"})
public final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SettingsOption settings = new SettingsOption();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Listens on this port, whatever the settings say; 0 takes any free one.")
  private @Nullable Integer port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keeps store and records here, whatever the settings say.")
  private @Nullable Path data;

  @Option(
      names = "--virtual-threads",
      hidden = true,
      description = "Runs every call on a virtual thread; for tests.")
  private boolean virtualThreads;

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    try {
      var overrides = new Overrides(Optional.ofNullable(port), Optional.ofNullable(data));
      var loaded = settings.load();
      var house = House.open(loaded, options(overrides));
      var stopped = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("stop")
                  .unstarted(() -> {
                    house.drain();
                    stopped.countDown();
                  }));
      greet(house, loaded.from(), out);
      stopped.await();
      return 0;
    } catch (Problems problems) {
      err.println(problems.getMessage());
    } catch (IOException | IllegalStateException e) {
      err.println("gatehouse: " + e.getMessage());
    }
    err.flush();
    return 1;
  }

  private House.Options options(Overrides overrides) {
    return new House.Options(
        Path.of("").toAbsolutePath(),
        Optional.of(settings.file()),
        overrides,
        virtualThreads ? Gateway.Threads.VIRTUAL : Gateway.Threads.EVENT_LOOP_FIRST,
        0);
  }

  private static void greet(House house, String from, PrintWriter out) {
    var url = house.publicUrl().toString();
    out.printf(
        "  Gatehouse %s  listening on %s   data %s   settings %s%n%n",
        Version.TEXT, house.address(), house.settings().data(), from);
    out.printf("  MCP          %s/mcp%n", url);
    out.printf("  Registry     %s/v0.1/servers%n", url);
    house
        .firstKey()
        .ifPresent(key ->
            out.printf(
                "  Admin key    %s   (shown this once; make another with: ./gatehouse key"
                    + " create --role administrator)%n",
                key.reveal()));
    out.println();
    if (house.isAnythingReachable()) {
      out.println("  Servers and who may use them:  ./gatehouse server list   ./gatehouse tools");
      out.println("  What happens:                  ./gatehouse audit tail -f");
    } else {
      whatNext(out);
    }
    out.flush();
  }

  private static void whatNext(PrintWriter out) {
    out.print(
        """
          Nothing is reachable yet: Gatehouse denies by default. Next:
            ./gatehouse server add files --stdio "npx -y @modelcontextprotocol/server-filesystem ./docs"
            ./gatehouse server approve files
            ./gatehouse grant coder files/read_*
            ./gatehouse key create --name my-agent --role coder
            ./gatehouse connect claude-code --key gth_…       # prints the client's settings, also cursor, vscode, codex, …
          Or see it all at once:  ./gatehouse demo
        """);
  }
}
