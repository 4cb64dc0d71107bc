package dev.gatehouse.server.command;

import dev.gatehouse.server.settings.BuiltInKinds;
import dev.gatehouse.server.settings.Loaded;
import dev.gatehouse.server.settings.Problems;
import dev.gatehouse.server.settings.SettingsLoader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which settings file a command reads. */
final class SettingsOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The settings file; without it ./gatehouse.yaml, and defaults when that is not there.")
  private @Nullable Path config;

  private final SettingsLoader loader = new SettingsLoader(BuiltInKinds.ALL);

  /** The file, whether it is there or not. */
  Path file() {
    return config == null ? Path.of(SettingsLoader.DEFAULT_NAME) : config;
  }

  /** What reads it. */
  SettingsLoader loader() {
    return loader;
  }

  /**
   * The settings. A file that is named must be there.
   *
   * @throws Problems with everything that is wrong in it
   */
  Loaded load() throws Problems {
    return config == null ? loader.loadOrDefaults(file()) : loader.load(config);
  }
}
