package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a JVM holds once its garbage is gone.
 *
 * @param resident bytes of the process that are in memory: heap, code, buffers, everything
 * @param live bytes of its heap that are in use
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status</a>
 */
record Memory(long resident, long live) {
  private static final Pattern USED = Pattern.compile("\\bused (\\d+)K");
  private static final String RESIDENT = "VmRSS:";
  private static final String NOT_HEAP = "Metaspace";

  /** Collects all garbage of the process, then looks. */
  static Memory of(long pid) throws IOException {
    Jcmd.run(pid, "GC.run");
    var live = live(Jcmd.run(pid, "GC.heap_info"));
    return new Memory(resident(Files.readAllLines(Path.of("/proc/" + pid + "/status"))), live);
  }

  /** Reads {@code GC.heap_info}: what each part of the heap has in use, without classes. */
  static long live(String heapInfo) throws IOException {
    var end = heapInfo.indexOf(NOT_HEAP);
    var used = USED.matcher(end < 0 ? heapInfo : heapInfo.substring(0, end));
    var sum = used.results().mapToLong(part -> Long.parseLong(part.group(1)) << 10).sum();
    if (sum == 0) {
      throw new IOException("jcmd GC.heap_info says nothing of the heap: " + heapInfo);
    }
    return sum;
  }

  /** Reads {@code /proc/<pid>/status}. */
  static long resident(List<String> status) throws IOException {
    for (var line : status) {
      if (line.startsWith(RESIDENT)) {
        return Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip()) << 10;
      }
    }
    throw new IOException("/proc says nothing of " + RESIDENT);
  }

  /** How much more this is, in KiB, for each of so many things. */
  double residentKibPer(int things, Memory before) {
    return (resident - before.resident) / 1024.0 / things;
  }

  /** The same of the heap alone. */
  double liveKibPer(int things, Memory before) {
    return (live - before.live) / 1024.0 / things;
  }
}
