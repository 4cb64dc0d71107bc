package dev.gatehouse.core.gateway;

import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import org.jspecify.annotations.Nullable;

/** What is changed in what a server answers before it is inspected and sent on. */
@FunctionalInterface
interface AnswerEdit {
  /** Leaves the answer as it is. */
  AnswerEdit NONE = Envelope::bytes;

  /**
   * The answer as the client gets it.
   *
   * @throws Malformed when the answer has not the shape that its method asks for
   */
  byte[] edit(Envelope answer) throws Malformed;

  /**
   * A notification on the way to the answer, as the client gets it; most stay as they are. Null for
   * one that the client must not get.
   */
  default byte @Nullable [] notice(Envelope notification) {
    return notification.bytes();
  }
}
