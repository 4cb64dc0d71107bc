package dev.gatehouse.cli.stdio;

import dev.gatehouse.cli.remote.Key;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries messages between one client's standard input and output and the gateway's MCP endpoint.
 * Requests go side by side; notifications and answers of the client go in their order, each when
 * the gateway has taken the one before.
 */
public final class Carrier implements AutoCloseable {
  private static final int MOST_CALLS = 1_000;
  private static final int LONGEST_LINE = 4 << 20;
  private static final Duration TO_FINISH = Duration.ofSeconds(30);
  private static final long TO_TAKE_SECONDS = 30;

  private final Wire wire;
  private final OutputLines out;
  private final LegacySession session;
  private final KnownTools tools = new KnownTools();
  private final ConcurrentHashMap<String, Call> calls = new ConcurrentHashMap<>();

  /**
   * @param endpoint for example {@code http://127.0.0.1:8080/mcp/files}
   * @param key what is shown there, nothing when it is empty
   * @param out for messages and nothing else
   * @param errors for a person
   */
  public Carrier(URI endpoint, Optional<Key> key, PrintWriter out, PrintWriter errors) {
    this.wire = new Wire(endpoint, key);
    this.out = new OutputLines(out, errors);
    this.session = new LegacySession(wire, this.out);
  }

  /**
   * Carries until the client closes its output, then waits for the answers that are still to come,
   * at most 30 s, and ends the session. Blocks.
   *
   * @throws IOException when the input cannot be read
   */
  public void run(InputStream in) throws IOException {
    var lines = new InputLines(in, LONGEST_LINE);
    while (!out.isBroken()) {
      try {
        var line = lines.next();
        if (line == null) {
          break;
        }
        if (!isBlank(line)) {
          take(line);
        }
      } catch (InputLines.TooLong e) {
        out.message(JsonRpc.error(null, JsonRpc.INVALID_REQUEST, String.valueOf(e.getMessage())));
      }
    }
    finish();
  }

  private static boolean isBlank(byte[] line) {
    for (var b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private void take(byte[] line) {
    try {
      var message = Envelope.scan(line, StrictJson.Bounds.DEFAULT);
      switch (message.shape()) {
        case REQUEST -> request(message);
        case NOTIFICATION -> notification(message);
        case RESULT, ERROR -> post(message);
      }
    } catch (Malformed e) {
      out.message(JsonRpc.error(e));
    }
  }

  private void request(Envelope message) {
    var id = String.valueOf(message.idText());
    var call = new Call(wire, session, tools, out, message);
    var refusal =
        calls.size() >= MOST_CALLS
            ? "more than " + MOST_CALLS + " requests wait for an answer"
            : calls.putIfAbsent(id, call) != null
                ? "a request with this id waits for its answer already"
                : null;
    if (refusal != null) {
      out.message(JsonRpc.error(id, JsonRpc.INVALID_REQUEST, refusal));
    } else if (call.era() == Era.LEGACY && "initialize".equals(message.method())) {
      carry(id, call); // nothing may overtake it
    } else {
      Thread.ofVirtual().name("call " + id).start(() -> carry(id, call));
    }
  }

  private void carry(String id, Call call) {
    try {
      call.run();
    } finally {
      calls.remove(id, call);
    }
  }

  private void notification(Envelope message) {
    if ("notifications/cancelled".equals(message.method()) && message.requestId().isPresent()) {
      var call = calls.get(message.requestId().text(message.bytes()));
      if (call != null) {
        call.cancel();
      }
      if (call == null || call.era() == Era.MODERN) {
        return; // it is over, or the end of its stream has said so
      }
    }
    post(message);
    if ("notifications/initialized".equals(message.method())) {
      listen();
    }
  }

  private void listen() {
    try {
      session.listen();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what nothing comes back for, and waits until it is taken. */
  private void post(Envelope message) {
    var given = session.given();
    var status = status(message, given);
    if (status == 404
        && message.shape() == Envelope.Shape.NOTIFICATION
        && session.openAgain(given)) {
      status = status(message, session.given());
    }
    if (status >= 300) {
      out.trouble("the gateway did not take a message of the client: HTTP status " + status);
    }
  }

  private int status(Envelope message, LegacySession.Given given) {
    try {
      var response =
          wire.post(message.bytes(), headers(message, given))
              .get(TO_TAKE_SECONDS, TimeUnit.SECONDS);
      response.body().close();
      return response.statusCode();
    } catch (IOException | ExecutionException | TimeoutException e) {
      out.trouble("a message of the client did not reach the gateway: " + e.getMessage());
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private McpHeaders headers(Envelope message, LegacySession.Given given) {
    return message.metaProtocolVersion() == null ? given.headers(null) : tools.of(message);
  }

  private void finish() {
    var end = System.nanoTime() + TO_FINISH.toNanos();
    try {
      for (var call : calls.values()) {
        var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        if (call.isListening() || !call.awaitEnd(left)) {
          call.end();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /** Ends the session at the gateway and all that runs. Idempotent. */
  @Override
  public void close() {
    session.close();
    calls.values().forEach(Call::end);
    wire.close();
  }
}
