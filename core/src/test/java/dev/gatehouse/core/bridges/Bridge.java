package dev.gatehouse.core.bridges;

import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Faces before one scripted server; what is due later happens when the test says so. */
final class Bridge implements AutoCloseable {
  static final String ALL =
      "{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{},\"roots\":{}}";
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  final ScriptedServer server;
  final ModernFaces faces;
  private final List<Appointed> later = new CopyOnWriteArrayList<>();

  private record Appointed(Duration time, Runnable action) {}

  Bridge(ScriptedServer server) {
    this(
        server,
        new ModernFaces.Bounds(
            2, 3, Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(10)));
  }

  Bridge(ScriptedServer server, ModernFaces.Bounds bounds) {
    this.server = server;
    this.faces =
        new ModernFaces(
            new Connections((_, _) -> server, nanos::get, 100),
            bounds,
            nanos::get,
            new ParkedCalls.Bounds(2, 3, bounds.parked()),
            this::after);
  }

  private Runnable after(Duration time, Runnable action) {
    var appointed = new Appointed(time, action);
    later.add(appointed);
    return () -> later.remove(appointed);
  }

  /** Does what is due within this time. */
  void passes(Duration time) {
    var due = later.stream().filter(it -> it.time.compareTo(time) <= 0).toList();
    later.removeAll(due);
    due.forEach(it -> it.action.run());
  }

  /** Lets the questions that have come go out to the client. */
  void gathers() {
    passes(Duration.ofMillis(100));
  }

  static String request(String id, String method, String params, String capabilities) {
    var inner = params.substring(1, params.length() - 1);
    var meta =
        inner.contains("\"_meta\":{")
            ? inner.replace("\"_meta\":{", "\"_meta\":{" + keys(capabilities) + ",")
            : inner + (inner.isEmpty() ? "" : ",") + "\"_meta\":{" + keys(capabilities) + "}";
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":{"
        + meta
        + "}}";
  }

  private static String keys(String capabilities) {
    return "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
        + "\"io.modelcontextprotocol/clientCapabilities\":"
        + capabilities;
  }

  /** Sends as this caller and returns at once. */
  Heard as(String caller, String request) {
    try {
      var bytes = request.getBytes(StandardCharsets.UTF_8);
      var face =
          faces.of(
              server.declared(),
              caller,
              Envelope.scan(bytes, StrictJson.Bounds.DEFAULT),
              Waiting.ALLOWED);
      var heard = new Heard();
      heard.exchange =
          face.send(
              new Outgoing(
                  Outgoing.Verb.POST,
                  McpHeaders.NONE,
                  bytes,
                  Outgoing.Accepts.JSON_OR_EVENTS,
                  null,
                  new Outgoing.Deadlines(DEADLINE, DEADLINE, DEADLINE)),
              heard);
      return heard;
    } catch (Malformed e) {
      throw new AssertionError(e);
    }
  }

  /** Calls a tool as Ana, whose client can answer everything. */
  Heard calls(String id, String tool) {
    return as("ana", request(id, "tools/call", "{\"name\":\"" + tool + "\"}", ALL));
  }

  /** Sends a call again, with answers. */
  Heard retries(String id, String tool, String state, String responses) {
    var params =
        "{\"name\":\""
            + tool
            + "\",\"requestState\":\""
            + state
            + "\",\"inputResponses\":"
            + responses
            + "}";
    return as("ana", request(id, "tools/call", params, ALL));
  }

  @Override
  public void close() {
    faces.close();
  }

  /** What the gateway hears of one request. */
  static final class Heard implements Answering {
    final List<String> messages = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    @Nullable AnswerHead head;
    @Nullable UpstreamFailure failure;
    @Nullable Exchange exchange;
    boolean ended;

    @Override
    public void head(AnswerHead begun) {
      if (head != null) {
        throw new AssertionError("two heads");
      }
      head = begun;
    }

    @Override
    public void message(byte[] message, @Nullable String eventId) {
      messages.add(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void end() {
      ended = true;
      over.countDown();
    }

    @Override
    public void failed(UpstreamFailure how) {
      failure = how;
      over.countDown();
    }

    void leaves() {
      var open = exchange;
      if (open != null) {
        open.cancel();
      }
    }

    void pauses() {
      var open = exchange;
      if (open != null) {
        open.pause();
      }
    }

    void resumes() {
      var open = exchange;
      if (open != null) {
        open.resume();
      }
    }

    Heard awaited() throws InterruptedException {
      if (!over.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing came: " + messages);
      }
      return this;
    }

    boolean isOver() {
      return over.getCount() == 0;
    }

    int status() {
      return head == null ? 0 : head.status();
    }

    JsonNode last() {
      return JsonMapper.shared().readTree(messages.getLast());
    }

    JsonNode result() {
      return last().path("result");
    }

    String state() {
      return result().path("requestState").asString("");
    }

    List<String> keys() {
      return new ArrayList<>(result().path("inputRequests").propertyNames());
    }
  }
}
