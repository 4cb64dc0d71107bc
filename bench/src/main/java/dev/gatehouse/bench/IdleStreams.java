package dev.gatehouse.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Streams of {@code subscriptions/listen} that stand and say nothing: what each of them costs in
 * memory, what all of them cost in CPU, and how long it takes until all of them know that a list
 * has changed.
 */
final class IdleStreams implements Study {
  static final String GROUP = "idle";

  /** Streams that come and go before memory is looked at, as a part of all: one in so many. */
  private static final int WARM_PART = 10;

  private static final Map<String, String> SERVER = Map.of("watched", "/w1-50/mcp");
  private static final int CHANGES = 5;
  private static final int IDLE_TIMES = 3;
  private static final double MIB = 1 << 20;
  private static final int FEW_FILES = 32;
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration OPEN = Duration.ofMinutes(3);
  private static final Duration CHANGE = Duration.ofSeconds(30);

  /** Lists are fetched once a second at most: the next change is not to wait for that. */
  private static final Duration BETWEEN = Duration.ofMillis(1500);

  private final Lab lab;
  private final int streams;
  private final int rounds;
  private final int seconds;

  IdleStreams(Lab lab, Options options) {
    this.lab = lab;
    this.streams = options.streams();
    this.rounds = options.rounds();
    this.seconds = IDLE_TIMES * options.seconds();
  }

  @Override
  public String name() {
    return streams + " idle streams";
  }

  /** Each round has a gateway of its own: memory that was used once counts for the next. */
  @Override
  public void run(Readings readings, List<String> problems) throws IOException {
    for (var round = 0; round < rounds; round++) {
      try (var gateway = lab.gateway("idle", GatewayProcess.TIGHT_HEAP, "process", SERVER)) {
        round(gateway, readings, problems);
      }
    }
  }

  private void round(GatewayProcess gateway, Readings readings, List<String> problems)
      throws IOException {
    var pid = gateway.pid();
    lab.client().await(lab.list("list", gateway.port(), "/mcp", pid), "watched__", READY);
    var listen = lab.listen("listen", gateway.port(), "/mcp", pid);
    var files = OpenFiles.of(pid);
    try (var warm = Listeners.open(listen, Math.max(1, streams / WARM_PART), OPEN)) {
      hearChanges(warm, 1, problems);
    }
    requireGone(pid, files, problems);
    var before = Memory.of(pid);
    var began = System.nanoTime();
    try (var all = Listeners.open(listen, streams, OPEN)) {
      var millis = (System.nanoTime() - began) / 1e6;
      readings.add(GROUP, "opening " + streams + " streams", "ms", millis);
      weigh(pid, before, readings);
      idle(pid, all, readings);
      tell(all, readings, problems);
    }
    requireGone(pid, files, problems);
  }

  private void weigh(long pid, Memory before, Readings readings) throws IOException {
    var after = Memory.of(pid);
    var resident = after.residentKibPer(streams, before);
    var live = after.liveKibPer(streams, before);
    readings.add(GROUP, "the process before", "MiB", before.resident() / MIB);
    readings.add(GROUP, "the process with all streams", "MiB", after.resident() / MIB);
    readings.add(GROUP, "memory of the process for a stream", "KiB", resident, "at most 16");
    readings.add(GROUP, "of it live objects in the heap", "KiB", live);
  }

  private void idle(long pid, Listeners all, Readings readings) throws IOException {
    var cpu = CpuTime.microsWithChildren(pid);
    all.hear(Duration.ofSeconds(seconds));
    var used = CpuTime.microsWithChildren(pid) - cpu;
    readings.add(GROUP, "CPU of all streams while idle", "ms/s", used / 1e3 / seconds);
  }

  private void tell(Listeners all, Readings readings, List<String> problems) throws IOException {
    for (var times : hearChanges(all, CHANGES, problems)) {
      var half = (double) times[(times.length - 1) / 2];
      var last = (double) times[times.length - 1];
      readings.add(GROUP, "a change until half of the streams have it", "ms", half);
      readings.add(GROUP, "a change until all streams have it", "ms", last, "less than 1000");
    }
    var messages = (double) all.messages() / streams / CHANGES;
    readings.add(GROUP, "messages to a stream for one change", "", messages, "1");
  }

  /**
   * Milliseconds from each change until each stream had heard of it, without changes that failed.
   */
  private List<long[]> hearChanges(Listeners listeners, int changes, List<String> problems)
      throws IOException {
    var all = new ArrayList<long[]>();
    for (var i = 0; i < changes; i++) {
      listeners.hear(BETWEEN);
      var told = System.nanoTime();
      lab.changeList();
      var times = listeners.hearChange(CHANGE);
      for (var j = 0; j < times.length; j++) {
        times[j] = (times[j] - told) / 1_000_000;
      }
      if (times.length == listeners.count()) {
        all.add(times);
      } else {
        problems.add(
            "%s: of %d streams %d heard of a change within %d s"
                .formatted(GROUP, listeners.count(), times.length, CHANGE.toSeconds()));
      }
    }
    listeners.hear(BETWEEN);
    if (listeners.lost() > 0) {
      problems.add("%s: %d streams ended by themselves".formatted(GROUP, listeners.lost()));
    }
    return all;
  }

  /** Once clients have gone, so have their connections at the gateway. */
  private void requireGone(long pid, int before, List<String> problems) throws IOException {
    var until = System.nanoTime() + CHANGE.toNanos();
    var left = OpenFiles.of(pid) - before;
    while (left > FEW_FILES && System.nanoTime() < until) {
      Ports.pause();
      left = OpenFiles.of(pid) - before;
    }
    if (left > FEW_FILES) {
      problems.add("%s: %d connections are left of clients that have gone".formatted(GROUP, left));
    }
  }
}
