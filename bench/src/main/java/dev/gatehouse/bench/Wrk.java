package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The load generator wrk: as many calls as come back, on a fixed number of connections. */
final class Wrk {
  private static final int GRACE_SECONDS = 20;
  private static final Pattern LINE =
      Pattern.compile("(?m)^BENCH (\\d+) (\\d+) (\\d+) ([\\d.]+) ([\\d.]+) (\\d+) (\\d+)$");

  private final Path program;
  private final Path directory;

  Wrk(Path program, Path directory) {
    this.program = program;
    this.directory = directory;
  }

  /**
   * What came of a run.
   *
   * @param calls answers received
   * @param micros how long it ran
   * @param bytes received
   * @param p50 median time of a call, in microseconds
   * @param p99 99th percentile, in microseconds
   * @param refused answers of another status than 2xx or 3xx
   * @param broken errors of sockets, and calls that were given up
   */
  record Ran(
      long calls, long micros, long bytes, double p50, double p99, long refused, long broken) {}

  /** Loads the target. */
  Ran run(Target target, int connections, int seconds) throws IOException {
    var script = directory.resolve("load.lua");
    Files.writeString(script, script(target));
    var command =
        List.of(
            program.toString(),
            "-t1",
            "-c" + connections,
            "-d" + seconds + "s",
            "-s",
            script.toString(),
            "http://127.0.0.1:" + target.port() + target.path());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.inputReader()) {
      var text = String.join("\n", output.readAllLines());
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("wrk does not end");
      }
      return read(text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Reads the line that the script prints at its end.
   *
   * @throws IOException when it is not there
   */
  static Ran read(String output) throws IOException {
    var line = LINE.matcher(output);
    if (!line.find()) {
      throw new IOException("wrk says:\n" + output);
    }
    return new Ran(
        Long.parseLong(line.group(1)),
        Long.parseLong(line.group(2)),
        Long.parseLong(line.group(3)),
        Double.parseDouble(line.group(4)),
        Double.parseDouble(line.group(5)),
        Long.parseLong(line.group(6)),
        Long.parseLong(line.group(7)));
  }

  static String script(Target target) {
    var lines = new ArrayList<String>();
    lines.add("wrk.method = \"" + (target.isGet() ? "GET" : "POST") + "\"");
    target
        .headers()
        .forEach(
            (name, value) -> lines.add("wrk.headers[\"" + name + "\"] = [==[" + value + "]==]"));
    if (target.bodies().size() == 1) {
      lines.add("wrk.body = [==[" + target.bodies().getFirst() + "]==]");
    } else if (target.bodies().size() > 1) {
      lines.add("local bodies = {");
      target.bodies().forEach(body -> lines.add("[==[" + body + "]==],"));
      lines.add("}");
      lines.add(IN_TURN);
    }
    lines.add(DONE);
    return String.join("\n", lines);
  }

  private static final String IN_TURN =
      """
      local requests, at = {}, 0
      init = function(args)
        for i, body in ipairs(bodies) do
          requests[i] = wrk.format(nil, nil, nil, body)
        end
      end
      request = function()
        at = at % #requests + 1
        return requests[at]
      end
      """;

  private static final String DONE =
      """
      done = function(summary, latency, requests)
        local e = summary.errors
        io.write(string.format("BENCH %d %d %d %.1f %.1f %d %d\\n",
          summary.requests, summary.duration, summary.bytes,
          latency:percentile(50), latency:percentile(99),
          e.status, e.connect + e.read + e.write + e.timeout))
      end
      """;
}
