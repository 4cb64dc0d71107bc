package dev.gatehouse.server.command;

import dev.gatehouse.core.limits.Counts;
import dev.gatehouse.core.limits.Limits;
import dev.gatehouse.core.policy.Policy;
import dev.gatehouse.core.policy.Problem;
import dev.gatehouse.core.policy.ToolSchemas;
import dev.gatehouse.server.settings.Loaded;
import dev.gatehouse.server.settings.Problems;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether a settings file can be used, and what it means. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Checks a settings file without starting anything.",
    footer = {"", "Example:", "  gatehouse check --config gatehouse.yaml --explain"})
public final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SettingsOption settings = new SettingsOption();

  @Option(
      names = "--explain",
      description = "Prints the settings in full: short forms in their long form, and defaults.")
  private boolean explain;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    try {
      var loaded = settings.load();
      checkRules(loaded);
      if (explain) {
        out.print(settings.loader().explain(loaded.settings()));
      } else {
        summarize(loaded, out);
      }
      out.flush();
      return 0;
    } catch (Problems problems) {
      err.println(problems.getMessage());
      err.flush();
      return 1;
    }
  }

  /** Conditions and globs, which nothing but the rooms that use them can check. */
  private static void checkRules(Loaded loaded) throws Problems {
    var found = new ArrayList<dev.gatehouse.server.settings.Problem>();
    var rules = loaded.settings().policy();
    var limits = Limits.of(loaded.settings().limits(rules), new Counts(System::nanoTime));
    for (var problem : Policy.compile(rules, ToolSchemas.NONE).problems()) {
      note(loaded, problem, found);
    }
    for (var problem : limits.problems()) {
      note(loaded, problem, found);
    }
    if (!found.isEmpty()) {
      throw new Problems(found);
    }
  }

  private static void note(
      Loaded loaded, Problem problem, List<dev.gatehouse.server.settings.Problem> found) {
    if (problem.isError()) {
      found.add(loaded.problem(problem));
    }
  }

  private static void summarize(Loaded loaded, PrintWriter out) {
    var settings = loaded.settings();
    out.printf(
        "ok  %s   %d servers (%d approved), %d roles, %d forbids, %d guardrails%n",
        loaded.from(),
        settings.servers().size(),
        settings.servers().values().stream().filter(server -> server.approved()).count(),
        settings.roles().size(),
        settings.forbids().size(),
        settings.guardrails().size());
  }
}
