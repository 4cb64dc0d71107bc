package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when the figures were taken.
 *
 * @param time when it began
 * @param system the kernel
 * @param java the JVM
 * @param processors how many
 * @param processor its model
 * @param load the load average of the last minute before it began: above 0.5 others were at work
 */
record Machine(
    String time, String system, String java, int processors, String processor, double load) {

  static Machine now() throws IOException {
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version().toString(),
        Runtime.getRuntime().availableProcessors(),
        processorModel(),
        Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]));
  }

  private static String processorModel() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
