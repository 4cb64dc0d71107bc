package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Surroundings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Approves a server exactly as it was shown: by the fingerprint of what was shown. */
@Command(
    name = "approve",
    description = {
      "Shows a server and approves exactly what it showed.",
      "When the server is reached in another way by then, or offers anything else, nothing is"
          + " approved. Whoever has a grant"
          + " for its tools can call them from then on; a program with --stdio may be started."
    },
    footer = "server approve crm --yes")
final class ServerApprove implements Callable<Integer> {
  private static final int LONGEST_ANSWER = 16;
  private static final Set<String> YES = Set.of("y", "yes");

  private final Surroundings here;

  @Mixin private OneServer of = new OneServer();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--fingerprint",
      paramLabel = "HEX",
      description = "Approve only this one, as it was reviewed elsewhere.")
  private Optional<String> reviewed = Optional.empty();

  @Option(
      names = "--definitions",
      paramLabel = "HEX",
      description = "Approve only if it offers this, as it was reviewed elsewhere.")
  private Optional<String> reviewedOffer = Optional.empty();

  @Option(
      names = "--drift",
      paramLabel = "MODE",
      description = {
        "What becomes of definitions that change later: warn, block or pinned.",
        "Default: block."
      })
  private Optional<String> drift = Optional.empty();

  ServerApprove(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    var printing = of.printing();
    var name = of.name();
    var remote = of.reaching().remote(here);
    var screen = printing.screen(here);
    var server = of.known(remote);
    if (!screen.isQuiet()) {
      ServerStory.tell(screen, server);
      ServerStory.consequence(screen, server);
    }
    var fingerprint = server.exact("fingerprint");
    if (reviewed.isPresent() && !reviewed.get().equals(fingerprint)) {
      throw Failure.failed(
          name + " is not what was reviewed: its fingerprint is " + server.text("fingerprint"),
          "look at it again: " + here.command() + " server show " + name);
    }
    if (!yes && reviewed.isEmpty() && !agrees(screen, server)) {
      screen.aside("Not approved.");
      return Exit.FAILURE.code();
    }
    var body = Remote.JSON.createObjectNode().put("fingerprint", fingerprint);
    reviewedOffer
        .or(() -> shown(server))
        .ifPresent(definitions -> body.put("definitionsHash", definitions));
    drift.ifPresent(mode -> body.put("drift", mode));
    var approved = remote.post("servers/" + Remote.part(name) + "/approve", body);
    var now = approved.facts().orElseThrow();
    if (!printing.json()) {
      Done.say(printing, screen, "approved " + name, approved);
    }
    var seen = now.has("seen") || screen.isQuiet() ? now : look(screen, remote);
    if (printing.json()) {
      printing.object(screen, seen);
    }
    screen.next("Next, for a role that may use it:", List.of("grant ROLE '" + name + "/*'"));
    return Exit.YES.code();
  }

  /** The hash of everything that was shown; empty when nobody knows yet what it offers. */
  private static Optional<String> shown(Facts server) {
    return Optional.of(server.at("seen").exact("definitionsHash")).filter(hash -> !hash.isEmpty());
  }

  private boolean agrees(Screen screen, Facts server) {
    if (!here.terminals().input() || !here.terminals().errors()) {
      throw Failure.usage(
          "nobody is there to ask whether to approve " + of.name(),
          "look at what is shown, then say --yes or --fingerprint " + server.text("fingerprint"));
    }
    screen.flush();
    here.errors().print("  Approve " + of.name() + " as shown? [y/N] ");
    here.errors().flush();
    return YES.contains(answer().strip().toLowerCase(Locale.ROOT));
  }

  private String answer() {
    var answer = new StringBuilder();
    try {
      for (var next = here.input().read();
          next >= 0 && next != '\n' && answer.length() < LONGEST_ANSWER;
          next = here.input().read()) {
        answer.append((char) next);
      }
    } catch (IOException _) {
      return "";
    }
    return answer.toString();
  }

  /** What could not be looked at before it was approved. */
  private Facts look(Screen screen, Remote remote) {
    screen.flush();
    Facts server;
    try (var _ = screen.progress("asking " + of.name() + " what it is")) {
      server = of.refreshed(remote);
    }
    ServerStory.tell(screen, server);
    return server;
  }
}
