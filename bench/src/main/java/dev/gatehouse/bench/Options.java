package dev.gatehouse.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the benchmark was asked to do.
 *
 * @param json print one JSON object in place of tables
 * @param profile record the gateway under load and print where its time goes
 * @param rounds how often every measurement is made
 * @param seconds how long each measurement is
 * @param warmUp seconds of load before the first one, for each gateway
 * @param only words of which a group's name must be one; empty for all groups
 * @param beside a directory with the jars of another build to load as well
 * @param streams how many idle streams are opened
 * @param work where settings, logs and records go
 */
record Options(
    boolean json,
    boolean profile,
    int rounds,
    int seconds,
    int warmUp,
    List<String> only,
    Optional<Path> beside,
    int streams,
    Path work) {
  static final String USAGE =
      """
      usage: gatehouse bench [--quick] [--json] [--profile] [--rounds N] [--seconds N]
                             [--warm-up N] [--beside DIR] [--streams N]
                             [--only calls,disk,events,legacy,joined,open,lists,bridges,many,idle,
                                     hostile]
        --quick    one round of 2 s after 8 s of warm-up: to see that it runs, not for figures
        --json     one JSON object in place of tables
        --profile  also records the gateway under load and prints where its time goes
        --beside   a directory with the jars of another build, measured in the same run
        --streams  idle streams in group idle, 10 to 10000; 10000 if not said, 500 with --quick
        --only     some groups of measurements, and what they are compared with
      """;

  private static final int MOST_ROUNDS = 20;
  private static final int MOST_SECONDS = 120;
  private static final int LEAST_STREAMS = 10;
  private static final int MOST_STREAMS = 10_000;

  Options {
    only = List.copyOf(only);
    check("--rounds", rounds, 1, MOST_ROUNDS);
    check("--seconds", seconds, 1, MOST_SECONDS);
    check("--warm-up", warmUp, 1, MOST_SECONDS);
    check("--streams", streams, LEAST_STREAMS, MOST_STREAMS);
    for (var group : only) {
      if (!Lab.GROUPS.contains(group)) {
        throw new IllegalArgumentException(
            "--only knows no group " + group + ", but " + String.join(", ", Lab.GROUPS));
      }
    }
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException when it cannot be understood; the message says what and why
   */
  static Options of(List<String> words) {
    var quick = words.contains("--quick");
    var json = false;
    var profile = false;
    var rounds = quick ? 1 : 3;
    var seconds = quick ? 2 : 5;
    var warmUp = quick ? 8 : 25;
    var streams = quick ? 500 : MOST_STREAMS;
    var only = new ArrayList<String>();
    var beside = Optional.<Path>empty();
    var left = new ArrayList<>(words);
    while (!left.isEmpty()) {
      var word = left.removeFirst();
      switch (word) {
        case "--quick" -> {}
        case "--json" -> json = true;
        case "--profile" -> profile = true;
        case "--rounds" -> rounds = number(word, left);
        case "--seconds" -> seconds = number(word, left);
        case "--warm-up" -> warmUp = number(word, left);
        case "--beside" -> beside = Optional.of(Path.of(value(word, left)));
        case "--streams" -> streams = number(word, left);
        case "--only" -> only.addAll(List.of(value(word, left).split(",")));
        default -> throw new IllegalArgumentException("unknown option " + word + "\n" + USAGE);
      }
    }
    var work = Path.of(System.getProperty("gatehouse.bench.work", "target/bench"));
    return new Options(
        json,
        profile,
        rounds,
        seconds,
        warmUp,
        only,
        beside,
        streams,
        work.toAbsolutePath().normalize());
  }

  /** Whether a group of measurements is wanted. */
  boolean wants(String group) {
    return only.isEmpty() || only.contains(group);
  }

  /** Whether one of these groups is wanted. */
  boolean wantsAny(String... groups) {
    return Arrays.stream(groups).anyMatch(this::wants);
  }

  private static String value(String option, List<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value\n" + USAGE);
    }
    return left.removeFirst();
  }

  private static int number(String option, List<String> left) {
    var text = value(option, left);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a whole number, not " + text, e);
    }
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " is " + value + ", but must be " + least + " to " + most);
    }
  }
}
