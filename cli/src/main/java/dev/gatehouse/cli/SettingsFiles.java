package dev.gatehouse.cli;

import dev.gatehouse.cli.screen.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Edits settings files. A command to run is never sent over the admin API, so it takes a program
 * that knows the file. Each method throws a {@link Failure} that says what is wrong with the file.
 */
public interface SettingsFiles {
  /** For a program without the gateway's code. */
  SettingsFiles NONE =
      new SettingsFiles() {
        @Override
        public void addStdio(
            Path file, String name, List<String> command, Map<String, String> environment) {
          throw absent(file);
        }

        @Override
        public void remove(Path file, String name) {
          throw absent(file);
        }

        private static Failure absent(Path file) {
          return Failure.failed(
              "this program cannot edit settings files", "edit " + file + " by hand");
        }
      };

  /**
   * Declares a server that runs as a child process; makes the file when there is none.
   *
   * @param command program and arguments
   * @param environment plain values or references to secrets
   */
  void addStdio(Path file, String name, List<String> command, Map<String, String> environment);

  /** Removes a server from the file. */
  void remove(Path file, String name);
}
