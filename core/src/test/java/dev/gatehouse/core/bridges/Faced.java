package dev.gatehouse.core.bridges;

import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.protocol.LegacyTool;
import dev.gatehouse.protocol.McpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A face in front of a scripted server, as a session of the legacy era would have it. */
final class Faced {
  static final String ALL =
      "{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{},\"roots\":{\"listChanged\":true}}";

  private static final Duration SOON = Duration.ofSeconds(5);

  /** One thing that is due later. */
  record Due(Duration delay, Runnable task) {}

  final ScriptedServer server;
  final List<Due> due = new ArrayList<>();
  final Map<String, LegacyTool> known = new HashMap<>();
  final Map<String, LegacyTool> fetched = new HashMap<>();
  final CountDownLatch asked = new CountDownLatch(1);
  final LegacyFace face;
  int eraForgotten;

  Faced(ScriptedServer server) {
    this.server = server;
    var declared = server.declared();
    var line = new Connections((_, _) -> server, () -> 0, 10).to(declared);
    this.face =
        new LegacyFace(new FaceLine(declared, line, plans(), this::after, () -> eraForgotten++));
  }

  private Runnable after(Duration delay, Runnable task) {
    var one = new Due(delay, task);
    due.add(one);
    return () -> due.remove(one);
  }

  private ToolPlans plans() {
    return new ToolPlans() {
      @Override
      public Optional<LegacyTool> known(Server of, String tool) {
        return Optional.ofNullable(known.get(tool));
      }

      @Override
      public Optional<LegacyTool> fetched(Server of, String tool) {
        known.putAll(fetched);
        return Optional.ofNullable(fetched.get(tool));
      }
    };
  }

  /** A tool of the server's list. */
  Faced knowing(String json) {
    var tool = LegacyTool.of(json.getBytes(StandardCharsets.UTF_8));
    var name = json.replaceFirst("^\\{\"name\":\"([^\"]+)\".*", "$1");
    known.put(name, tool);
    return this;
  }

  /** Has shaken hands, with every capability declared. */
  static Faced with(ScriptedServer server) {
    return with(server, "2025-11-25", ALL);
  }

  static Faced with(ScriptedServer server, String version, String capabilities) {
    var faced = new Faced(server).knowing(ScriptedServer.tool("get"));
    faced.initialize(version, capabilities);
    faced.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    return faced;
  }

  Heard initialize(String version, String capabilities) {
    return send(
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
            + version
            + "\",\"capabilities\":"
            + capabilities
            + ",\"clientInfo\":{\"name\":\"test\",\"version\":\"1\",\"title\":\"T\"}}}");
  }

  Heard request(String method, String params) {
    return send(
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}");
  }

  Heard call() {
    return request("tools/call", "{\"name\":\"get\",\"arguments\":{\"a\":1}}");
  }

  /** The client answers a question. */
  Heard answers(String idText, String result) {
    return send("{\"jsonrpc\":\"2.0\",\"id\":" + idText + ",\"result\":" + result + "}");
  }

  Heard send(String body) {
    return send(Outgoing.Verb.POST, Outgoing.Accepts.JSON_OR_EVENTS, body);
  }

  Heard listen() {
    return send(Outgoing.Verb.GET, Outgoing.Accepts.EVENTS, "");
  }

  Heard send(Outgoing.Verb verb, Outgoing.Accepts accepts, String body) {
    var heard = new Heard();
    Exchange exchange =
        face.send(
            new Outgoing(
                verb,
                McpHeaders.NONE,
                body.getBytes(StandardCharsets.UTF_8),
                accepts,
                "00-trace",
                new Outgoing.Deadlines(SOON, SOON, SOON)),
            heard);
    heard.exchange = exchange;
    return heard;
  }

  /** The only thing that is due comes to its time. */
  Duration passes() {
    if (due.size() != 1) {
      throw new AssertionError("due are " + due);
    }
    var one = due.removeFirst();
    one.task.run();
    return one.delay;
  }

  /** The last message of this method that the server got. */
  ScriptedServer.Call last(String method) {
    return server.heard(method).getLast();
  }

  /** The server's answer to the last message of this method asks for input. */
  static String asks(String requests) {
    return asks(requests, "\"s-1\"");
  }

  static String asks(String requests, String state) {
    return "{\"resultType\":\"input_required\",\"inputRequests\":"
        + requests
        + (state.isEmpty() ? "" : ",\"requestState\":" + state)
        + "}";
  }

  static boolean soon(CountDownLatch latch) throws InterruptedException {
    return latch.await(20, TimeUnit.SECONDS);
  }
}
