package dev.gatehouse.cli.inventory;

import dev.gatehouse.core.clients.Place.Os;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a scan looks.
 *
 * @param os whose places
 * @param home of the user whose clients count; empty for none
 * @param device the root of the device, for settings of everybody; empty for none
 * @param directories searched for settings of projects
 * @param depth how far below each of them, 0 to {@link #DEEPEST}
 */
public record Scope(
    Os os, Optional<Path> home, Optional<Path> device, List<Path> directories, int depth) {
  /** The deepest search. */
  public static final int DEEPEST = 32;

  /**
   * @throws IllegalArgumentException when the depth is out of range
   */
  public Scope {
    directories = List.copyOf(directories);
    if (depth < 0 || depth > DEEPEST) {
      throw new IllegalArgumentException("a search goes 0 to " + DEEPEST + " directories deep");
    }
  }

  /** The system that this program runs on. */
  public static Os thisSystem() {
    var name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return Os.WINDOWS;
    }
    return name.startsWith("mac") ? Os.MACOS : Os.LINUX;
  }
}
