package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what comes back for one sending of a call. Told by one thread at a time; a leg that does
 * not count any more hears nothing.
 */
final class LegacyLeg implements Answering {
  private static final int NO_SESSION = -32000;
  private static final int MOST_CONTINUATIONS = 100;
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final long LONGEST_PAUSE_MS = 30_000;
  private static final AnswerHead NO_HEAD = new AnswerHead(200, AnswerHead.Form.EMPTY, null);

  private final LegacyCall call;
  private final PooledSession session;
  private final Later later;
  private AnswerHead head = NO_HEAD;
  private @Nullable String lastEventId;
  private Duration pause = PAUSE;
  private boolean hasHeard;
  private int continuations;

  LegacyLeg(LegacyCall call, PooledSession session, Later later) {
    this.call = call;
    this.session = session;
    this.later = later;
  }

  @Override
  public void head(AnswerHead begun) {
    if (!call.isOn(this)) {
      return;
    }
    head = begun;
    if (begun.status() == 401 || begun.status() == 403) {
      call.garbled(begun, null);
    } else if (continuations == 0) {
      call.begins();
    }
  }

  @Override
  public void message(byte[] message, @Nullable String eventId) {
    if (!call.isOn(this)) {
      return;
    }
    lastEventId = eventId == null || eventId.isEmpty() ? lastEventId : eventId;
    try {
      heard(Envelope.scan(message, StrictJson.Bounds.DEFAULT));
    } catch (Malformed e) {
      // On a stream such an event is dropped; as the one answer it says nothing at all.
      if (head.form() != AnswerHead.Form.EVENTS && !(head.status() == 404 && isSentAgain())) {
        call.garbled(head, message);
      }
    }
  }

  @Override
  public void mark(String eventId, long retryMillis) {
    lastEventId = eventId;
    pause = retryMillis == 0 ? pause : Duration.ofMillis(Math.min(retryMillis, LONGEST_PAUSE_MS));
  }

  private void heard(Envelope message) {
    switch (message.shape()) {
      case RESULT, ERROR -> answered(message);
      case NOTIFICATION -> {
        hasHeard = true;
        session.notified(call, message);
      }
      case REQUEST -> {
        hasHeard = true;
        session.asked(call, message);
      }
    }
  }

  private void answered(Envelope answer) {
    var id = answer.idText();
    var isForThis = id == null ? head.form() != AnswerHead.Form.EVENTS : id.equals(call.idText());
    if (isForThis && !(saysForgotten(answer) && isSentAgain())) {
      call.answered(answer);
      if (continuations > 0) {
        call.hangsUp(this); // what is read by GET has no end of its own
      }
    }
  }

  /** A server that has lost its session says so by 404; some say 400 and -32000. */
  private boolean saysForgotten(Envelope answer) {
    if (answer.shape() != Envelope.Shape.ERROR) {
      return false;
    }
    return head.status() == 404
        ? answer.errorCode() != JsonRpc.METHOD_NOT_FOUND
        : head.status() == 400 && answer.errorCode() == NO_SESSION;
  }

  private boolean isSentAgain() {
    return !hasHeard && session.upstream().hasId() && call.isSentAgain(this);
  }

  @Override
  public void end() {
    if (!call.isOn(this) || goesOn() || (head.status() == 404 && isSentAgain())) {
      return;
    }
    call.garbled(head.form() == AnswerHead.Form.EVENTS ? NO_HEAD : head, null);
  }

  /** A stream that ends before its answer can be read on behind its last event. */
  private boolean goesOn() {
    var after = lastEventId;
    if (after == null
        || session.isPipe()
        || head.form() != AnswerHead.Form.EVENTS
        || head.status() != 200
        || ++continuations > MOST_CONTINUATIONS) {
      return false;
    }
    var _ = later.after(pause, () -> call.goesOn(this, after));
    return true;
  }

  @Override
  public void failed(UpstreamFailure failure) {
    if (!call.isOn(this)) {
      return;
    }
    var hadEnded =
        session.isPipe() && failure.cause() == Cause.UNREACHABLE && failure.sent() == Sent.NO;
    if (hadEnded && call.isSentAgain(this)) {
      return;
    }
    if (failure.cause() == Cause.LOST && goesOn()) {
      return;
    }
    if (session.isPipe() && endsProcess(failure)) {
      session.close();
    }
    call.failed(failure);
  }

  /** A process that is slow, busy or wordy lives on, with what its session holds. */
  private static boolean endsProcess(UpstreamFailure failure) {
    return switch (failure.cause()) {
      case UNREACHABLE, LOST, BROKEN -> true;
      case TIMEOUT, BUSY, TOO_LARGE -> false;
    };
  }
}
