package dev.gatehouse.core.gateway;

import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;

/** What is changed in the final answer of a server before it is inspected and sent on. */
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
}
