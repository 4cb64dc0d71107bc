package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Amounts;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Progress;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.cli.screen.Tone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies the journal: of a gateway, or of files alone. */
@Command(
    name = "verify",
    description = {
      "Checks that every record follows from the one before, and who signed.",
      "Ends with 0 when the evidence is whole and with 4 when it is broken."
    },
    footer = "audit verify")
final class AuditVerify implements Callable<Integer> {
  private static final Duration LONG = Duration.ofHours(2);

  private final Surroundings here;
  private final JournalOnDisk journal;

  @Mixin private Printing printing = new Printing();
  @Mixin private Reaching reaching = new Reaching();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Read the journal in this directory, without a gateway.")
  private Optional<String> directory = Optional.empty();

  AuditVerify(Surroundings here, JournalOnDisk journal) {
    this.here = here;
    this.journal = journal;
  }

  @Override
  public Integer call() {
    var screen = printing.screen(here);
    var found = directory.map(written -> files(here.path(written))).orElseGet(() -> asked(screen));
    if (printing.json()) {
      printing.object(screen, found);
    } else if (!screen.isQuiet()) {
      tell(screen, found);
    }
    return found.says("whole") ? Exit.YES.code() : Exit.BROKEN.code();
  }

  private Facts asked(Screen screen) {
    var remote = reaching.remote(here).within(LONG);
    try (var _ = screen.progress("verifying the journal")) {
      return remote.get("audit/verify");
    }
  }

  private Facts files(Path path) {
    try (var progress = Progress.start(here, "verifying " + path, 0, Progress.Unit.BYTES)) {
      return facts(journal.verify(path, progress));
    }
  }

  private static Facts facts(JournalOnDisk.Verified verified) {
    var json = Remote.JSON.createObjectNode();
    json.put("whole", verified.whole());
    json.put("segments", verified.segments());
    json.put("records", verified.records());
    verified.from().ifPresent(from -> json.put("from", from.toString()));
    verified.to().ifPresent(to -> json.put("to", to.toString()));
    verified.signedBy().ifPresent(key -> json.put("signedBy", key));
    json.put("millis", verified.millis());
    verified.bytes().ifPresent(bytes -> json.put("bytes", bytes));
    verified.first().ifPresent(first -> json.put("first", first));
    return new Facts(json);
  }

  private static void tell(Screen screen, Facts found) {
    if (!found.says("whole")) {
      screen.paragraph(found.optional("first").orElse("The journal is not whole."), Tone.BAD);
      return;
    }
    var facts = new ArrayList<String>();
    var from = found.optional("from").map(Times::date);
    var to = found.optional("to").map(Times::date);
    facts.add(
        Amounts.count(found.number("segments"), "segment")
            + ", "
            + Amounts.count(found.number("records"), "record")
            + from.flatMap(one -> to.map(two -> ", " + one + " … " + two)).orElse(""));
    facts.add("  chain whole");
    found.optional("signedBy").ifPresent(key -> facts.add("  heads signed by key " + key));
    var size = found.json().has("bytes") ? " (" + Amounts.bytes(found.number("bytes")) + ")" : "";
    facts.add("  ok in " + Amounts.seconds(found.number("millis")) + size);
    screen.sentence(facts);
  }
}
