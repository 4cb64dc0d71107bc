package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time that a process and its direct children have used, all threads together.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat</a>
 */
final class CpuTime {
  /** Every Linux that Gatehouse runs on counts hundredths of a second for programs. */
  private static final long MICROS_PER_TICK = 10_000;

  private static final int AFTER_NAME_USER = 11;
  private static final int AFTER_NAME_SYSTEM = 12;

  private CpuTime() {}

  /** Microseconds of user and system time of a process with its children that live. */
  static long microsWithChildren(long pid) throws IOException {
    var micros = micros(Files.readString(Path.of("/proc/" + pid + "/stat")));
    var children = Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
    for (var child : children.strip().split(" ", -1)) {
      if (!child.isEmpty()) {
        micros += micros(Files.readString(Path.of("/proc/" + child + "/stat")));
      }
    }
    return micros;
  }

  /** Reads one line of {@code /proc/<pid>/stat}; the name in it may hold blanks and brackets. */
  static long micros(String stat) {
    var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return (Long.parseLong(fields[AFTER_NAME_USER]) + Long.parseLong(fields[AFTER_NAME_SYSTEM]))
        * MICROS_PER_TICK;
  }
}
