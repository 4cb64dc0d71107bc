package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.demo.Demo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoIT {
  @Test
  void showsWhatItTellsOnRealServers() throws Exception {
    var shown = new StringWriter();
    var home = Path.of("..").toAbsolutePath().normalize();

    var exit = Demo.run(home, new PrintWriter(shown), new PrintWriter(shown));

    assertThat(shown.toString())
        .contains(
            "Unknown tool: files__write_file",
            "[masked gatehouse key]",
            "the limit of 3 calls per 1m is reached",
            "chain whole")
        .doesNotContain("NOT AS TOLD");
    assertThat(exit).isZero();
  }
}
