package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.remote.Reply;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.core.spelling.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Declares a server: one at a URL over the admin API, one that runs as a child process by writing
 * it into the settings file. A command is never sent over the API.
 */
@Command(
    name = "add",
    description = {
      "Declares an MCP server. Nobody reaches it before it is approved.",
      "One at a URL is asked at once what it is and offers. One with --stdio is written into the"
          + " settings file, which the running gateway picks up; no program is started by this."
    },
    footer = "server add crm https://crm.internal.example/mcp")
final class ServerAdd implements Callable<Integer> {
  private static final String USUAL_FILE = "gatehouse.yaml";
  private static final Duration QUICK = Duration.ofSeconds(2);
  private static final int LOOKS = 25;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Surroundings here;
  private final SettingsFiles files;

  @Mixin private Printing printing = new Printing();
  @Mixin private Reaching reaching = new Reaching();

  @Parameters(index = "0", paramLabel = "NAME", description = "What it is called here.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "URL",
      description = "Where it is, for one over HTTP.")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--stdio",
      paramLabel = "COMMAND",
      description = "Program and arguments, for one that runs as a child process.")
  private Optional<String> stdio = Optional.empty();

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "A variable for the program: plain, or a reference like env:TOKEN.")
  private Map<String, String> environment = new LinkedHashMap<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The settings file, for --stdio. Without it the gateway's, then ./gatehouse.yaml.")
  private Optional<String> config = Optional.empty();

  @Option(
      names = "--transport",
      completionCandidates = Transports.class,
      description = {
        "How messages travel: streamable or sse (of 2024-11-05) to a URL, stdio to a program. Found out"
            + " without it, and with auto."
      })
  private Optional<String> transport = Optional.empty();

  @Option(names = "--era", description = "legacy or modern; found out without it.")
  private Optional<String> era = Optional.empty();

  @Option(names = "--sessions", description = "per-client (as without it) or per-caller.")
  private Optional<String> sessions = Optional.empty();

  @Option(
      names = "--deadline-ms",
      paramLabel = "MS",
      description = "From sending a call to its whole answer; 60000 without it.")
  private Optional<Long> deadlineMs = Optional.empty();

  @Option(
      names = "--believe-public",
      description = {
        "Let shared caches keep lists and resources that it calls public, unless rules or guardrails"
            + " make them differ."
      })
  private boolean believePublic;

  /** What may be said of the transport, for completing it. */
  static final class Transports implements Iterable<String> {
    static final List<String> ALL = List.of("auto", "streamable", "sse", "stdio");

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  ServerAdd(Surroundings here, SettingsFiles files) {
    this.here = here;
    this.files = files;
  }

  @Override
  public Integer call() {
    if (url.isPresent() == stdio.isPresent()) {
      throw Failure.usage(
          "a server is either at a URL or a command",
          "write: "
              + here.command()
              + " server add NAME URL   or: "
              + here.command()
              + " server add NAME --stdio \"COMMAND\"");
    }
    if (url.isPresent() && !environment.isEmpty()) {
      throw Failure.usage("--env is for --stdio alone", "leave it out");
    }
    transport.ifPresent(this::check);
    if (stdio.isPresent()) {
      era.ifPresent(value -> refuseForPrograms("--era", "era: " + value));
      sessions.ifPresent(value -> refuseForPrograms("--sessions", "sessions: " + value));
      deadlineMs.ifPresent(
          value -> refuseForPrograms("--deadline-ms", "deadline: " + value + "ms"));
      if (believePublic) {
        refuseForPrograms("--believe-public", "believe-public: true");
      }
    }
    return url.isPresent() ? overHttp(url.get()) : asProgram(stdio.orElseThrow());
  }

  /** What --stdio writes into the file is the command and its variables alone. */
  private static void refuseForPrograms(String option, String setting) {
    throw Failure.usage(
        option + " is for a server at a URL",
        "leave it out, and write " + setting + " under the server in the settings file");
  }

  private void check(String word) {
    if (!Transports.ALL.contains(word)) {
      throw Failure.usage(
          "there is no transport \"" + word + "\"",
          Nearest.to(word, Transports.ALL)
              .map(near -> "Did you mean \"" + near + "\"?")
              .orElse("known are " + String.join(", ", Transports.ALL)));
    }
    var isOfPrograms = word.equals("stdio");
    if (url.isPresent() && isOfPrograms) {
      throw Failure.usage(
          "--transport stdio is for a program, and this server is at a URL",
          "leave --transport out, or write: "
              + here.command()
              + " server add NAME --stdio \"COMMAND\"");
    }
    if (stdio.isPresent() && !isOfPrograms && !word.equals("auto")) {
      throw Failure.usage(
          "--transport " + word + " is for a server at a URL, and --stdio names a program",
          "leave --transport out, or write: "
              + here.command()
              + " server add NAME URL --transport "
              + word);
    }
    if (word.equals("sse") && era.filter("modern"::equals).isPresent()) {
      throw Failure.usage(
          "--transport sse is of the legacy era, and --era says modern",
          "leave --era out, or --transport");
    }
  }

  private int overHttp(String address) {
    var remote = reaching.remote(here);
    var screen = printing.screen(here);
    var body = Remote.JSON.createObjectNode();
    body.put("name", name);
    body.put("url", address);
    transport.ifPresent(value -> body.put("httpTransport", value));
    era.ifPresent(value -> body.put("era", value));
    sessions.ifPresent(value -> body.put("sessions", value));
    if (believePublic) {
      body.put("believePublic", true);
    }
    deadlineMs.ifPresent(value -> body.put("deadlineMs", value));
    Reply added;
    try (var _ = screen.progress("asking " + name + " what it is")) {
      added = remote.post("servers", body);
    }
    var server = added.facts().orElseThrow();
    if (printing.json()) {
      printing.object(screen, server);
    } else if (!screen.isQuiet()) {
      Done.say(printing, screen, "added " + name, added);
      ServerStory.tell(screen, server);
      next(screen, server);
    }
    return Exit.YES.code();
  }

  private void next(Screen screen, Facts server) {
    if (server.at("seen").optional("trouble").isPresent()) {
      screen.next(
          "It is kept, but could not be reached. Once it can be:",
          List.of("server refresh " + name));
    } else {
      screen.next(
          "Nobody reaches it before it is approved. Next:", List.of("server approve " + name));
    }
  }

  private int asProgram(String command) {
    var words = CommandWords.split(command);
    var screen = printing.screen(here);
    var running = local().flatMap(ServerAdd::settings);
    var file = file(running);
    files.addStdio(file, name, words, environment);
    screen.aside("wrote " + name + " into " + file);
    var picked =
        running.isPresent() && local().filter(remote -> picked(screen, remote)).isPresent();
    if (printing.json()) {
      local().flatMap(this::found).ifPresent(server -> printing.object(screen, server));
    }
    screen.next(
        picked
            ? "The gateway has picked it up. Nobody reaches it before it is approved. Next:"
            : "No gateway has picked it up yet. Next:",
        picked ? List.of("server approve " + name) : List.of("up", "server approve " + name));
    return Exit.YES.code();
  }

  private Path file(Optional<Facts> running) {
    return config
        .map(here::path)
        .or(() ->
            running
                .map(settings -> settings.exact("file"))
                .filter(written -> !written.isEmpty())
                .map(Path::of)
                .filter(path -> path.isAbsolute() && Files.exists(path)))
        .orElseGet(() -> here.path(USUAL_FILE));
  }

  /** The gateway of this machine; only that one can pick a file of this machine up. */
  private Optional<Remote> local() {
    try {
      return reaching.address(here).isLoopback()
          ? Optional.of(reaching.remote(here).within(QUICK))
          : Optional.empty();
    } catch (Failure _) {
      return Optional.empty(); // None that could be asked; the file can be written all the same.
    }
  }

  private static Optional<Facts> settings(Remote remote) {
    try {
      return Optional.of(remote.get("settings"));
    } catch (Failure _) {
      return Optional.empty();
    }
  }

  private Optional<Facts> found(Remote remote) {
    try {
      return Optional.of(remote.get("servers/" + Remote.part(name)));
    } catch (Failure _) {
      return Optional.empty();
    }
  }

  private boolean picked(Screen screen, Remote remote) {
    try (var _ = screen.progress("waiting for the gateway to pick it up")) {
      for (var look = 0; look < LOOKS; look++) {
        if (found(remote).isPresent()) {
          return true;
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
