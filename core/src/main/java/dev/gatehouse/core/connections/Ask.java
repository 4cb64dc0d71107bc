package dev.gatehouse.core.connections;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message of the gateway's own and waits for the one answer to it: for handshakes, probes
 * and lists. Blocks, so only virtual threads may use it.
 */
public final class Ask implements Answering {
  /**
   * What came back.
   *
   * @param head how the answer began, null when it did not
   * @param answer the result or error, null when there was none or it was not JSON-RPC
   * @param failure why there is no whole answer, null when there is one
   */
  public record Asked(
      @Nullable AnswerHead head, @Nullable Envelope answer, @Nullable UpstreamFailure failure) {
    /** The JSON-RPC result, empty for anything else. */
    public Optional<Envelope> result() {
      return answer != null && answer.shape() == Envelope.Shape.RESULT
          ? Optional.of(answer)
          : Optional.empty();
    }

    /** What happened, for records and operators. */
    public String inWords() {
      if (failure != null) {
        return failure.detail();
      }
      if (answer != null && answer.shape() == Envelope.Shape.ERROR) {
        return "it answered with error " + answer.errorCode() + ": " + answer.errorMessage();
      }
      return head == null ? "no answer" : "it answered with HTTP status " + head.status();
    }
  }

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable AnswerHead head;
  private volatile @Nullable Envelope answer;
  private volatile @Nullable UpstreamFailure failure;

  private Ask() {}

  /** Sends and waits, at most for the deadline. */
  public static Asked ask(Upstream upstream, Outgoing outgoing, Duration deadline) {
    var ask = new Ask();
    var exchange = upstream.send(outgoing, ask);
    try {
      if (!ask.over.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        exchange.cancel();
        ask.failure = timedOut(deadline);
      } else if (ask.answer != null) {
        exchange.cancel();
      }
    } catch (InterruptedException e) {
      exchange.cancel();
      Thread.currentThread().interrupt();
      ask.failure = timedOut(deadline);
    }
    return new Asked(ask.head, ask.answer, ask.answer == null ? ask.failure : null);
  }

  private static UpstreamFailure timedOut(Duration deadline) {
    return new UpstreamFailure(
        UpstreamFailure.Cause.TIMEOUT,
        UpstreamFailure.Sent.MAYBE,
        "it did not answer within " + deadline.toMillis() + " ms");
  }

  @Override
  public void head(AnswerHead head) {
    this.head = head;
  }

  @Override
  public void message(byte[] message, @Nullable String eventId) {
    try {
      var envelope = Envelope.scan(message, StrictJson.Bounds.DEFAULT);
      if (envelope.shape() == Envelope.Shape.RESULT || envelope.shape() == Envelope.Shape.ERROR) {
        answer = envelope;
        over.countDown();
      }
    } catch (Malformed e) {
      // Not JSON-RPC: the status in the head tells the rest.
    }
  }

  @Override
  public void end() {
    over.countDown();
  }

  @Override
  public void failed(UpstreamFailure failure) {
    this.failure = failure;
    over.countDown();
  }
}
