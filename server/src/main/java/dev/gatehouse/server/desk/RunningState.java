package dev.gatehouse.server.desk;

import dev.gatehouse.server.admin.StateDesk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells of the program that runs. Thread-safe. */
public final class RunningState implements StateDesk {
  /**
   * The settings.
   *
   * @param file the file that they were read from, absent for the defaults
   * @param loadedAt since when those in force are in force
   * @param problems why the file as it is now is not in force
   */
  public record State(Optional<String> file, Instant loadedAt, List<String> problems) {
    public State {
      problems = List.copyOf(problems);
    }
  }

  private final VersionView version;
  private final Supplier<State> settings;

  /**
   * @param version the program's own
   * @param settings asked each time
   */
  public RunningState(String version, Instant startedAt, Path data, Supplier<State> settings) {
    this.version =
        new VersionView(
            version, System.getProperty("java.version", "unknown"), startedAt, data.toString());
    this.settings = settings;
  }

  @Override
  public VersionView version() {
    return version;
  }

  @Override
  public SettingsView settings() {
    var now = settings.get();
    return new SettingsView(now.file(), now.loadedAt(), now.problems().isEmpty(), now.problems());
  }
}
