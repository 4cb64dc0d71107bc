package dev.gatehouse.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where one sees what runs. */
public interface StateDesk {
  /** The program. */
  VersionView version();

  /** The settings: which are in force, and whether the file says something that cannot be. */
  SettingsView settings();

  /** The program and where it runs. */
  record VersionView(String version, String java, Instant startedAt, String data) {}

  /**
   * The settings in force.
   *
   * @param file absent when there is none and defaults are in force
   * @param current whether the file as it is now is in force; otherwise the last good one is
   * @param problems what is wrong with the file, each with its place
   */
  record SettingsView(
      Optional<String> file, Instant loadedAt, boolean current, List<String> problems) {}
}
