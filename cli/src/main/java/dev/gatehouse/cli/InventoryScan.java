package dev.gatehouse.cli;

import dev.gatehouse.cli.inventory.Outcome;
import dev.gatehouse.cli.inventory.Scan;
import dev.gatehouse.cli.inventory.ScanJson;
import dev.gatehouse.cli.inventory.ScanPage;
import dev.gatehouse.cli.inventory.ScanTable;
import dev.gatehouse.cli.inventory.Scope;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Plain;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.core.clients.Place.Os;
import dev.gatehouse.core.inventory.Finding;
import dev.gatehouse.core.inventory.Judge;
import dev.gatehouse.core.inventory.Known;
import dev.gatehouse.core.inventory.Report;
import dev.gatehouse.core.inventory.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks for what clients run, and shows it. */
@Command(
    name = "scan",
    description = {
      "Finds the MCP servers in the settings of clients and projects.",
      "Each is held against the catalogue of the gateway, when one answers. Values of secrets are"
          + " neither kept nor sent. Without directories, the project in this one counts, and none"
          + " below it.",
      "Ends with 3 when something of --fail-on was found."
    },
    footer = "inventory scan --no-home --fail-on unknown,secret .")
final class InventoryScan implements Callable<Integer> {
  private static final Duration QUICK = Duration.ofSeconds(20);
  private static final int USUAL_DEPTH = 8;
  private static final String UNNAMED = "unnamed";

  private final Surroundings here;
  private final String version;

  @Mixin private Printing printing = new Printing();
  @Mixin private Reaching reaching = new Reaching();

  @Parameters(
      arity = "0..*",
      paramLabel = "DIR",
      description = "Directories whose projects are looked at, and those below them.")
  private List<String> directories = List.of();

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "How far below each directory to look; 8 without it, at most 32.")
  private int depth = USUAL_DEPTH;

  @Option(names = "--no-home", description = "Leave out the clients of this user and device.")
  private boolean noHome;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Another home, for example of an image; the device itself is left out then.")
  private Optional<String> home = Optional.empty();

  @Option(
      names = "--os",
      paramLabel = "OS",
      description = "Whose places to look at: linux, macos or windows; without it, this system's.")
  private Optional<Os> os = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE", description = "Write it as a page, too.")
  private Optional<String> html = Optional.empty();

  @Option(
      names = "--upload",
      description = "Send it to the gateway, which keeps the last report of each device.")
  private boolean upload;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "What this device is called in the report; without it, its host name.")
  private Optional<String> device = Optional.empty();

  @Option(names = "--offline", description = "Ask no gateway.")
  private boolean offline;

  @Option(
      names = "--fail-on",
      split = ",",
      paramLabel = "WHAT",
      completionCandidates = FailOn.class,
      description =
          "End with 3 when one of these was found: kinds of findings, or critical, high, medium or"
              + " low for those and graver ones.")
  private List<String> failOn = List.of();

  InventoryScan(Surroundings here, String version) {
    this.here = here;
    this.version = version;
  }

  @Override
  public Integer call() {
    var screen = printing.screen(here);
    var failing = FailOn.kinds(failOn);
    var scope = scope();
    var gateway = gateway(screen, failing);
    var report = report(screen, scope, gateway.map(this::salt).orElseGet(InventoryScan::random));
    var outcome = outcome(report, gateway);
    show(screen, outcome);
    var failed = outcome.totals().keySet().stream().filter(failing::contains).toList();
    if (!failed.isEmpty()) {
      screen.aside(
          "failed on " + String.join(", ", failed.stream().map(Finding.Kind::word).toList()));
      return Exit.REFUSED.code();
    }
    return Exit.YES.code();
  }

  private Scope scope() {
    var roots =
        directories.isEmpty()
            ? List.of(here.directory())
            : directories.stream().map(this::directory).toList();
    var otherHome = home.map(this::directory);
    if (depth < 0 || depth > Scope.DEEPEST) {
      throw Failure.usage("--depth " + depth + " is not 0 to " + Scope.DEEPEST, "give another");
    }
    return new Scope(
        os.orElseGet(Scope::thisSystem),
        noHome ? Optional.empty() : otherHome.or(() -> Optional.of(here.home())),
        noHome || otherHome.isPresent() ? Optional.empty() : root(),
        roots,
        directories.isEmpty() ? 0 : depth);
  }

  private Path directory(String written) {
    var path = here.path(written);
    if (!Files.isDirectory(path)) {
      throw Failure.usage(
          path + " is no directory that can be looked through", "name one that is there");
    }
    return path;
  }

  private Optional<Path> root() {
    return Optional.ofNullable(here.home().toAbsolutePath().getRoot());
  }

  /** The gateway, when it is wanted and answers; who cannot do without it hears why it does not. */
  private Optional<Remote> gateway(Screen screen, Set<Finding.Kind> failing) {
    var isNeeded = upload || failing.stream().anyMatch(Finding.Kind::needsCatalogue);
    if (offline) {
      if (isNeeded) {
        throw Failure.usage(
            "--offline asks no gateway, and --upload or --fail-on needs one",
            "leave one of them out; secret, http, floating-version and unreadable need none");
      }
      return Optional.empty();
    }
    try {
      var remote = reaching.remote(here).within(QUICK);
      var _ = salt(remote);
      return Optional.of(remote);
    } catch (Failure failure) {
      if (isNeeded) {
        throw failure;
      }
      screen.aside("not matched against a catalogue: " + failure.detail());
      return Optional.empty();
    }
  }

  private byte[] salt(Remote remote) {
    try {
      return Base64.getDecoder().decode(remote.get("inventory/salt").exact("salt"));
    } catch (IllegalArgumentException _) {
      throw Failure.failed(
          remote.address() + " gave no salt", "see whether it is a Gatehouse of this version");
    }
  }

  private static byte[] random() {
    var salt = new byte[32];
    new SecureRandom().nextBytes(salt);
    return salt;
  }

  private Report report(Screen screen, Scope scope, byte[] salt) {
    var name = upload || device.isPresent() ? deviceName() : UNNAMED;
    try (var progress = screen.progress("looking for settings of clients")) {
      return new Scan(scope, salt, progress::reached).report(name, version);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          String.valueOf(e.getMessage()), "correct it, or scan fewer directories at once");
    }
  }

  private String deviceName() {
    return device
        .or(DeviceName::ofHost)
        .orElseThrow(() ->
            Failure.usage("this device has no host name", "say what it is called with --device"));
  }

  private Outcome outcome(Report report, Optional<Remote> gateway) {
    if (gateway.isEmpty()) {
      var judge = new Judge(Known.NOTHING);
      return new Outcome(
          report, report.servers().stream().map(judge::of).toList(), Optional.empty());
    }
    var remote = gateway.get();
    var answer =
        remote
            .post(upload ? "inventory/reports" : "inventory/match", ReportJson.write(report))
            .facts()
            .orElseThrow();
    try {
      return new Outcome(
          report,
          answer.items("verdicts").map(one -> ReportJson.verdict(one.json())).toList(),
          Optional.of(remote.address().toString()));
    } catch (IllegalArgumentException _) {
      throw Failure.failed(
          remote.address() + " did not answer for every server",
          "see whether it is a Gatehouse of this version");
    }
  }

  private void show(Screen screen, Outcome outcome) {
    html.ifPresent(file -> write(here.path(file), outcome));
    if (printing.json()) {
      screen.raw(Plain.json(ScanJson.of(outcome).toString()));
    } else if (screen.isQuiet()) {
      outcome.lines().stream()
          .map(line -> line.kind().word() + " " + line.server() + " " + line.file())
          .map(Plain::text)
          .forEach(screen::raw);
    } else {
      ScanTable.show(screen, outcome);
    }
    html.ifPresent(file -> screen.aside("wrote " + here.path(file)));
    if (upload) {
      screen.aside("sent as " + outcome.report().device());
    }
  }

  private static void write(Path file, Outcome outcome) {
    try {
      Files.writeString(file, ScanPage.of(outcome));
    } catch (IOException e) {
      throw Failure.failed(file + " cannot be written", "name a file in a directory of yours");
    }
  }
}
