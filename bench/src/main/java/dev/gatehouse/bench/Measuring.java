package dev.gatehouse.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Loads everything in turn, round by round, and keeps what was wrong. Used by one thread. */
final class Measuring {
  /** Calls per second at a fixed rate. */
  static final int RATE = 2000;

  private static final int WARM_CONNECTIONS = 64;
  private static final int WARM_OTHERS = 3;
  private static final int WARM_RATE = 8000;
  private static final int MOST_WARM_TURNS = 3;

  /** Views and keys are refreshed now and then, by time and never by call. */
  private static final long MOST_OTHERS = 400;

  private final Lab lab;
  private final Options options;
  private final Progress progress;
  private final List<String> problems = new ArrayList<>();
  private final Readings readings = new Readings();

  Measuring(Lab lab, Options options, Progress progress) {
    this.lab = lab;
    this.options = options;
    this.progress = progress;
  }

  /** What must not be, as sentences; empty when all is well. */
  List<String> problems() {
    return problems;
  }

  /** What was read off beside the figures. */
  List<Readings.Reading> readings() {
    return readings.all();
  }

  void all() throws IOException {
    warmUp();
    countExactly();
    for (var round = 0; round < options.rounds(); round++) {
      var figures = lab.figures();
      for (var i = 0; i < figures.size(); i++) {
        // Each round begins elsewhere, so that no one is always the first after a pause.
        var figure = figures.get((i + round * figures.size() / options.rounds()) % figures.size());
        progress.step(
            "round %d of %d, %d of %d: %s %s"
                .formatted(
                    round + 1,
                    options.rounds(),
                    i + 1,
                    figures.size(),
                    figure.group(),
                    figure.target().name()));
        figure.add(figure.rate() == 0 ? closed(figure) : open(figure));
      }
    }
    for (var study : lab.studies()) {
      progress.step(study.name());
      study.run(readings, problems);
    }
  }

  private void warmUp() throws IOException {
    var last = 0L;
    for (var target : lab.warm()) {
      progress.step("warm-up: " + target.name() + " " + target.path());
      var isMain = target.pid() != last;
      warmUp(target, isMain ? options.warmUp() : Math.max(1, options.warmUp() / WARM_OTHERS));
      last = target.pid();
    }
  }

  /** A JIT is warm after so many calls, not after so much time; a busy machine gets thrice that. */
  private void warmUp(Target target, int seconds) throws IOException {
    var calls = 0L;
    for (var turn = 0; turn < MOST_WARM_TURNS && calls < (long) seconds * WARM_RATE; turn++) {
      calls += lab.wrk().run(target, WARM_CONNECTIONS, seconds).calls();
    }
  }

  private void countExactly() throws IOException {
    for (var target : lab.warm()) {
      if (target.upstreamCalls() == 1) {
        var got = lab.afterExactly(Lab.exactly(), target);
        if (got.calls() != Lab.exactly() || got.others() > MOST_OTHERS) {
          problems.add(
              "%s %s: for %d calls the upstream got %d, and %d other requests"
                  .formatted(
                      target.name(), target.path(), Lab.exactly(), got.calls(), got.others()));
        }
      }
    }
  }

  private Figure.Round closed(Figure figure) throws IOException {
    var target = figure.target();
    var counts = lab.settledCounts();
    var cpu = cpu(target);
    var ran = lab.wrk().run(target, figure.connections(), options.seconds());
    var used = cpu(target) - cpu;
    var asked = lab.settledCounts();
    var calls = asked.calls() - counts.calls();
    var others = asked.others() - counts.others();
    if (ran.refused() + ran.broken() > 0) {
      problem(figure, ran.refused() + " calls were refused, " + ran.broken() + " broke");
    }
    // wrk leaves at the end without waiting for what is under way: at most one call a connection.
    var expected = ran.calls() * target.upstreamCalls();
    if (calls < expected
        || calls > expected + (long) figure.connections() * target.upstreamCalls()
        || others > MOST_OTHERS) {
      problem(
          figure,
          "for %d calls the upstream got %d, and %d other requests"
              .formatted(ran.calls(), calls, others));
    }
    return new Figure.Round(
        ran.calls() * 1e6 / ran.micros(),
        ran.p50(),
        ran.p99(),
        (double) used / ran.calls(),
        (double) calls / ran.calls());
  }

  private Figure.Round open(Figure figure) throws IOException {
    var target = figure.target();
    try (var loop = OpenLoop.to(target, figure.connections())) {
      loop.run(figure.rate(), 1);
      var counts = lab.settledCounts();
      var cpu = cpu(target);
      var ran = loop.run(figure.rate(), options.seconds());
      var used = cpu(target) - cpu;
      var asked = lab.settledCounts();
      var calls = asked.calls() - counts.calls();
      if (ran.refused() > 0 || ran.answered() != ran.calls() || calls != ran.calls()) {
        problem(
            figure,
            "of %d calls %d were answered, %d refused; the upstream got %d"
                .formatted(ran.calls(), ran.answered(), ran.refused(), calls));
      }
      return new Figure.Round(
          figure.rate(),
          ran.micros(50),
          ran.micros(99),
          (double) used / ran.calls(),
          (double) calls / ran.calls());
    }
  }

  private void problem(Figure figure, String what) {
    problems.add(
        "%s, %s, %d connections: %s"
            .formatted(figure.group(), figure.target().name(), figure.connections(), what));
  }

  private static long cpu(Target target) throws IOException {
    return target.pid() == 0 ? 0 : CpuTime.microsWithChildren(target.pid());
  }
}
