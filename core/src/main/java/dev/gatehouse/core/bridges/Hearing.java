package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.ToLegacy;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who hears the answer to one modern request. What several threads tell is told by one at a time
 * and in order; no lock is held meanwhile. Its head goes out with the first message, so that an
 * answer without others before it has the status that belongs to it.
 */
final class Hearing {
  private final Answering answering;
  private final String idText;
  private final @Nullable String tokenText;
  private final Optional<LogLevel> level;
  private final ArrayDeque<Consumer<Answering>> due = new ArrayDeque<>();
  private boolean isTelling;
  private boolean hasHead;
  private boolean isOver;

  Hearing(Envelope request, Answering answering) {
    this.answering = answering;
    this.idText = String.valueOf(request.idText());
    var token = request.progressToken();
    this.tokenText = token.isPresent() ? token.text(request.bytes()) : null;
    this.level = ToLegacy.logLevel(request).flatMap(LogLevel::of);
  }

  /** JSON text of the id of the request. */
  String idText() {
    return idText;
  }

  /** JSON text of the progress token of the request, null when it wants no progress. */
  @Nullable String tokenText() {
    return tokenText;
  }

  /** The log level that the request asked for, empty when it wants no log. */
  Optional<LogLevel> level() {
    return level;
  }

  /** Whether a log message of this level was asked for. */
  boolean wants(LogLevel message) {
    return level.filter(message::isAtLeast).isPresent();
  }

  /** One message before the last. */
  void event(byte[] message) {
    tell(to -> {
      head(to, new AnswerHead(200, AnswerHead.Form.EVENTS, null));
      to.message(message, null);
    });
  }

  /** The stream begins, though nothing is to be said yet. */
  void opens() {
    tell(to -> head(to, new AnswerHead(200, AnswerHead.Form.EVENTS, null)));
  }

  /**
   * The last message, and the end.
   *
   * @param status for an answer that is this message alone
   */
  void answer(int status, byte[] message) {
    tell(to -> {
      head(to, new AnswerHead(status, AnswerHead.Form.JSON, null));
      last(it -> it.message(message, null));
    });
  }

  /** The end, without an answer. */
  void ends(AnswerHead withHead) {
    tell(to -> {
      head(to, withHead);
      last(_ -> {});
    });
  }

  /** A message that is none, as it came; and the end. */
  void garbage(AnswerHead withHead, byte[] message) {
    tell(to -> {
      head(to, withHead);
      last(it -> it.message(message, null));
    });
  }

  /** Nothing more will come. */
  void failed(UpstreamFailure failure) {
    tell(to -> {
      isOver = true;
      to.failed(failure);
    });
  }

  private void head(Answering to, AnswerHead head) {
    if (!hasHead) {
      hasHead = true;
      to.head(head);
    }
  }

  private void last(Consumer<Answering> message) {
    isOver = true;
    message.accept(answering);
    answering.end();
  }

  /** Whoever finds nobody telling tells all that is due. */
  private void tell(Consumer<Answering> step) {
    synchronized (due) {
      due.add(step);
      if (isTelling) {
        return;
      }
      isTelling = true;
    }
    for (var next = next(); next != null; next = next()) {
      if (!isOver) {
        tellOne(next);
      }
    }
  }

  /** After a bug nothing more is told, and nothing piles up. */
  private void tellOne(Consumer<Answering> step) {
    try {
      step.accept(answering);
    } catch (RuntimeException bug) {
      isOver = true;
      synchronized (due) {
        due.clear();
        isTelling = false;
      }
      throw bug;
    }
  }

  private @Nullable Consumer<Answering> next() {
    synchronized (due) {
      var next = due.poll();
      isTelling = next != null;
      return next;
    }
  }
}
