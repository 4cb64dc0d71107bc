package dev.gatehouse.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Calls to a good server at a fixed rate, alone and while a hostile one behind the same gateway is
 * called: how far its neighbour moves them. Each round measures alone anew, just before.
 */
final class Neighbours implements Study {
  static final String GROUP = "hostile";

  private static final int RATE = 500;
  private static final int CONNECTIONS = 16;
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration READY = Duration.ofSeconds(60);

  private final Lab lab;
  private final Options options;

  Neighbours(Lab lab, Options options) {
    this.lab = lab;
    this.options = options;
  }

  @Override
  public String name() {
    return "a hostile neighbour";
  }

  @Override
  public void run(Readings readings, List<String> problems) throws IOException {
    var port = Ports.free();
    try (var hostile =
        Child.java(
            "hostile",
            options.work().resolve("hostile"),
            List.of("-Xmx128m", "-XX:+UseSerialGC"),
            Child.ownClassPath(),
            HostileUpstream.class.getName(),
            List.of(String.valueOf(port)))) {
      Ports.awaitListening(hostile, port, START);
      var servers = Map.of("good", "/m1-50/mcp", "bad", "http://127.0.0.1:" + port + "/mcp");
      try (var gateway = lab.gateway("hostile", GatewayProcess.FIXED_HEAP, "process", servers)) {
        measure(gateway, readings, problems);
        hostile.requireAlive();
      }
    }
  }

  private void measure(GatewayProcess gateway, Readings readings, List<String> problems)
      throws IOException {
    var port = gateway.port();
    var good = lab.call("good", port, "/mcp/good", Answers.TOOL, gateway.pid());
    lab.client().await(good, "\"isError\":false", READY);
    try (var loop = OpenLoop.to(good, CONNECTIONS)) {
      loop.run(RATE, options.warmUp());
      for (var round = 0; round < options.rounds(); round++) {
        for (var tool : List.of(HostileUpstream.ENDLESS, HostileUpstream.HUGE)) {
          var bad = lab.call("bad", port, "/mcp/bad", tool, gateway.pid());
          beside(tool, bad, loop, readings, problems);
        }
      }
    }
  }

  private void beside(
      String tool, Target bad, OpenLoop loop, Readings readings, List<String> problems)
      throws IOException {
    var alone = loop.run(RATE, options.seconds());
    OpenLoop.Ran beside;
    try (var trouble = Trouble.at(bad)) {
      beside = loop.run(RATE, options.seconds());
      readings.add(GROUP, "calls of " + tool + " meanwhile", "", trouble.calls());
      if (trouble.answered() == 0) {
        problems.add(GROUP + ": no call of " + tool + " was answered, so that it troubled nobody");
      }
    }
    for (var percent : List.of(50, 99)) {
      var before = alone.micros(percent);
      var after = beside.micros(percent);
      readings.add(GROUP, "p%d alone, before %s".formatted(percent, tool), "us", before);
      readings.add(GROUP, "p%d beside %s".formatted(percent, tool), "us", after);
      var move = (after - before) * 100 / before;
      var target = percent == 99 ? "less than 10" : "";
      readings.add(GROUP, "move of p%d beside %s".formatted(percent, tool), "%", move, target);
    }
    for (var ran : List.of(alone, beside)) {
      if (ran.refused() > 0 || ran.answered() != ran.calls()) {
        problems.add(
            "%s: of %d calls to the good server %d were answered, %d refused"
                .formatted(GROUP, ran.calls(), ran.answered(), ran.refused()));
      }
    }
  }
}
