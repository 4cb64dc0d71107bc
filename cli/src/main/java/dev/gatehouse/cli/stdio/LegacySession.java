package dev.gatehouse.cli.stdio;

import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Handshake;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The client's session with the gateway, legacy era. When the gateway has lost it, a new one is
 * opened with the client's own {@code initialize}, and the client does not notice. Thread-safe.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management">sessions</a>
 */
final class LegacySession {
  private static final long TO_OPEN_AGAIN_SECONDS = 60;
  private static final long TO_BEGIN_MILLIS = 500;

  /**
   * What the gateway has given.
   *
   * @param id of the session, null for none
   * @param version that was agreed on, null before that
   */
  record Given(@Nullable String id, @Nullable String version) {
    McpHeaders headers(@Nullable String lastEventId) {
      return new McpHeaders(version, null, null, id, lastEventId, List.of());
    }
  }

  private final Wire wire;
  private final OutputLines out;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Given given = new Given(null, null);
  private volatile @Nullable InputStream listening;
  private byte @Nullable [] initialize;
  private boolean isListening;

  LegacySession(Wire wire, OutputLines out) {
    this.wire = wire;
    this.out = out;
  }

  Given given() {
    return given;
  }

  /** The gateway has answered the client's {@code initialize}. */
  synchronized void opened(byte[] request, HttpResponse<?> response, Envelope answer) {
    if (answer.shape() != Envelope.Shape.RESULT) {
      return;
    }
    try {
      var version = Handshake.read(answer.bytes(), StrictJson.Bounds.DEFAULT).protocolVersion();
      given = new Given(response.headers().firstValue("Mcp-Session-Id").orElse(null), version);
      initialize = request;
      isListening = false;
    } catch (Malformed e) {
      out.trouble("the answer to initialize cannot be read: " + e.getMessage());
    }
  }

  /**
   * Opens a new session in place of one that is lost; does nothing when another thread has. Blocks.
   *
   * @return whether there is a session that is not the lost one
   */
  synchronized boolean openAgain(Given lost) {
    var request = initialize;
    if (!given.equals(lost)) {
      return true;
    }
    if (request == null || closed.getCount() == 0) {
      return false;
    }
    out.trouble("the gateway has lost the session; opening it again");
    try (var body = hello(request)) {
      if (body == null || given.equals(lost)) {
        return false;
      }
      var heard = wire.post(Handshake.initialized(), given.headers(null));
      heard.get(TO_OPEN_AGAIN_SECONDS, TimeUnit.SECONDS).body().close();
      listen();
      return true;
    } catch (IOException | ExecutionException | TimeoutException e) {
      out.trouble("the session cannot be opened again: " + e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private @Nullable InputStream hello(byte[] request)
      throws IOException, ExecutionException, TimeoutException, InterruptedException {
    var response =
        wire.post(request, new Given(null, null).headers(null))
            .get(TO_OPEN_AGAIN_SECONDS, TimeUnit.SECONDS);
    if (response.statusCode() != 200 || !AnswerStream.isJson(response)) {
      out.trouble("opening it again was answered with HTTP status " + response.statusCode());
      response.body().close();
      return null;
    }
    try {
      var answer = Envelope.scan(AnswerStream.whole(response.body()), StrictJson.Bounds.DEFAULT);
      opened(request, response, answer);
    } catch (Malformed e) {
      throw new IOException("the answer is no message", e);
    }
    return response.body();
  }

  /**
   * Begins to hear what belongs to no request, once for each session. Waits until something would
   * be heard, since what the client asks for next may cause it, but not long: some servers do not
   * begin their stream before they have something to say.
   */
  synchronized void listen() throws InterruptedException {
    if (!isListening && given.id() != null) {
      isListening = true;
      var heard = given;
      var begun = new CountDownLatch(1);
      Thread.ofVirtual().name("stream of the session").start(() -> hear(heard, begun));
      begun.await(TO_BEGIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void hear(Given heard, CountDownLatch begun) {
    var mark = new AnswerStream.Mark();
    try {
      while (given.equals(heard) && hearOnce(heard, mark, begun)) {
        if (closed.await(mark.retryMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      begun.countDown();
    }
  }

  /** Hears one stream to its end; false when there is none, or the session is lost. */
  private boolean hearOnce(Given heard, AnswerStream.Mark mark, CountDownLatch begun)
      throws InterruptedException {
    var last = mark.lastEventId();
    try {
      var response = wire.get(heard.headers(last.isEmpty() ? null : last)).get();
      try (var body = response.body()) {
        listening = body;
        if (response.statusCode() != 200 || !AnswerStream.isEvents(response)) {
          return false; // a lost session is noticed by the next request
        }
        begun.countDown();
        AnswerStream.read(body, mark, out::message);
      }
    } catch (IOException | ExecutionException _) {
      // the gateway may come back, and the stream goes on then
    }
    return true;
  }

  /** Ends it at the gateway. Idempotent; waits 2 s at most. */
  void close() {
    if (closed.getCount() == 0) {
      return;
    }
    closed.countDown();
    var now = given;
    try (var _ = listening) {
      if (now.id() != null) {
        wire.delete(now.headers(null)).get(2, TimeUnit.SECONDS).body().close();
      }
    } catch (IOException | ExecutionException | TimeoutException e) {
      out.trouble("the session was not ended at the gateway; it ends by itself when idle");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
