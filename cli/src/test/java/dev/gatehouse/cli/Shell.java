package dev.gatehouse.cli;

import dev.gatehouse.cli.screen.Surroundings;
import dev.gatehouse.cli.screen.Surroundings.Terminals;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Somebody who types commands, and what they see. */
final class Shell {
  final Map<String, String> environment = new HashMap<>();
  Terminals terminals = Terminals.NONE;
  String input = "";
  SettingsFiles files = SettingsFiles.NONE;
  JournalOnDisk journal = JournalOnDisk.NONE;
  List<Object> more = List.of();

  private final Path directory;

  Shell(Path directory) {
    this.directory = directory;
    environment.put("COLUMNS", "120");
  }

  /** One that knows the gateway and a key for it. */
  static Shell at(FakeGateway gateway, Path directory) {
    var shell = new Shell(directory);
    shell.environment.put("GATEHOUSE_URL", gateway.url());
    shell.environment.put("GATEHOUSE_KEY", FakeGateway.KEY);
    return shell;
  }

  Shell on(Terminals kinds) {
    terminals = kinds;
    return this;
  }

  Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Shell typing(String text) {
    input = text;
    return this;
  }

  /** What came of a command. */
  record Seen(int exit, String out, String errors) {
    /** All of it, as a terminal shows it. */
    String all() {
      return out + errors;
    }
  }

  Seen run(String... arguments) {
    var out = new StringWriter();
    var errors = new StringWriter();
    var here = surroundings(new PrintWriter(out), new PrintWriter(errors));
    var exit = new Cli(here, "0.1.0", files, journal).run(List.of(arguments), more);
    return new Seen(exit, out.toString(), errors.toString());
  }

  Surroundings surroundings(PrintWriter out, PrintWriter errors) {
    return new Surroundings(
        environment,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        out,
        errors,
        directory,
        directory.resolve("home"),
        terminals,
        Optional.empty(),
        "./gatehouse");
  }
}
