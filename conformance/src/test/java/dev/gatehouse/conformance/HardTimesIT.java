package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.gatehouse.core.gateway.Gateway;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Clients that send too much or too slowly, or only stay; a full disk; and the end. */
class HardTimesIT {
  private static final String ROLES = "\nroles: { all: { grants: [\"*/*\"] } }\n";

  private static String servers(HostileServer server) {
    return "servers: { slow: { url: \"%s\", approved: true, deadline: 1m } }"
            .formatted(server.url())
        + ROLES;
  }

  private static HostileServer good() {
    return HostileServer.onCall((request, out) -> HostileServer.json(out, 200, done(request)));
  }

  private static String done(HostileServer.Request request) {
    return HostileServer.result(
        request,
        "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
  }

  @Test
  void aCallUnderWayEndsBeforeTheProgramDoes() throws Exception {
    var arrived = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var server =
            HostileServer.onCall((request, out) -> {
              arrived.countDown();
              awaiting(go);
              HostileServer.json(out, 200, done(request));
            });
        var gateway = GatewayProcess.up(servers(server), "all")) {
      var caller = gateway.caller("all", "/mcp/slow");
      var call = CompletableFuture.supplyAsync(() -> caller.callTool("act", "{}"));
      arrived.await();
      gateway.terminate();
      awaitRefusal(gateway.url("/"));
      go.countDown();

      assertThat(call.join().text()).isEqualTo("done");
      assertThat(gateway.awaitEnd()).isZero();
    }
  }

  private static void awaiting(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until nobody listens there any more. */
  private static void awaitRefusal(URI at) {
    while (true) {
      try (var _ = new Socket(at.getHost(), at.getPort())) {
        Thread.onSpinWait();
      } catch (IOException _) {
        return;
      }
    }
  }

  @Test
  void manyIdleConnectionsKeepNobodyFromCallingAndAreClosedAtTheEnd() throws Exception {
    var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
    var many = (int) Math.min(10_000, free - 1_000);
    Assumptions.assumeTrue(many > 1_000, "too few file descriptors");
    var idle = new ArrayList<Socket>();
    try (var server = good();
        var gateway = GatewayProcess.up(servers(server), "all")) {
      var at = gateway.url("/");
      for (var i = 0; i < many; i++) {
        idle.add(new Socket(at.getHost(), at.getPort()));
      }
      for (var i = 0; i < 20; i++) {
        assertThat(gateway.caller("all", "/mcp/slow").callTool("act", "{}").text())
            .isEqualTo("done");
      }
      gateway.terminate();
      assertThat(gateway.awaitEnd()).isZero();
      for (var socket : idle) {
        assertThat(endOf(socket)).isTrue();
      }
    } finally {
      for (var socket : idle) {
        socket.close();
      }
    }
  }

  private static boolean endOf(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void slowAndHugeRequestsAreTurnedAway() throws IOException {
    try (var server = good();
        var gateway =
            RunningGateway.open(
                servers(server)
                    + "bounds: { request: 1MiB, header-time: 1s, body-time: 1s, idle-connection: 1s }",
                "all")) {
      var head =
          "POST /mcp/slow HTTP/1.1\r\n"
              + RawHttp.host(gateway.url("/"))
              + "\r\nContent-Type: application/json\r\nAuthorization: Bearer "
              + gateway.key("all")
              + "\r\n";
      for (var beginning :
          List.of("", "POST", head, head + "Content-Length: 100\r\n\r\n{\"jsonrpc\"")) {
        try (var socket = new Socket(gateway.url("/").getHost(), gateway.url("/").getPort())) {
          socket.getOutputStream().write(beginning.getBytes(StandardCharsets.UTF_8));
          var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          assertThat(answer).doesNotContain("HTTP/1.1 2");
        }
      }
      var caller = gateway.caller("all", "/mcp/slow");
      var huge = caller.post("x".repeat(2 << 20), Map.of());

      assertThat(huge.status()).isEqualTo(413);
      assertThat(server.heard("tools/call")).isZero();
      assertThat(caller.callTool("act", "{}").text()).isEqualTo("done");
    }
  }

  /** Needs the right to mount a small file system; passed over where there is none. */
  @Test
  void whatCannotBeRecordedIsNotDone() throws Exception {
    var small = Files.createTempDirectory("gatehouse-small-");
    var mounted = run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", small.toString());
    Assumptions.assumeTrue(mounted, "no right to mount");
    try (var server = good();
        var gateway =
            RunningGateway.in(
                Files.createDirectories(small.resolve("house")),
                servers(server) + "audit: { segment-size: 256KiB }",
                Gateway.Threads.EVENT_LOOP_FIRST,
                "all")) {
      var caller = gateway.caller("all", "/mcp/slow");
      assertThat(caller.callTool("act", "{}").text()).isEqualTo("done");
      fill(small.resolve("house/filling"));
      var refused = untilRefused(caller);
      var before = server.heard("tools/call");
      var again = caller.callTool("act", "{}");

      for (var answer : List.of(refused, again)) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isPresent();
        assertThat(answer.body()).contains("cannot decide or record");
      }
      assertThat(server.heard("tools/call")).isEqualTo(before);
    } finally {
      run("umount", "-l", small.toString());
      Files.deleteIfExists(small);
    }
  }

  private static Caller.Answer untilRefused(Caller caller) {
    for (var calls = 0; calls < 20_000; calls++) {
      var answer = caller.callTool("act", "{}");
      if (answer.status() != 200) {
        return answer;
      }
    }
    throw new AssertionError("20,000 calls fit on a full disk");
  }

  private static void fill(Path file) throws IOException {
    var block = new byte[4096];
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("space");
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }
}
