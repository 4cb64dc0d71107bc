package dev.gatehouse.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Calls to a good server at a fixed rate, alone and while a hostile one is called: how far its
 * neighbour moves them. Alone is measured anew each time, just before, and so is what the machine
 * alone does to them: the hostile server, asked as often and heard as long, but not through the
 * gateway. nginx stands between the same servers in the same run.
 */
final class Neighbours {
  static final String GROUP = "hostile";

  private static final int RATE = 500;
  private static final int CONNECTIONS = 16;
  private static final String ANSWERED = "\"isError\":false";
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration READY = Duration.ofSeconds(60);

  private final Lab lab;
  private final Options options;
  private final Readings readings;
  private final List<String> problems;

  private Neighbours(Lab lab, Options options, Readings readings, List<String> problems) {
    this.lab = lab;
    this.options = options;
    this.readings = readings;
    this.problems = problems;
  }

  /** The whole of it. */
  static Study of(Lab lab, Options options) {
    return new Study() {
      @Override
      public String name() {
        return "a hostile neighbour";
      }

      @Override
      public void run(Readings readings, List<String> problems) throws IOException {
        new Neighbours(lab, options, readings, problems).run();
      }
    };
  }

  private void run() throws IOException {
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
        measure(gateway, lab.nginx(port), port);
        hostile.requireAlive();
      }
    }
  }

  private void measure(GatewayProcess gateway, Nginx nginx, int hostile) throws IOException {
    var good = lab.call("good", gateway.port(), "/mcp/good", Answers.TOOL, gateway.pid());
    var plain = lab.call("plain", nginx.port(), "/m1-50/mcp", Answers.TOOL, nginx.pid());
    lab.client().await(good, ANSWERED, READY);
    lab.client().await(plain, ANSWERED, READY);
    try (var governed = OpenLoop.to(good, CONNECTIONS);
        var proxied = OpenLoop.to(plain, CONNECTIONS)) {
      governed.run(RATE, options.warmUp());
      for (var round = 0; round < options.rounds(); round++) {
        for (var tool : HostileUpstream.TOOLS) {
          var direct = lab.call("direct", hostile, "/mcp", tool, 0);
          var bad = lab.call("bad", gateway.port(), "/mcp/bad", tool, gateway.pid());
          var other = lab.call("other", nginx.port(), Nginx.OTHER, tool, nginx.pid());
          throughTheGateway(tool, direct, bad, governed);
          throughNginx(tool, other, proxied);
        }
      }
    }
  }

  private void throughTheGateway(String tool, Target direct, Target bad, OpenLoop loop)
      throws IOException {
    var before = CpuTime.microsWithChildren(bad.pid());
    var alone = checked(loop.run(RATE, options.seconds()));
    var between = CpuTime.microsWithChildren(bad.pid());
    OpenLoop.Ran machine;
    try (var trouble = Trouble.at(direct, HostileUpstream.read(tool))) {
      machine = checked(loop.run(RATE, options.seconds()));
      requireTrouble(tool, trouble);
    }
    var after = CpuTime.microsWithChildren(bad.pid());
    OpenLoop.Ran beside;
    try (var trouble = Trouble.at(bad, Long.MAX_VALUE)) {
      beside = checked(loop.run(RATE, options.seconds()));
      requireTrouble(tool, trouble);
      readings.add(GROUP, tool + ", calls meanwhile", "", trouble.calls());
    }
    cpu(tool + ", CPU of the gateway alone", between - before);
    cpu(tool + ", CPU of the gateway beside", CpuTime.microsWithChildren(bad.pid()) - after);
    for (var percent : List.of(50, 99)) {
      var name = tool + ", p" + percent;
      readings.add(GROUP, name + " alone", "us", alone.micros(percent));
      readings.add(GROUP, name + ", it is asked by others", "us", machine.micros(percent));
      readings.add(GROUP, name + " beside", "us", beside.micros(percent));
    }
    readings.add(GROUP, tool + ", p99 moves by", "%", move(alone, beside), "less than 10");
    readings.add(GROUP, tool + ", p99 moves by, for the machine", "%", move(alone, machine));
    readings.add(GROUP, tool + ", p99 moves by, for the gateway", "%", move(machine, beside));
  }

  private void throughNginx(String tool, Target other, OpenLoop loop) throws IOException {
    var alone = checked(loop.run(RATE, options.seconds()));
    try (var trouble = Trouble.at(other, Long.MAX_VALUE)) {
      var beside = checked(loop.run(RATE, options.seconds()));
      requireTrouble(tool, trouble);
      readings.add(GROUP, tool + ", p99 of nginx alone", "us", alone.micros(99));
      readings.add(GROUP, tool + ", p99 of nginx moves by", "%", move(alone, beside));
    }
  }

  private static double move(OpenLoop.Ran from, OpenLoop.Ran to) {
    var before = from.micros(99);
    return (to.micros(99) - before) * 100 / before;
  }

  private void cpu(String what, long micros) {
    readings.add(GROUP, what, "%", micros / 10_000.0 / options.seconds());
  }

  private void requireTrouble(String tool, Trouble trouble) {
    if (trouble.answered() == 0) {
      problems.add(GROUP + ": no call of " + tool + " was answered, so that it troubled nobody");
    }
  }

  private OpenLoop.Ran checked(OpenLoop.Ran ran) {
    if (ran.refused() > 0 || ran.answered() != ran.calls()) {
      problems.add(
          "%s: of %d calls to the good server %d were answered, %d refused"
              .formatted(GROUP, ran.calls(), ran.answered(), ran.refused()));
    }
    return ran;
  }
}
