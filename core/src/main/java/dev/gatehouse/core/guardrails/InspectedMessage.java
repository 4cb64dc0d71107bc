package dev.gatehouse.core.guardrails;

import java.util.List;

/** The one kind of inspected message there is. */
record InspectedMessage(byte[] message, List<Finding> findings, int found) implements Inspected {
  InspectedMessage {
    findings = List.copyOf(findings);
  }

  /** Leaves the message out. */
  @Override
  public String toString() {
    return "Inspected[" + message.length + " bytes, " + found + " found]";
  }
}
