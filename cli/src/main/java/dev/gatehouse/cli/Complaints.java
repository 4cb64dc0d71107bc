package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Plain;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.core.spelling.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place that words what went wrong, on standard error, and says what to do. */
final class Complaints {
  private static final String TRACE = "GATEHOUSE_TRACE";

  private final Surroundings here;
  private final boolean json;

  /**
   * @param json whether complaints are problem objects, too
   */
  Complaints(Surroundings here, boolean json) {
    this.here = here;
    this.json = json;
  }

  /** The command line is wrong. */
  int wrong(ParameterException e) {
    var command = e.getCommandLine();
    if (!json && isVerbMissing(e)) {
      command.usage(here.errors());
      return Exit.USAGE.code();
    }
    var help = "see: " + command.getCommandSpec().qualifiedName() + " --help";
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unknown(command, unmatched.getUnmatched().getFirst(), help);
    }
    if (e instanceof MissingParameterException missing) {
      var labels = missing.getMissing().stream().map(arg -> label(arg)).distinct().toList();
      return say(Failure.usage("missing: " + String.join(", ", labels), help));
    }
    return say(Failure.usage(sentence(e.getMessage()), help));
  }

  /** A command ended otherwise than well. */
  int failed(Exception e) {
    if (e instanceof Failure failure) {
      return say(failure);
    }
    if (e instanceof ParameterException wrong) {
      return wrong(wrong);
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return say(Failure.failed("interrupted", "run it again"));
    }
    if (here.variable(TRACE).isPresent()) {
      e.printStackTrace(here.errors());
    }
    return say(
        Failure.failed(
            "this is a mistake of Gatehouse: " + Plain.text(e.toString()),
            "please report it, with what " + TRACE + "=1 adds to this"));
  }

  private static boolean isVerbMissing(ParameterException e) {
    return e.getClass() == ParameterException.class
        && !(e.getCommandLine().getCommand() instanceof Callable<?>);
  }

  private int say(Failure failure) {
    here.out().flush();
    if (json) {
      var problem = Remote.JSON.createObjectNode();
      if (failure.status() > 0) {
        problem.put("status", failure.status());
      }
      problem.put("detail", failure.detail());
      failure.remedy().ifPresent(remedy -> problem.put("remedy", remedy));
      here.errors().println(Plain.json(problem.toString()));
    } else {
      here.errors().println("gatehouse: " + Plain.text(failure.detail()));
      failure.remedy().ifPresent(remedy -> here.errors().println("  " + Plain.text(remedy)));
    }
    here.errors().flush();
    return failure.exit().code();
  }

  private int unknown(CommandLine command, String written, String help) {
    var isOption = written.startsWith("-");
    var isLeaf = command.getSubcommands().isEmpty();
    var what =
        isOption
            ? "there is no option "
            : isLeaf ? "that is one word too much: " : "there is no command ";
    var remedy =
        Nearest.to(isOption ? written.split("=", 2)[0] : written, known(command, isOption))
            .map(near -> "Did you mean \"" + near + "\"?");
    // An option may hold a secret behind its equals sign.
    var shown = "\"" + (isOption ? written.split("=", 2)[0] : written) + "\"";
    return say(Failure.usage(what + shown, remedy.orElse(help)));
  }

  private static List<String> known(CommandLine command, boolean options) {
    var known = new ArrayList<String>();
    if (options) {
      command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
    } else {
      known.addAll(command.getSubcommands().keySet());
    }
    return known;
  }

  private static String label(CommandLine.Model.ArgSpec arg) {
    return arg instanceof CommandLine.Model.OptionSpec option
        ? option.longestName()
        : arg.paramLabel();
  }

  private static String sentence(@org.jspecify.annotations.Nullable String message) {
    return Optional.ofNullable(message).orElse("the command line is wrong");
  }
}
