package dev.gatehouse.transport;

import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.SseReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The stream on which a server over HTTP+SSE says everything, first of all where to post. Lives on
 * one loop, from the GET to its end; is not opened twice.
 */
final class SseStream extends Sweep.Swept implements SseReader.Sink {
  private static final int MOST_GARBAGE = 20;
  private static final Outgoing GET =
      new Outgoing(
          Outgoing.Verb.GET,
          McpHeaders.NONE,
          Bytes.NONE,
          Outgoing.Accepts.EVENTS,
          null,
          new Outgoing.Deadlines(Duration.ZERO, Duration.ZERO, Duration.ZERO)); // see look

  /** Hears what becomes of the stream; on its loop. */
  interface Hearer {
    /** The server has said where to post. */
    void opened(Way way);

    /** One message; false when it is none. */
    boolean message(byte[] message);

    /** Nothing more will come; told once. */
    void over(Cause cause, String how);
  }

  /**
   * How posts reach the server: at the address that the stream was opened to, and no other.
   *
   * @param ready what was checked
   * @param address which of its addresses
   * @param target what stands in the request line
   */
  record Way(Readiness.Ready ready, int address, SseAddress target) {}

  private final SseUpstream upstream;
  private final Loop loop;
  private final SseReader reader;
  private final Hearer hearer;
  private final long begun = System.nanoTime();
  private final Duration toNameAddress;
  private Readiness.@Nullable Ready ready;
  private int address;
  private @Nullable SseAddress target;
  private @Nullable HttpClientRequest request;
  private int garbage;
  private boolean isOver;

  SseStream(SseUpstream upstream, Loop loop, Hearer hearer) {
    this.upstream = upstream;
    this.loop = loop;
    this.reader = new SseReader(upstream.settings().maxEventBytes());
    this.hearer = hearer;
    this.toNameAddress = upstream.settings().connectTime().multipliedBy(2);
  }

  /** Opens it; on the loop. */
  void open(Readiness readiness) {
    loop.sweep.join(this);
    readiness.whenReady(
        found -> loop.run(() -> connect(found, 0)),
        fault -> loop.run(() -> over(Cause.UNREACHABLE, fault)));
  }

  private void connect(Readiness.Ready found, int at) {
    if (isOver) {
      return;
    }
    ready = found;
    address = at;
    upstream
        .client()
        .request(found.options(HttpMethod.GET, at))
        .onComplete(
            connected -> send(connected, found),
            fault -> {
              if (at + 1 < found.addresses().size()) {
                connect(found, at + 1);
              } else {
                over(Cause.UNREACHABLE, "no connection: " + fault.getMessage());
              }
            });
  }

  private void send(HttpClientRequest connected, Readiness.Ready found) {
    if (isOver) {
      connected.reset();
      return;
    }
    request = connected;
    UpstreamHeaders.put(connected, GET, found);
    connected.exceptionHandler(this::lost);
    connected.response().onComplete(this::head, this::lost);
    connected.end();
  }

  private void head(HttpClientResponse answer) {
    answer.exceptionHandler(this::lost);
    if (isOver) {
      return;
    }
    var coding = answer.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (answer.statusCode() != 200) {
      over(Cause.UNREACHABLE, "its stream of events: HTTP status " + answer.statusCode());
    } else if (!MediaType.isEssence(
        answer.getHeader(HttpHeaders.CONTENT_TYPE), "text/event-stream")) {
      over(Cause.UNREACHABLE, "it answers GET with something else than a stream of events");
    } else if (coding != null && !coding.equalsIgnoreCase("identity")) {
      over(Cause.BROKEN, "its stream is compressed though no coding was accepted");
    } else {
      answer.handler(this::piece);
      answer.endHandler(_ -> over(Cause.LOST, "its stream of events has ended"));
    }
  }

  private void piece(Buffer piece) {
    if (isOver) {
      return;
    }
    var bytes = Bytes.of(piece);
    try {
      reader.feed(bytes, 0, bytes.length, this);
    } catch (Malformed e) {
      over(Cause.TOO_LARGE, "its stream: " + e.getMessage());
    }
  }

  @Override
  public void event(byte[] data, String id, String type) {
    if (isOver) {
      return;
    }
    switch (type) {
      case "endpoint" -> named(new String(data, StandardCharsets.UTF_8));
      case "message" -> {
        garbage = data.length == 0 || hearer.message(data) ? 0 : garbage + 1;
        if (garbage > MOST_GARBAGE) {
          over(Cause.BROKEN, "what its stream says is not MCP");
        }
      }
      default -> {
        // events of other kinds are nobody's business
      }
    }
  }

  private void named(String data) {
    var found = ready;
    try {
      var named = SseAddress.of(upstream.url(), data);
      if (target != null && !target.equals(named)) {
        over(Cause.BROKEN, "it names a second address to post to");
      } else if (target == null && found != null) {
        target = named;
        loop.sweep.leave(this);
        hearer.opened(new Way(found, address, named));
      }
    } catch (SseAddress.NotTaken e) {
      over(Cause.BROKEN, String.valueOf(e.getMessage()));
    }
  }

  private void lost(Throwable fault) {
    over(Cause.LOST, "its stream of events broke: " + fault.getMessage());
  }

  private void over(Cause cause, String how) {
    if (!isOver) {
      end();
      hearer.over(cause, how);
    }
  }

  /** Ends it without a word; on the loop. */
  void end() {
    isOver = true;
    loop.sweep.leave(this);
    if (request != null) {
      request.reset();
    }
  }

  @Override
  void look(long now) {
    if (target == null && now - begun > toNameAddress.toNanos()) {
      over(
          Cause.TIMEOUT,
          "its stream did not say where to post within " + toNameAddress.toMillis() + " ms");
    }
  }
}
