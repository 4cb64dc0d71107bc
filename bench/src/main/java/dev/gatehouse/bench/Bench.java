package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;

/**
 * {@code gatehouse bench}: what a governed call costs beside nginx, on this machine, in one run.
 */
public final class Bench {
  private static final int WRONG = 1;
  private static final int USAGE = 2;

  private Bench() {}

  /**
   * Runs the benchmark. Exit code 0 when every call was answered and reached the upstream exactly
   * once, 1 when not, 2 when something is missing or an option is not understood.
   */
  public static void main(String[] arguments) throws IOException {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> words) throws IOException {
    if (words.contains("--help")) {
      System.out.print(Options.USAGE);
      return 0;
    }
    try {
      return measure(Options.of(words), Programs.find());
    } catch (IllegalArgumentException | Programs.Missing e) {
      System.err.println("gatehouse bench: " + e.getMessage());
      return USAGE;
    }
  }

  private static int measure(Options options, Programs programs) throws IOException {
    if (options.wants(IdleStreams.GROUP)) {
      OpenFiles.require(options.streams());
    }
    var machine = Machine.now();
    var progress = new Progress(System.err);
    progress.step("starting upstream, nginx and gateways in " + options.work());
    try (var lab = Lab.open(options, programs)) {
      // Also when it is interrupted, nothing that was started stays.
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(lab::close));
      var measuring = new Measuring(lab, options, progress);
      measuring.all();
      var report =
          new Report(machine, options, lab.figures(), measuring.readings(), measuring.problems());
      System.out.println(options.json() ? report.json() : report.tables());
      if (options.profile()) {
        progress.step("profiling " + lab.mainTarget().name());
        var profile =
            Profile.of(
                lab, lab.mainTarget(), 2 * options.seconds(), options.work().resolve("bench.jfr"));
        (options.json() ? System.err : System.out).println(profile.text());
      }
      return measuring.problems().isEmpty() ? 0 : WRONG;
    }
  }
}
