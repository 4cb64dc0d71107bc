package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Plain;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.core.spelling.Nearest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;

/** Fetches a file that the gateway makes of what is approved. */
@Command(
    name = "export",
    description = {
      "Writes what is approved as a file that clients read.",
      "Without --output it is printed alone on standard output. No file holds a credential."
    },
    footer = "export claude --catalogue crm --output managed-settings.json")
final class ExportCommand implements Callable<Integer> {
  private final Surroundings here;

  @Mixin private Printing printing = new Printing();
  @Mixin private Reaching reaching = new Reaching();

  @Parameters(
      paramLabel = "FILE",
      completionCandidates = Words.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String file = "";

  @Option(
      names = "--catalogue",
      paramLabel = "NAME",
      description = "A catalogue of the settings; without it, all that is approved.")
  private String catalogue = "default";

  @Option(
      names = "--output",
      paramLabel = "PATH",
      description = "Write it there; a file that is there is replaced as a whole.")
  private Optional<String> output = Optional.empty();

  ExportCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    var known = known();
    var text = text(reaching.remote(here), known);
    var screen = printing.screen(here);
    if (printing.json() && output.isEmpty()) {
      screen.raw(Plain.json(Remote.JSON.readTree(text).toString()));
    } else if (output.isPresent()) {
      write(output.get(), text);
      screen.aside("Written to " + output.get() + ": " + known.purpose() + ".");
    } else {
      screen.aside("This is " + known.purpose() + ":");
      screen.flush();
      text.lines().map(Plain::json).forEach(screen::raw);
    }
    return Exit.YES.code();
  }

  private ExportFile known() {
    return Arrays.stream(ExportFile.values())
        .filter(one -> one.word().equals(file))
        .findFirst()
        .orElseThrow(() ->
            Failure.usage(
                "there is no export \"" + file + "\"",
                Nearest.to(file, ExportFile.words())
                    .map(near -> "Did you mean \"" + near + "\"?")
                    .orElse("there are " + String.join(", ", ExportFile.words()))));
  }

  private String text(Remote remote, ExportFile known) {
    try {
      var bytes = remote.file("/export/" + Remote.part(catalogue) + "/" + known.file());
      Remote.JSON.readTree(bytes);
      return new String(bytes, StandardCharsets.UTF_8).stripTrailing() + "\n";
    } catch (JacksonException e) {
      throw Failure.failed(
          remote.address() + " did not answer as a Gatehouse does",
          "name the address of one with --at or GATEHOUSE_URL");
    } catch (Failure failure) {
      throw failure.status() == 404
          ? failure.withRemedy(
              "there is no catalogue " + catalogue + ", or none that your key may read")
          : failure;
    }
  }

  /** Whole or not at all: clients may read it at any time. */
  private void write(String path, String text) {
    var target = here.path(path);
    var beside = target.resolveSibling(target.getFileName() + ".new");
    try {
      Files.writeString(beside, text);
      Files.move(
          beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Failure.failed(
          path + " cannot be written: " + e.getMessage(), "name a file in a directory of yours");
    }
  }

  /** What can be completed. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ExportFile.words().iterator();
    }
  }
}
