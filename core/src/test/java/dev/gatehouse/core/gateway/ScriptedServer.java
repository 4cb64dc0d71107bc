package dev.gatehouse.core.gateway;

import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server in memory that answers by script, method by method, and keeps what it heard. It answers
 * on the sender's thread, before the sender has its exchange: the earliest that an answer can come.
 */
public final class ScriptedServer implements Upstream {
  /** What is answered to one message. */
  @FunctionalInterface
  public interface Script {
    void answer(Call call);
  }

  private static final Script SILENCE = _ -> {};

  public final ServerName name;
  public final Optional<Era> era;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, List<String>> items = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger sessions = new AtomicInteger();
  private volatile DriftMode drift = DriftMode.WARN;
  private volatile boolean publicBelieved;
  private volatile boolean pipe;
  private volatile boolean closed;

  private ScriptedServer(String name, Optional<Era> era) {
    this.name = new ServerName(name);
    this.era = era;
  }

  public static ScriptedServer modern(String name) {
    return new ScriptedServer(name, Optional.of(Era.MODERN));
  }

  public static ScriptedServer legacy(String name) {
    return new ScriptedServer(name, Optional.of(Era.LEGACY));
  }

  /** A server whose era must be found out. */
  public static ScriptedServer unknown(String name) {
    return new ScriptedServer(name, Optional.empty());
  }

  public ScriptedServer overPipes() {
    pipe = true;
    return this;
  }

  /** What becomes of definitions that change. */
  ScriptedServer drifting(DriftMode mode) {
    drift = mode;
    return this;
  }

  /** Its owner vouches for what it calls public. */
  ScriptedServer believed() {
    publicBelieved = true;
    return this;
  }

  public ScriptedServer tools(String... names) {
    return offers("tools", java.util.Arrays.stream(names).map(ScriptedServer::tool).toList());
  }

  public ScriptedServer offers(String field, List<String> json) {
    items.put(field, List.copyOf(json));
    return this;
  }

  public static String tool(String name) {
    return "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}";
  }

  /** Answers this method, or {@code GET} or {@code DELETE}, by the script from now on. */
  public ScriptedServer on(String method, Script script) {
    scripts.put(method, script);
    return this;
  }

  /** Leaves this method without any answer. */
  public ScriptedServer silentOn(String method) {
    return on(method, SILENCE);
  }

  /** As an approved server of the catalogue. */
  public Server declared() {
    return declared(new Approval.Approved("ana", Instant.EPOCH));
  }

  Server declared(Approval approval) {
    return new Server(
        name,
        connection(),
        Server.Origin.FILE,
        approval,
        era,
        Server.Sessions.PER_CLIENT,
        Duration.ofSeconds(30),
        drift,
        publicBelieved);
  }

  private Connection connection() {
    return pipe
        ? new Connection.Stdio(List.of("serve", name.text()), Map.of())
        : new Connection.Http(URI.create("http://" + name + ".test/mcp"), Optional.empty());
  }

  @Override
  public Exchange send(Outgoing outgoing, Answering answering) {
    var call = new Call(outgoing, answering, era.orElse(Era.LEGACY) == Era.MODERN);
    calls.add(call);
    scripts.getOrDefault(call.method(), this::byDefault).answer(call);
    return call;
  }

  private void byDefault(Call call) {
    switch (call.method()) {
      case "GET" -> call.head(405, Form.EMPTY).end();
      case "DELETE" -> call.head(200, Form.EMPTY).end();
      case "server/discover" ->
          call.result(
              "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":"
                  + capabilities()
                  + ",\"ttlMs\":60000,\"cacheScope\":\"private\"}");
      case "initialize" -> initialized(call, "s-" + sessions.incrementAndGet());
      case "tools/list" -> list(call, "tools");
      case "prompts/list" -> list(call, "prompts");
      case "resources/list" -> list(call, "resources");
      case "resources/templates/list" -> list(call, "resourceTemplates");
      default -> {
        if (call.idText().isEmpty() || call.message().method() == null) {
          call.head(202, Form.EMPTY).end();
        } else {
          call.result("{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
        }
      }
    }
  }

  private void initialized(Call call, String session) {
    call.headOf(new AnswerHead(200, Form.JSON, pipe ? null : session));
    call.message(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + call.idText()
            + ",\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":"
            + capabilities()
            + ",\"serverInfo\":{\"name\":\""
            + name
            + "\",\"version\":\"1\"}}}");
    call.end();
  }

  private String capabilities() {
    var names = new java.util.TreeSet<String>();
    for (var field : items.keySet()) {
      names.add("\"" + (field.startsWith("resource") ? "resources" : field) + "\":{}");
    }
    return "{" + String.join(",", names) + "}";
  }

  private void list(Call call, String field) {
    var listed = String.join(",", items.getOrDefault(field, List.of()));
    var modern = call.modern ? ",\"ttlMs\":60000,\"cacheScope\":\"public\"" : "";
    call.result("{\"" + field + "\":[" + listed + "]" + modern + "}");
  }

  /** What it heard, by method. */
  public List<String> heard() {
    return calls.stream().map(Call::method).toList();
  }

  /** The messages of one method that it heard. */
  public List<Call> heard(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).toList();
  }

  /** The only message of this method. */
  public Call only(String method) {
    var all = heard(method);
    if (all.size() != 1) {
      throw new AssertionError(name + " heard " + heard());
    }
    return all.getFirst();
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** One message that the server heard, and the way to answer it. */
  public static final class Call implements Exchange {
    public final Outgoing outgoing;
    final boolean modern;
    private final Answering answering;
    private volatile boolean cancelled;
    private final CountDownLatch cancellation = new CountDownLatch(1);
    private volatile int paused;

    private Call(Outgoing outgoing, Answering answering, boolean modern) {
      this.outgoing = outgoing;
      this.answering = answering;
      this.modern = modern;
    }

    public String method() {
      if (outgoing.verb() != Outgoing.Verb.POST) {
        return outgoing.verb().toString();
      }
      var method = message().method();
      return method == null ? "answer" : method;
    }

    public Envelope message() {
      try {
        return Envelope.scan(outgoing.body(), StrictJson.Bounds.DEFAULT);
      } catch (Malformed e) {
        throw new AssertionError(e);
      }
    }

    public String body() {
      return new String(outgoing.body(), StandardCharsets.UTF_8);
    }

    public String idText() {
      return message().idText() == null ? "" : String.valueOf(message().idText());
    }

    /** Answers with one JSON result. */
    public void result(String json) {
      head(200, Form.JSON).message(answer("result", json)).end();
    }

    /** Answers with one JSON error. */
    public void error(int status, String json) {
      head(status, Form.JSON).message(answer("error", json)).end();
    }

    /** The final answer, for a stream. */
    public String answer(String what, String json) {
      return "{\"jsonrpc\":\"2.0\",\"id\":" + idText() + ",\"" + what + "\":" + json + "}";
    }

    public Call head(int status, Form form) {
      return headOf(new AnswerHead(status, form, null));
    }

    public Call headOf(AnswerHead head) {
      if (!cancelled) {
        answering.head(head);
      }
      return this;
    }

    public Call message(String text) {
      return message(text, null);
    }

    public Call message(String text, @Nullable String eventId) {
      if (!cancelled) {
        answering.message(text.getBytes(StandardCharsets.UTF_8), eventId);
      }
      return this;
    }

    public Call mark(String eventId, long retryMillis) {
      if (!cancelled) {
        answering.mark(eventId, retryMillis);
      }
      return this;
    }

    public void end() {
      if (!cancelled) {
        answering.end();
      }
    }

    public void fails(UpstreamFailure.Cause cause, UpstreamFailure.Sent sent) {
      if (!cancelled) {
        answering.failed(new UpstreamFailure(cause, sent, "no route to 10.1.2.3"));
      }
    }

    public boolean isCancelled() {
      return cancelled;
    }

    /** Whether it is cancelled within 20 s, where that happens on a thread of its own. */
    public boolean isCancelledSoon() throws InterruptedException {
      return cancellation.await(20, TimeUnit.SECONDS);
    }

    public boolean isPaused() {
      return paused > 0;
    }

    @Override
    public void cancel() {
      cancelled = true;
      cancellation.countDown();
    }

    @Override
    public void pause() {
      paused = 1;
    }

    @Override
    public void resume() {
      paused = 0;
    }
  }
}
