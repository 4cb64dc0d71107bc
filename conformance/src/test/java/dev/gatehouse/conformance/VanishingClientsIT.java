package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Clients of both eras at servers of both, on the joined route and on those of one server, that
 * call, open streams, leave questions open, and are gone without a word: nothing of them stays. How
 * many is told by the property {@code vanishing.clients}.
 */
class VanishingClientsIT {
  private static final int CLIENTS = Integer.getInteger("vanishing.clients", 2_000);
  private static final int CALLERS = 41;
  private static final int MOST_HELD = 100;
  private static final int AT_ONCE = 32;
  private static final int ASKING = 20;
  private static final int AT_PIPES = 100;
  private static final long MOST_GROWTH = 96L << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Answers a handshake, lists and calls, line by line. */
  private static final String PIPE =
      """
      while read -r l; do
        id=${l#*\\"id\\":}; id=${id%%,*}; id=${id%%\\}*}
        case $l in
          *'"initialize"'*) r='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"p","version":"1"}}';;
          *'"tools/list"'*) r='{"tools":[{"name":"act","inputSchema":{"type":"object"}}]}';;
          *'"tools/call"'*) r='{"content":[{"type":"text","text":"good"}]}';;
          *'"method":"notifications'*) continue;;
          *) echo '{"jsonrpc":"2.0","id":'$id',"error":{"code":-32601,"message":"no"}}'; continue;;
        esac
        echo '{"jsonrpc":"2.0","id":'$id',"result":'$r'}'
      done
      """;

  private static final String GOOD =
      "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"good\"}]}";

  private final AtomicInteger questions = new AtomicInteger();
  private final Map<String, HostileServer.Request> asking = new ConcurrentHashMap<>();
  private final ArrayDeque<CountDownLatch> held = new ArrayDeque<>();
  private final HostileServer modern = HostileServer.always(this::modernly);
  private final LegacyManners manners = new LegacyManners(this::act);
  private final HostileServer legacy = HostileServer.always(this::legacyly);
  private final RunningGateway gateway =
      RunningGateway.open(
          settings(),
          Stream.concat(
                  Stream.of("administrator"), IntStream.range(0, CALLERS).mapToObj(i -> "r" + i))
              .toArray(String[]::new));

  private String settings() {
    var roles = new StringBuilder();
    for (var i = 0; i < CALLERS; i++) {
      roles.append("  r").append(i).append(": { grants: [\"*/*\"] }\n");
    }
    return """
    servers:
      modern: { url: "%s", approved: true, deadline: 20s }
      legacy: { url: "%s", approved: true, deadline: 20s }
      pipe: { stdio: [bash, -c, %s], approved: true, deadline: 20s }
    bounds:
      { idle-session: 1s, idle-process: 1s, request-state: 10s,
        sessions-per-caller: 100000 }
    roles:
      administrator: { grants: ["*/*"] }
    %s
    """
        .formatted(modern.url(), legacy.url(), Caller.quoted(PIPE), roles);
  }

  /** Its subscriptions stay open. */
  private void modernly(HostileServer.Request request, OutputStream out) throws IOException {
    if (!request.method().equals("subscriptions/listen")) {
      HostileServer.modern(this::act).answer(request, out);
      return;
    }
    HostileServer.head(out, 200, "Content-Type: text/event-stream");
    HostileServer.text(
        out,
        "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
            + "\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
            + request.id()
            + "},\"notifications\":{}}}\n\n");
    request.hang();
  }

  /** Its standing streams stay open. */
  private void legacyly(HostileServer.Request request, OutputStream out) throws IOException {
    if (!request.verb().equals("GET")) {
      var message = request.message();
      if (message.has("result") || message.has("error")) {
        answered(message.path("id").asString(""));
      }
      manners.answer(request, out);
      return;
    }
    HostileServer.head(out, 200, "Content-Type: text/event-stream");
    HostileServer.text(out, ": here\n\n");
    request.hang();
  }

  /** Also when the answer is that nobody can answer: the call comes to its end. */
  private void answered(String id) {
    var request = asking.get(id);
    if (request != null) {
      request.ended().countDown();
    }
  }

  private void act(HostileServer.Request request, OutputStream out) throws IOException {
    switch (request.message().path("params").path("arguments").path("how").asString("")) {
      case "hang" -> request.hang();
      case "hold" -> {
        hold();
        good(request, out);
      }
      case "ask" -> {
        var id = Integer.toString(questions.incrementAndGet());
        asking.put(id, request);
        HostileServer.head(out, 200, "Content-Type: text/event-stream");
        HostileServer.text(
            out,
            "data: {\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"elicitation/create\",\"params\":"
                + "{\"message\":\"?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}\n\n");
        request.hang();
        asking.remove(id);
        HostileServer.text(out, "data: " + HostileServer.result(request, GOOD) + "\n\n");
      }
      default -> good(request, out);
    }
  }

  private static void good(HostileServer.Request request, OutputStream out) throws IOException {
    HostileServer.json(out, 200, HostileServer.result(request, GOOD));
  }

  /** Waits until so many others have come, so that calls of clients that are gone are under way. */
  private void hold() {
    var mine = new CountDownLatch(1);
    synchronized (held) {
      held.add(mine);
      if (held.size() > MOST_HELD) {
        held.remove().countDown();
      }
    }
    try {
      mine.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void letGo() {
    synchronized (held) {
      held.forEach(CountDownLatch::countDown);
      held.clear();
    }
  }

  @Test
  void leaveNothingBehind() throws Exception {
    try (modern;
        legacy;
        gateway) {
      eachKindOnce();
      var start = settled();
      var heap = heap();
      comeAndGo();
      var most = gauges();
      var end = settled();
      var grown = heap() - heap;

      System.out.printf(
          "%d clients: heap %+d KiB; at the start %s, after the last %s, at the end %s%n",
          CLIENTS, grown >> 10, start, most, end);
      assertThat(most.get("sessions")).isPositive();
      assertThat(most.get("bridged_sessions")).isPositive();
      assertThat(most.get("hanging")).isPositive();
      assertThat(start.values()).containsOnly(0d);
      assertThat(end).isEqualTo(start);
      // those that are left belong to clients of this JVM, which keep theirs
      assertThat(gauge("client_connections")).isLessThanOrEqualTo(AT_ONCE + 4d);
      assertThat(grown).isLessThan(MOST_GROWTH);
      assertThat(gateway.caller("r0", "/mcp").callTool("legacy__act", "{}").text())
          .isEqualTo("good");
    }
  }

  /** What is made once and kept is made before anything is measured. */
  private void eachKindOnce() {
    for (var i = 0; i < AT_PIPES; i++) {
      client(i);
    }
  }

  private void comeAndGo() throws InterruptedException {
    var turns = new Semaphore(AT_ONCE);
    var failures = new ArrayList<Throwable>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < CLIENTS; i++) {
        var number = i;
        turns.acquire();
        threads.execute(() -> {
          try {
            client(number);
          } catch (RuntimeException | AssertionError e) {
            synchronized (failures) {
              failures.add(e);
            }
          } finally {
            turns.release();
          }
        });
      }
    }
    assertThat(failures).isEmpty();
  }

  /** Eight kinds of them by turns: two eras of clients, two of servers, two routes. */
  private void client(int number) {
    var isJoined = number % 8 < 4;
    switch (number % 4) {
      case 0 -> legacy(number, "modern", isJoined);
      case 1 -> modern(number, number % AT_PIPES == 1 ? "pipe" : "legacy", isJoined);
      case 2 -> legacy(number, number % AT_PIPES == 2 ? "pipe" : "legacy", isJoined);
      default -> modern(number, "modern", isJoined);
    }
  }

  private Caller caller(int number, String server, boolean isJoined) {
    return gateway.caller("r" + number % CALLERS, isJoined ? "/mcp" : "/mcp/" + server);
  }

  private void legacy(int number, String server, boolean isJoined) {
    var tool = isJoined ? server + "__act" : "act";
    var caller = caller(number, server, isJoined).inSession(AskingServer.ABLE);
    assertThat(caller.legacyTool(tool, "{}").text()).isEqualTo("good");
    vanish(number, open(caller, "GET", ""));
    var how = number % ASKING == 2 ? "ask" : "hold";
    vanish(
        number,
        open(
            caller,
            "POST",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool
                + "\",\"arguments\":{\"how\":\""
                + how
                + "\"}}}"));
  }

  private void modern(int number, String server, boolean isJoined) {
    var tool = isJoined ? server + "__act" : "act";
    var caller = caller(number, server, isJoined);
    assertThat(caller.callTool(tool, "{}").text()).isEqualTo("good");
    if (number % ASKING == 1 && server.equals("legacy")) {
      var asked = Side.ask(caller, AskingServer.ABLE, tool, ",\"arguments\":{\"how\":\"ask\"}");
      assertThat(asked.result().path("resultType").asString()).isEqualTo("input_required");
    }
    vanish(
        number,
        modernly(
            caller, "subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}", ""));
    vanish(
        number,
        modernly(
            caller,
            "tools/call",
            "\"name\":\"" + tool + "\",\"arguments\":{\"how\":\"hang\"}",
            "Mcp-Name: " + tool + "\r\n"));
  }

  private static Socket modernly(Caller caller, String method, String params, String header) {
    return open(
        caller.with("mcp-protocol-version", "2026-07-28").with("mcp-method", method),
        "POST",
        Caller.modernBody(method, params),
        header);
  }

  private static Socket open(Caller caller, String verb, String body) {
    return open(caller, verb, body, "");
  }

  /** Sends a request and waits for nothing. */
  private static Socket open(Caller caller, String verb, String body, String header) {
    var at = caller.url();
    var head = new StringBuilder(verb + " " + at.getPath() + " HTTP/1.1\r\n");
    head.append(RawHttp.host(at)).append("\r\nContent-Type: application/json\r\n");
    head.append(
        verb.equals("GET")
            ? "Accept: text/event-stream\r\n"
            : "Accept: application/json, text/event-stream\r\n");
    caller.also().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append(header).append("Content-Length: ").append(body.length()).append("\r\n\r\n");
    try {
      var socket = new Socket(at.getHost(), at.getPort());
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Some end with a reset. */
  private static void vanish(int number, Socket socket) {
    try (socket) {
      socket.setSoLinger(number % 3 == 0, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Double> gauges() {
    var all = new TreeMap<String, Double>();
    for (var name : List.of("sessions", "bridged_sessions", "parked_calls")) {
      all.put(name, gauge(name));
    }
    all.put("processes", (double) processes());
    all.put("hanging", (double) (modern.hanging() + legacy.hanging()));
    return all;
  }

  private double gauge(String name) {
    var text = gateway.caller("administrator", "/metrics").get().body();
    var found =
        Pattern.compile("(?m)^gatehouse_" + name + "(?:\\{[^}]*})? ([0-9.E+]+)$").matcher(text);
    assertThat(found.find()).as(name + " in " + text).isTrue();
    return Double.parseDouble(found.group(1));
  }

  private static long processes() {
    return ProcessHandle.current()
        .descendants()
        .filter(it -> it.info().commandLine().orElse("").contains("while read -r l"))
        .count();
  }

  /** Waits until nothing is held any more. */
  private Map<String, Double> settled() {
    letGo();
    var until = System.nanoTime() + PATIENCE.toNanos();
    var now = gauges();
    while (System.nanoTime() < until && now.values().stream().anyMatch(it -> it != 0)) {
      now = gauges();
    }
    return now;
  }

  private long heap() {
    modern.forget();
    legacy.forget();
    var memory = ManagementFactory.getMemoryMXBean();
    for (var i = 0; i < 3; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }
}
