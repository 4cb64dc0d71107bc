package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many files and connections a process may have open, and has. */
final class OpenFiles {
  private static final String LIMIT = "Max open files";

  /** What a process needs beside the connections that are counted. */
  private static final int SPARE = 512;

  private OpenFiles() {}

  /**
   * Makes sure that a process may have so many connections. Children may as much as this one.
   *
   * @throws IllegalArgumentException when it may not; says what to do
   */
  static void require(int connections) throws IOException {
    require(connections, limit(Files.readAllLines(Path.of("/proc/self/limits"))));
  }

  static void require(int connections, long limit) {
    var needed = connections + SPARE;
    if (limit < needed) {
      throw new IllegalArgumentException(
          ("%d idle streams need %d open files, but a process may have %d here: raise the limit"
                  + " (ulimit -Hn %d, then ulimit -n %d), or ask for fewer with --streams, or name"
                  + " other groups with --only")
              .formatted(connections, needed, limit, needed, needed));
    }
  }

  /** Reads the limit that holds from {@code /proc/<pid>/limits}. */
  static long limit(List<String> limits) throws IOException {
    for (var line : limits) {
      if (line.startsWith(LIMIT)) {
        var soft = line.substring(LIMIT.length()).strip().split("\\s+", -1)[0];
        return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
      }
    }
    throw new IOException("/proc says nothing of " + LIMIT);
  }

  /** How many a process has open at this moment. */
  static int of(long pid) throws IOException {
    try (var open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return (int) open.count();
    }
  }
}
