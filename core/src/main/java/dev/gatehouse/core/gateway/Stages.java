package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.sealing.OneTimeSeals;
import dev.gatehouse.core.sealing.Sealer;

/**
 * What every journey of a request uses.
 *
 * @param ledger records what becomes of requests
 * @param refusing brings refusals to clients
 * @param questions passes servers' questions to clients and their answers back
 * @param sealer seals what clients carry
 * @param mirrored checks and makes headers of arguments
 * @param states seals what comes back once
 * @param streams the streams that stand open
 * @param replays the streams of calls that clients can come back to
 */
record Stages(
    Ledger ledger,
    Refusing refusing,
    QuestionDesk questions,
    Sealer sealer,
    MirroredArguments mirrored,
    OneTimeSeals states,
    OpenStreams streams,
    Replays replays) {
  /**
   * Answers a request of which the gateway is the other end: recorded first, like all others.
   *
   * @throws dev.gatehouse.core.refusal.Refused with NotDecided when it cannot be recorded
   */
  void answer(Visit visit, Reply.Head head, byte[] body) {
    answer(visit, () -> visit.reply().whole(head, body));
  }

  /** The same, for answers that are more than a body. */
  void answer(Visit visit, Runnable answer) {
    ledger.answered(visit, visit.method(), answer, () -> notRecorded(visit));
  }

  /**
   * The same, for what was taken before.
   *
   * @param givenUp gives it back when the answer cannot be recorded
   */
  void answer(Visit visit, Runnable answer, Runnable givenUp) {
    try {
      ledger.answered(
          visit,
          visit.method(),
          answer,
          () -> {
            givenUp.run();
            notRecorded(visit);
          });
    } catch (Refused notRecorded) {
      givenUp.run();
      throw notRecorded;
    }
  }

  /** The record of this request could not be written, so its answer is withheld. */
  void notRecorded(Visit visit) {
    refusing.answer(visit, Ledger.NOT_RECORDED, "not-recorded", null);
  }
}
