package dev.gatehouse.cli.stdio;

import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request of the client, from its line to the line that answers it. Every request gets exactly
 * one answer, if only an error of this program, unless the client cancels it. Run on a virtual
 * thread.
 */
final class Call {
  private static final int MOST_RESUMPTIONS = 10;

  private final Wire wire;
  private final LegacySession session;
  private final KnownTools tools;
  private final OutputLines out;
  private final Envelope request;
  private final Era era;
  private final String idText;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean isCancelled;
  private volatile @Nullable CompletableFuture<HttpResponse<InputStream>> sent;
  private volatile @Nullable InputStream body;
  private boolean isAnswered;

  Call(Wire wire, LegacySession session, KnownTools tools, OutputLines out, Envelope request) {
    this.wire = wire;
    this.session = session;
    this.tools = tools;
    this.out = out;
    this.request = request;
    this.era = request.metaProtocolVersion() == null ? Era.LEGACY : Era.MODERN;
    this.idText = String.valueOf(request.idText());
  }

  Era era() {
    return era;
  }

  /** Whether it goes on until somebody ends it. */
  boolean isListening() {
    return "subscriptions/listen".equals(request.method());
  }

  private boolean isInitialize() {
    return era == Era.LEGACY && "initialize".equals(request.method());
  }

  /** Sends it, and brings back what is answered. */
  void run() {
    try {
      var given = session.given();
      if (!carry(given) && !(session.openAgain(given) && carry(session.given()))) {
        fail("the gateway has lost the session, and it could not be opened again");
      }
    } catch (IOException e) {
      fail("the answer of the gateway broke off: " + words(e));
    } catch (ExecutionException e) {
      fail(
          e.getCause() instanceof ConnectException
              ? "no gateway answers at " + wire.endpoint() + "; see whether it runs"
              : "the gateway at " + wire.endpoint() + " cannot be asked: " + words(e.getCause()));
    } catch (CancellationException e) {
      fail("cancelled");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted");
    } finally {
      over.countDown();
    }
  }

  /** False when the gateway knows the session no more, and so has not done anything. */
  private boolean carry(LegacySession.Given given)
      throws IOException, ExecutionException, InterruptedException {
    var response = send(given);
    try (var read = response.body()) {
      body = read;
      if (isCancelled && era == Era.MODERN) {
        return true; // between the head and here, where there was nothing to close yet
      }
      var isLost =
          era == Era.LEGACY
              && response.statusCode() == 404
              && given.id() != null
              && !isInitialize();
      if (isLost) {
        return false;
      }
      if (AnswerStream.isEvents(response)) {
        hear(response, read, given);
      } else if (AnswerStream.isJson(response)) {
        take(AnswerStream.whole(read), response);
      }
      if (!isAnswered) {
        fail(unanswered(response.statusCode()));
      }
      return true;
    }
  }

  private HttpResponse<InputStream> send(LegacySession.Given given)
      throws ExecutionException, InterruptedException {
    var asking = wire.post(request.bytes(), headers(given));
    sent = asking;
    if (isCancelled && era == Era.MODERN) {
      asking.cancel(true);
    }
    return asking.get();
  }

  private McpHeaders headers(LegacySession.Given given) {
    if (era == Era.MODERN) {
      return tools.of(request);
    }
    return isInitialize() ? McpHeaders.NONE : given.headers(null);
  }

  /** The legacy era may break a stream off and go on with it on another, from the last event. */
  private void hear(HttpResponse<InputStream> first, InputStream read, LegacySession.Given given)
      throws IOException, ExecutionException, InterruptedException {
    var mark = new AnswerStream.Mark();
    AnswerStream.read(read, mark, message -> take(message, first));
    for (var again = 0; canResume(mark) && again < MOST_RESUMPTIONS; again++) {
      if (over.await(mark.retryMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      var next = wire.get(given.headers(mark.lastEventId())).get();
      try (var rest = next.body()) {
        body = rest;
        if (next.statusCode() != 200 || !AnswerStream.isEvents(next)) {
          return;
        }
        AnswerStream.read(rest, mark, message -> take(message, next));
      }
    }
  }

  private boolean canResume(AnswerStream.Mark mark) {
    return era == Era.LEGACY && !isAnswered && !isCancelled && !mark.lastEventId().isEmpty();
  }

  /** One message of the answer: to the client as it is, or as an answer to its request. */
  private void take(byte[] message, HttpResponse<?> response) {
    if (isCancelled && era == Era.MODERN) {
      return;
    }
    try {
      var read = Envelope.scan(message, StrictJson.Bounds.DEFAULT);
      switch (read.shape()) {
        case REQUEST, NOTIFICATION -> out.message(message);
        case RESULT, ERROR -> answered(read, response);
      }
    } catch (Malformed e) {
      out.trouble("the gateway sent what is no message: " + e.getMessage());
    }
  }

  private void answered(Envelope answer, HttpResponse<?> response) {
    if (isAnswered) {
      return;
    }
    if (idText.equals(answer.idText())) {
      if (isInitialize()) {
        session.opened(request.bytes(), response, answer);
      } else if (era == Era.MODERN && "tools/list".equals(request.method())) {
        tools.note(answer.bytes());
      }
      isAnswered = true;
      out.message(answer.bytes());
    } else if (answer.shape() == Envelope.Shape.ERROR && answer.idText() == null) {
      var data = answer.errorData();
      isAnswered = true;
      out.message(
          JsonRpc.error(
              idText,
              answer.errorCode(),
              String.valueOf(answer.errorMessage()),
              data.isPresent() ? data.text(answer.bytes()) : null));
      if (response.statusCode() == 401) {
        out.trouble("the gateway does not accept the key; set GATEHOUSE_KEY or --key-file");
      }
    }
  }

  private static String unanswered(int status) {
    return switch (status) {
      case 401 -> "the gateway does not accept the key; set GATEHOUSE_KEY or --key-file";
      case 403 -> "the gateway refuses this client";
      case 200, 202 -> "the gateway ended its answer without a message";
      default -> "the gateway answered with HTTP status " + status;
    };
  }

  private void fail(String why) {
    if (!isAnswered && !isCancelled) {
      isAnswered = true;
      out.trouble(why);
      out.message(JsonRpc.error(idText, JsonRpc.INTERNAL, why));
    }
  }

  /**
   * The client does not want the answer any more. In the modern era closing the stream says so to
   * the gateway; in the legacy era the notification does, which the caller passes on.
   */
  void cancel() {
    isCancelled = true;
    if (era == Era.MODERN) {
      end();
    }
  }

  /** Breaks it off. */
  void end() {
    isCancelled = true;
    var asking = sent;
    if (asking != null) {
      asking.cancel(true);
    }
    try (var _ = body) {
      // closing it is all
    } catch (IOException _) {
      // it is broken already
    }
  }

  /** Waits for its end; false when it takes longer. */
  boolean awaitEnd(Duration most) throws InterruptedException {
    return over.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String words(@Nullable Throwable fault) {
    if (fault == null) {
      return "for no reason that is known";
    }
    var message = fault.getMessage();
    return message == null ? fault.getClass().getSimpleName() : message;
  }
}
