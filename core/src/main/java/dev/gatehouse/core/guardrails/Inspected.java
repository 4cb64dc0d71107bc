package dev.gatehouse.core.guardrails;

import java.util.List;

/**
 * A message that every guardrail has seen and let go. Only this room makes one, so holding one is
 * evidence of the inspection.
 */
public sealed interface Inspected permits InspectedMessage {
  /** The bytes to send: those that came in when nothing was masked; not to be changed. */
  byte[] message();

  /** What was found, the first {@value Guardrails#MOST_FINDINGS}. */
  List<Finding> findings();

  /** How many things were found, also those beyond the listed ones. */
  int found();
}
