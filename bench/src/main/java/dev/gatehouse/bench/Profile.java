package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** Records a running gateway with JFR, and tells where its CPU and its allocations are. */
final class Profile {
  private static final int TOP = 40;
  private static final String OWN = "dev.gatehouse.";

  private final Path file;
  private final Map<String, Long> cpuByFrame = new HashMap<>();
  private final Map<String, Long> cpuByOwnFrame = new HashMap<>();
  private final Map<String, Long> cpuWithin = new HashMap<>();
  private final Map<String, Long> bytesByClass = new HashMap<>();
  private final Map<String, Long> bytesByOwnFrame = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private long calls;
  private long samples;
  private long bytes;

  private Profile(Path file) {
    this.file = file;
  }

  /** Records while the load runs. */
  static Profile of(Lab lab, Target target, int seconds, Path file) throws IOException {
    Files.deleteIfExists(file);
    Jcmd.run(
        target.pid(),
        "JFR.start",
        "name=bench",
        "settings=profile",
        "jdk.CPUTimeSample#enabled=true",
        "jdk.CPUTimeSample#throttle=2ms",
        "jdk.ObjectAllocationSample#throttle=2000/s");
    var ran = lab.wrk().run(target, 64, seconds);
    Jcmd.run(target.pid(), "JFR.stop", "name=bench", "filename=" + file);
    var profile = new Profile(file);
    profile.calls = ran.calls();
    profile.read();
    return profile;
  }

  private void read() throws IOException {
    try (var recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        var event = recording.readEvent();
        switch (event.getEventType().getName()) {
          case "jdk.CPUTimeSample" -> cpu(event);
          case "jdk.ObjectAllocationSample" -> allocation(event);
          default -> {}
        }
      }
    }
  }

  private void cpu(RecordedEvent event) {
    var stack = event.getStackTrace();
    if (stack == null || stack.getFrames().isEmpty()) {
      return;
    }
    samples++;
    add(cpuByFrame, name(stack.getFrames().getFirst()), 1);
    add(cpuByOwnFrame, own(stack), 1);
    stack.getFrames().stream()
        .map(Profile::name)
        .filter(frame -> frame.startsWith(OWN))
        .distinct()
        .forEach(frame -> add(cpuWithin, frame, 1));
  }

  private void allocation(RecordedEvent event) {
    // The first one of a thread carries all that it has allocated before the recording.
    if (seen.add(event.getThread().getJavaName())) {
      return;
    }
    var weight = event.getLong("weight");
    var stack = event.getStackTrace();
    bytes += weight;
    add(bytesByClass, event.getClass("objectClass").getName(), weight);
    if (stack != null) {
      add(bytesByOwnFrame, own(stack), weight);
    }
  }

  private static String own(RecordedStackTrace stack) {
    return stack.getFrames().stream()
        .map(Profile::name)
        .filter(frame -> frame.startsWith(OWN))
        .findFirst()
        .orElse("(none of Gatehouse: " + name(stack.getFrames().getLast()) + ")");
  }

  private static String name(RecordedFrame frame) {
    var method = frame.getMethod();
    return method.getType().getName() + "." + method.getName();
  }

  private static void add(Map<String, Long> map, String key, long more) {
    map.merge(key, more, Long::sum);
  }

  /** The top of everything, as tables. */
  String text() {
    return "%nprofile: %d calls, %d CPU samples, %d bytes allocated per call, recording %s%n"
            .formatted(calls, samples, bytes / Math.max(1, calls), file)
        + table("CPU by the frame that runs", cpuByFrame, samples)
        + table("CPU by the nearest frame of Gatehouse", cpuByOwnFrame, samples)
        + table("CPU within a method of Gatehouse and what it calls", cpuWithin, samples)
        + table("allocation by class", bytesByClass, bytes)
        + table("allocation by the nearest frame of Gatehouse", bytesByOwnFrame, bytes);
  }

  private static String table(String title, Map<String, Long> map, long total) {
    var text = new StringBuilder("%n%s%n".formatted(title));
    map.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(TOP)
        .forEach(entry ->
            text.append(
                "  %5.1f %%  %s%n"
                    .formatted(100.0 * entry.getValue() / Math.max(1, total), entry.getKey())));
    return text.toString();
  }
}
