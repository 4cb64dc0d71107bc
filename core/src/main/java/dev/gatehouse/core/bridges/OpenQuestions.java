package dev.gatehouse.core.bridges;

import dev.gatehouse.protocol.Envelope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The questions that the client of one session has been asked and has not answered. An answer to
 * anything else goes nowhere. Thread-safe; holds its lock only while it looks at its own fields.
 */
final class OpenQuestions {
  private static final int MOST = 256;

  private record Asked(FaceCall by, Round round, Round.Question question) {}

  private final Map<String, Asked> open = new HashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /** JSON text of an id that was not used before. */
  String nextId(String what) {
    return "\"gatehouse-" + what + "-" + numbers.incrementAndGet() + "\"";
  }

  /**
   * Notes the questions of a round.
   *
   * @return false when too many are open already; none is noted then
   */
  synchronized boolean ask(FaceCall by, Round round) {
    if (open.size() + round.questions().size() > MOST) {
      return false;
    }
    for (var question : round.questions()) {
      open.put(question.idText(), new Asked(by, round, question));
    }
    return true;
  }

  /** Brings the client's answer to the call that asked. */
  void answered(Envelope answer) {
    Asked asked;
    synchronized (this) {
      asked = open.remove(String.valueOf(answer.idText()));
    }
    if (asked != null) {
      asked.by.answered(asked.round, asked.question, answer);
    }
  }

  /** Nobody waits for the answers of this round any more. */
  synchronized void forget(Round round) {
    round.questions().forEach(question -> open.remove(question.idText()));
  }

  /** Ids of the open questions. */
  synchronized List<String> open() {
    return List.copyOf(open.keySet());
  }
}
