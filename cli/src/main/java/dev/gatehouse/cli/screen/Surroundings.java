package dev.gatehouse.cli.screen;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a command may know of the process it runs in, so that a test can be one too.
 *
 * @param environment variables
 * @param input standard input
 * @param out standard output, for what was asked for
 * @param errors standard error, for complaints, progress and next steps
 * @param directory in which the caller stands
 * @param home of the user
 * @param terminals which of the three streams are terminals
 * @param columns of the terminal, when it told
 * @param command what the caller types to get here, for example {@code ./gatehouse}
 */
public record Surroundings(
    Map<String, String> environment,
    InputStream input,
    PrintWriter out,
    PrintWriter errors,
    Path directory,
    Path home,
    Terminals terminals,
    Optional<Integer> columns,
    String command) {
  /** Said by the launcher: which streams are terminals, how wide, and how it was called. */
  private static final String TERMINALS = "gatehouse.terminals";

  private static final String COLUMNS = "gatehouse.columns";
  private static final String COMMAND = "gatehouse.command";

  /** Which streams are terminals. */
  public record Terminals(boolean input, boolean out, boolean errors) {
    /** None of them, as in a pipe. */
    public static final Terminals NONE = new Terminals(false, false, false);
  }

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        System.in,
        utf8(System.out),
        utf8(System.err),
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("user.home", ".")),
        terminals(System.getProperty(TERMINALS)),
        number(System.getProperty(COLUMNS, "")),
        System.getProperty(COMMAND, "gatehouse"));
  }

  /** The value of a variable that is set and not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** How wide a line may be: {@code COLUMNS}, or the terminal's; without either, any. */
  public int width() {
    return variable("COLUMNS")
        .flatMap(Surroundings::number)
        .or(() -> terminals.out() ? columns : Optional.empty())
        .filter(width -> width > 0)
        .orElse(Integer.MAX_VALUE);
  }

  /** Whether standard output may be coloured. */
  public boolean coloured() {
    return terminals.out() && allowsColour();
  }

  /** Whether standard error may be coloured. */
  public boolean colouredErrors() {
    return terminals.errors() && allowsColour();
  }

  /** A path as the caller means it. */
  public Path path(String written) {
    return directory.resolve(written).normalize();
  }

  private boolean allowsColour() {
    return variable("NO_COLOR").isEmpty() && !variable("TERM").equals(Optional.of("dumb"));
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, false, StandardCharsets.UTF_8);
  }

  // From JDK 25 on it is null again where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  private static Terminals terminals(@Nullable String told) {
    if (told != null) {
      return new Terminals(told.contains("0"), told.contains("1"), told.contains("2"));
    }
    var console = System.console();
    var all = console != null && console.isTerminal();
    return new Terminals(all, all, all);
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[0-9]{1,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
