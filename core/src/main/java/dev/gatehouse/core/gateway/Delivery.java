package dev.gatehouse.core.gateway;

import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * How the answer of one call gets to its client: as one message or as a stream, which the client
 * can leave and come back to where its server keeps none. Leaving may come at any time, the rest
 * from one thread at a time.
 */
final class Delivery {
  private final Visit visit;
  private final Way way;
  private final Replays replays;
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private volatile Reply.@Nullable EventStream stream;
  private volatile @Nullable Replay replay;
  private volatile boolean clientGone;

  Delivery(Visit visit, Way way, Replays replays) {
    this.visit = visit;
    this.way = way;
    this.replays = replays;
  }

  /**
   * The answer comes as a stream, which begins at once.
   *
   * @param whenDrained runs when a full stream has room again
   */
  void streams(Runnable whenDrained) {
    var begun = begun();
    begun.onDrained(whenDrained);
    stream = begun;
  }

  private Reply.EventStream begun() {
    var session = way.session();
    var client = way.client();
    if (session == null || client == null || clientGone || !Replays.areKeptFor(session)) {
      return visit.reply().stream(Reply.Head.of(200));
    }
    var begun = replays.begin(visit.reply(), client, session);
    begun.whenGivenUp(this::nobodyAnswers);
    replay = begun;
    if (clientGone) {
      begun.callerLeft();
    }
    return begun;
  }

  boolean isStreaming() {
    return stream != null;
  }

  /** What has begun, null while the answer may still be one message. */
  Reply.@Nullable EventStream stream() {
    return stream;
  }

  /** Whether the client is there, or has a stream to come back to. */
  boolean isHeard() {
    var kept = replay;
    return kept == null ? !clientGone : !kept.isLost();
  }

  /** Whether what is said before the answer gets anywhere. */
  boolean isHeardAsAStream() {
    return stream != null && isHeard();
  }

  /** Whether a question would be answered: the client is there, or has not been away for long. */
  boolean mayAsk() {
    var kept = replay;
    return isHeardAsAStream() && (kept == null || kept.isAwaited());
  }

  /** Notes a question before it is sent, so that it is not waited for when nobody answers. */
  void asks(byte[] question) {
    if (replay == null) {
      return;
    }
    try {
      var id = Envelope.scan(question, StrictJson.Bounds.DEFAULT).idText();
      if (id != null) {
        asked.add(id);
      }
    } catch (Malformed e) {
      throw new IllegalStateException("the gateway broke a question", e);
    }
  }

  private void nobodyAnswers() {
    var client = way.client();
    for (var id = asked.poll(); id != null && client != null; id = asked.poll()) {
      client
          .questions()
          .answered(id)
          .ifPresent(open -> QuestionDesk.nobodyAnswers(open.asker(), open.idText()));
    }
  }

  /**
   * Sends a message before the answer.
   *
   * @return whether the client does not keep up
   */
  boolean next(byte[] message, @Nullable String eventId) {
    var to = stream;
    if (to == null) {
      return false;
    }
    to.event(message, eventId);
    return to.isFull();
  }

  /**
   * Says from where the client can read on.
   *
   * @return whether it was told so
   */
  boolean mark(String eventId, long retryMillis) {
    var to = stream;
    if (to == null || !isHeard()) {
      return false;
    }
    to.mark(eventId, retryMillis);
    return true;
  }

  /** Sends the answer, with this status unless a stream has begun. */
  void last(byte[] message, int status, @Nullable String eventId) {
    var to = stream;
    if (!isHeard()) {
      return;
    }
    if (to == null) {
      visit.reply().whole(Reply.Head.of(status), message);
    } else {
      to.event(message, eventId);
      to.end();
    }
  }

  /** Ends the stream that has begun. */
  void end() {
    var to = stream;
    if (to != null) {
      to.end();
    }
  }

  /** A cancelled request gets no answer, but its exchange must not stay open either. */
  void nothing() {
    if (isHeard()) {
      var to = stream;
      (to == null ? visit.reply().stream(Reply.Head.of(200)) : to).end();
    }
  }

  /** The client has gone. */
  void left() {
    clientGone = true;
    var kept = replay;
    if (kept != null) {
      kept.callerLeft();
    }
  }
}
