package dev.gatehouse.cli.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.remote.Key;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that only starts programs, and what becomes of its lines. */
class CarrierTest {
  private static final String HELLO =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}";
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  private final FakeMcp gateway = new FakeMcp();
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @AfterEach
  void end() {
    gateway.close();
  }

  private static String request(int id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":{%s}}"
        .formatted(id, method, params);
  }

  private static String result(int id, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":{%s}}".formatted(id, result);
  }

  private Carrier carrier(URI url) {
    var key = Optional.of(Key.of("gth_secret", "a test"));
    return new Carrier(url, key, new PrintWriter(out), new PrintWriter(errors));
  }

  /** What is written to a client that sends these lines and then closes its output. */
  private List<String> lines(String... lines) throws IOException {
    return lines(gateway.url(), lines);
  }

  private List<String> lines(URI url, String... lines) throws IOException {
    var text = String.join("\n", lines) + "\n";
    try (var carrier = carrier(url)) {
      carrier.run(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(out.toString() + errors).doesNotContain("gth_secret");
    return out.toString().lines().toList();
  }

  @Test
  void keepsTheSessionOfTheClientAndEndsItWithItsInput() throws IOException {
    gateway.on(
        "tools/list", sent -> sent.json(200, "{\"jsonrpc\":\"2.0\",\n\"id\":1,\"result\":{}}"));
    var seen = lines(HELLO, INITIALIZED, "", request(1, "tools/list", ""));

    assertThat(seen).hasSize(2);
    assertThat(seen.getFirst()).contains("\"protocolVersion\":\"2025-11-25\"");
    assertThat(seen.getLast()).isEqualTo("{\"jsonrpc\":\"2.0\", \"id\":1,\"result\":{}}");
    var asked = gateway.sent("tools/list").getFirst();
    assertThat(asked.header("Mcp-Session-Id")).isEqualTo("s-1");
    assertThat(asked.header("MCP-Protocol-Version")).isEqualTo("2025-11-25");
    assertThat(asked.header("Authorization")).isEqualTo("Bearer gth_secret");
    assertThat(gateway.sent("\"initialize\"").getFirst().header("MCP-Protocol-Version")).isEmpty();
    assertThat(gateway.sent("DELETE").getFirst().header("Mcp-Session-Id")).isEqualTo("s-1");
  }

  @Test
  void writesWhatComesOnAStreamLineByLine() throws IOException {
    var progress = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}";
    var question = "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"roots/list\"}";
    gateway.on(
        "tools/call", sent -> sent.events().event(progress).event(question).event(result(1, "")));
    var seen =
        lines(
            HELLO,
            request(1, "tools/call", "\"name\":\"x\""),
            "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{\"roots\":[]}}");

    assertThat(seen).endsWith(progress, question, result(1, "")).hasSize(4);
    assertThat(gateway.sent("\"roots\":[]")).hasSize(1);
  }

  @Test
  void hearsWhatBelongsToNoRequest() throws Exception {
    var news = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
    var heard = new CountDownLatch(1);
    gateway.on(
        "GET",
        sent -> {
          sent.events().event(news);
          heard.countDown();
        });
    gateway.on(
        "tools/list",
        sent -> {
          awaited(heard);
          sent.json(200, result(1, ""));
        });

    assertThat(lines(HELLO, INITIALIZED, request(1, "tools/list", ""))).contains(news);
    assertThat(gateway.sent("GET").getFirst().header("Mcp-Session-Id")).isEqualTo("s-1");
  }

  @Test
  void asksNothingBeforeItWouldHearWhatComesOfIt() throws IOException {
    var hears = new AtomicBoolean();
    gateway.on(
        "GET",
        sent -> {
          hears.set(true);
          sent.events();
        });
    gateway.on("tools/list", sent -> sent.json(200, result(1, "\"heard\":" + hears.get())));

    assertThat(lines(HELLO, INITIALIZED, request(1, "tools/list", "")))
        .endsWith(result(1, "\"heard\":true"));
  }

  @Test
  void opensALostSessionAgainWithoutTheClientNoticing() throws IOException {
    gateway.on(
        "tools/list",
        sent -> {
          if (sent.header("Mcp-Session-Id").equals("s-2")) {
            sent.json(200, result(1, "\"tools\":[]"));
          } else {
            sent.json(
                404,
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"no\"}}");
          }
        });
    var seen = lines(HELLO, INITIALIZED, request(1, "tools/list", ""));

    assertThat(seen).hasSize(2).endsWith(result(1, "\"tools\":[]"));
    assertThat(gateway.sent("notifications/initialized")).hasSize(2);
    assertThat(gateway.sent("\"initialize\"")).extracting(FakeMcp.Sent::body).containsOnly(HELLO);
  }

  @Test
  void saysWhenALostSessionCannotBeOpenedAgain() throws IOException {
    gateway.on("tools/list", sent -> sent.empty(404));
    var seen = lines(HELLO, request(1, "tools/list", ""));

    assertThat(gateway.sent("tools/list")).hasSize(2);
    assertThat(seen.getLast()).contains("\"id\":1,\"error\"", "lost the session");
  }

  @Test
  void mirrorsModernRequestsInHeaders() throws IOException {
    gateway.on(
        "tools/list",
        sent ->
            sent.json(
                200,
                result(
                    1,
                    "\"tools\":[{\"name\":\"wetter\u00fc\",\"inputSchema\":{\"type\":\"object\","
                        + "\"properties\":{\"city\":{\"type\":\"string\",\"x-mcp-header\":\"City\"}}}}]")));
    gateway.on("tools/call", sent -> sent.json(200, result(2, "")));
    var in = new PipedOutputStream();
    try (var carrier = carrier(gateway.url());
        var from = new PipedInputStream(in)) {
      var running = Thread.ofVirtual().start(() -> run(carrier, from));
      write(in, request(1, "tools/list", META));
      awaitOutput("\"id\":1");
      write(
          in,
          request(
              2,
              "tools/call",
              "\"name\":\"wetter\u00fc\",\"arguments\":{\"city\":\"Oslo\"}," + META));
      in.close();
      join(running);
    }

    var call = gateway.sent("tools/call").getFirst();
    assertThat(call.header("MCP-Protocol-Version")).isEqualTo("2026-07-28");
    assertThat(call.header("Mcp-Method")).isEqualTo("tools/call");
    assertThat(call.header("Mcp-Name")).isEqualTo("=?base64?d2V0dGVyw7w=?=");
    assertThat(call.header("Mcp-Param-City")).isEqualTo("Oslo");
    assertThat(call.header("Mcp-Session-Id")).isEmpty();
    assertThat(gateway.sent("DELETE")).isEmpty();
  }

  @Test
  void closesTheStreamOfAModernRequestThatIsCancelled() throws Exception {
    var begun = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    gateway.on(
        "tools/call",
        sent -> {
          sent.events();
          begun.countDown();
          try {
            while (closed.getCount() > 0) {
              sent.event(
                  "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}");
            }
          } catch (IOException e) {
            closed.countDown();
          }
        });
    var in = new PipedOutputStream();
    try (var carrier = carrier(gateway.url());
        var from = new PipedInputStream(in)) {
      var running = Thread.ofVirtual().start(() -> run(carrier, from));
      write(in, request(7, "tools/call", "\"name\":\"x\"," + META));
      awaited(begun);
      write(
          in,
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
      awaited(closed);
      in.close();
      join(running);
    }

    assertThat(gateway.sent("notifications/cancelled")).isEmpty();
    assertThat(out.toString()).doesNotContain("\"id\":7");
  }

  @Test
  void passesTheCancellationOfALegacyRequestOn() throws Exception {
    var cancelled = new CountDownLatch(1);
    gateway.on(
        "tools/call",
        sent -> {
          sent.events();
          awaited(cancelled);
        });
    gateway.on(
        "notifications/cancelled",
        sent -> {
          sent.empty(202);
          cancelled.countDown();
        });
    var seen =
        lines(
            HELLO,
            request(7, "tools/call", "\"name\":\"x\""),
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");

    assertThat(seen).hasSize(1);
  }

  @Test
  void answersRequestsSideBySide() throws Exception {
    var second = new CountDownLatch(1);
    gateway.on(
        "slow",
        sent -> {
          awaited(second);
          sent.json(200, result(1, ""));
        });
    gateway.on(
        "quick",
        sent -> {
          sent.json(200, result(2, ""));
          second.countDown();
        });

    assertThat(
            lines(
                request(1, "tools/call", "\"name\":\"slow\"," + META),
                request(2, "tools/call", "\"name\":\"quick\"," + META)))
        .containsExactlyInAnyOrder(result(1, ""), result(2, ""));
  }

  @Test
  void tellsWhatIsWrongWithALine() throws IOException {
    assertThat(lines("{", "[]", "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":7}"))
        .satisfiesExactly(
            one -> assertThat(one).contains("\"id\":null", "-32700"),
            two -> assertThat(two).contains("\"id\":null", "-32600"),
            three -> assertThat(three).contains("\"id\":5", "-32600"));
    assertThat(gateway.all).isEmpty();
  }

  @Test
  void passesALineOverThatIsTooLong() throws IOException {
    assertThat(lines("x".repeat(5 << 20), request(1, "tools/list", META)))
        .satisfiesExactly(
            one -> assertThat(one).contains("longer than 4194304 bytes"),
            two -> assertThat(two).isEqualTo(result(1, "")));
  }

  @Test
  void answersForAGatewayThatDoesNotKnowTheKey() throws IOException {
    gateway.on(
        "tools/list",
        sent ->
            sent.json(
                401,
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"no key\",\"data\":{\"a\":1}}}"));

    assertThat(lines(request(3, "tools/list", META)))
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-32600,\"message\":\"no key\",\"data\":{\"a\":1}}}");
    assertThat(errors.toString()).contains("GATEHOUSE_KEY");
  }

  @Test
  void answersForAGatewayThatIsNotThere() throws IOException {
    gateway.close();

    assertThat(lines(request(3, "tools/list", META)))
        .singleElement()
        .asString()
        .contains("\"id\":3,\"error\"", "no gateway answers at " + gateway.url());
  }

  @Test
  void answersForAStreamThatEndsTooEarly() throws IOException {
    gateway.on("tools/list", FakeMcp.Sent::events);

    assertThat(lines(request(3, "tools/list", META)))
        .singleElement()
        .asString()
        .contains("\"id\":3,\"error\"", "without a message");
  }

  private static void run(Carrier carrier, PipedInputStream in) {
    try {
      carrier.run(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(PipedOutputStream in, String line) throws IOException {
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private void awaitOutput(String text) {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!out.toString().contains(text)) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(java.time.Duration.ofSeconds(40))).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
